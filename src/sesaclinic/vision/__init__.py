"""Photo in, Analysis out. `Analyzer` is the front door; `check_photo` and `preview_jpeg` need no models."""

from __future__ import annotations

from sesaclinic.vision.analyzer import Analyzer, Examination
from sesaclinic.vision.intake import check_photo, preview_jpeg

__all__ = ["Analyzer", "Examination", "check_photo", "preview_jpeg"]
