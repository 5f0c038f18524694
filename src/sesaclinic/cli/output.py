"""What the command line prints: JSON lines on stdout, errors on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from sesaclinic.errors import SesacError
from sesaclinic.settings import get_settings

EXIT_USAGE = 2
EXIT_REFUSED = 3


def emit_json(record: Mapping[str, object]) -> None:
    """Print one JSON object on one line; Korean stays readable."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def report_error(error: SesacError, lang: str | None = None) -> None:
    """Print an error's words on stderr, hint on a line of its own."""
    lang = lang or get_settings().lang
    sys.stderr.write(f"[{error.code}] {error.message(lang)}\n  {error.hint(lang)}\n")
