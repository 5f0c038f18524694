"""Questions with the topics that answer them and what is expected of the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from sesaclinic.errors import DocumentError, NotFoundError

Expected = Literal["answer", "caution", "doctor", "urgent", "out_of_scope", "correct_the_premise"]
EXPECTED: tuple[Expected, ...] = get_args(Expected)


class LabelledQuestion(BaseModel):
    """topics: any of which is right. articles: ids, any of which is right; optional."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    topics: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    expected: Expected = "answer"
    lang: Literal["ko", "en", "ja", "zh"] = "ko"


def read_questions(path: Path) -> list[LabelledQuestion]:
    """JSON lines; raises NotFoundError `file_not_found` or DocumentError `file_invalid` with the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError("file_not_found", path=str(path)) from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(LabelledQuestion.model_validate_json(line))
        except ValidationError as error:
            raise DocumentError("file_invalid", detail=f"line {number}: {error.errors()[0]['msg']}") from error
    if not questions:
        raise DocumentError("file_invalid", detail="no question in the file")
    return questions
