"""`sesaclinic evaluate lesions`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sesaclinic.cli.output import emit_json
from sesaclinic.errors import ServiceError
from sesaclinic.settings import get_settings

ASSETS = Path(__file__).parents[1] / "assets" / "models"


def register(evaluate: typer.Typer) -> None:
    """Add the command to `sesaclinic evaluate`."""
    evaluate.command("lesions")(lesions)


def lesions(
    boxes: Annotated[Path, typer.Option(help="JSON lines: photo, boxes [[label, x0, y0, x1, y1]] in 0–1.")],
    photos: Annotated[Path, typer.Option(help="Folder the photo paths start from.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    split: Annotated[str | None, typer.Option(help="Only lines of this split, where lines name one.")] = None,
    intervals: Annotated[bool, typer.Option(help="Add 95 % bootstrap intervals over photos (slower).")] = False,
    models: Annotated[Path | None, typer.Option(help="Folder of another model and card.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Draw photos with true and found boxes (PNG).")] = None,
) -> None:
    """Measure the lesion detector on labelled photos.

    mAP ranks everything found; precision, recall, counts and clear faces are at the thresholds of the model's card.
    """
    from sesaclinic.evaluation.lesion_sheet import overlay_sheet  # noqa: PLC0415 - keeps --help fast
    from sesaclinic.evaluation.lesions import look_at_all, product_face, read_lines, report  # noqa: PLC0415
    from sesaclinic.vision.detect import LesionDetector  # noqa: PLC0415

    settings = get_settings()
    detector = LesionDetector.installed(models or settings.vision.models_dir or ASSETS, settings.vision.threads)
    if detector is None:
        raise ServiceError("model_invalid", name="lesions.onnx")
    lines = [line for line in read_lines(boxes) if split is None or line.split == split]
    looks = look_at_all(lines, photos, detector, product_face(), progress=True)
    if sheet is not None:
        overlay_sheet(lines, looks, detector.card, photos).save(sheet)
    answer = report(lines, looks, detector.card, intervals=intervals)
    if as_json:
        emit_json(answer)
    else:
        _print(answer)


def _print(answer: dict[str, Any]) -> None:
    names = ("map50", "map50_95", "precision", "recall", "count_mae", "count_r", "center_f1", "photos")
    typer.echo(f"{'label':32s}" + "".join(f"{name:>11s}" for name in names))
    rows = dict(answer["labels"])
    for family, labels in answer.get("label_sets", {}).items():
        rows |= {f"{label} ({family})": figures for label, figures in labels.items()}
    for name, figures in rows.items():
        cells = (f"{'–' if figures[key] is None else figures[key]:>11}" for key in names)
        typer.echo(f"{name:32s}" + "".join(cells))
    typer.echo(f"boxes a clear face: {answer['clear_faces_boxes_per_photo']}")
