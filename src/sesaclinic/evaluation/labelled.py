"""The labelled files that evaluation reads, and the photos examined once for all of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from sesaclinic.errors import DocumentError, NotFoundError, PhotoError, SesacError
from sesaclinic.vision import Analyzer, Examination


@dataclass(frozen=True)
class Examined:
    """examinations: by photo. refused: how many photos could not be measured, by error code."""

    examinations: dict[str, Examination]
    refused: dict[str, int]


def read_csv(path: Path, columns: set[str]) -> list[dict[str, str]]:
    """Rows of a CSV. Raises NotFoundError file_not_found, or DocumentError file_invalid when a column is missing."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise DocumentError("file_invalid", detail=f"no column {', '.join(sorted(missing))}")
            return list(reader)
    except OSError as error:
        raise NotFoundError("file_not_found", path=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DocumentError("file_invalid", detail=str(error)) from error


def examine_all(analyzer: Analyzer, folder: Path, photos: Iterable[str]) -> Examined:
    """Examine photos as leniently as they can be measured: a label says what is on the skin, not how it was taken.

    A photo without a usable face is taken as a close-up. What cannot be measured even so is counted, not dropped.
    """
    found: dict[str, Examination] = {}
    refused: Counter[str] = Counter()
    for name in tqdm(sorted(set(photos)), unit="photo", leave=False):
        try:
            found[name] = examine_leniently(analyzer, (folder / name).read_bytes(), name)
        except OSError:
            refused["photo_not_found"] += 1
        except SesacError as error:
            refused[error.code] += 1
    return Examined(found, dict(refused))


def examine_leniently(analyzer: Analyzer, photo: bytes, name: str) -> Examination:
    """Quality off; as a close-up where no face is found."""
    try:
        return analyzer.examine(photo, name=name, quality="off")
    except PhotoError as error:
        if error.code not in {"no_face", "face_turned", "face_cut_off", "face_too_small"}:
            raise
        return analyzer.examine(photo, name=name, quality="off", framing="closeup")
