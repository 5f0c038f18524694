"""What can be read from skin, one measure a file. `measure` collects them."""

from __future__ import annotations

from sesaclinic.vision.features.measure import Measurements, measure

__all__ = ["Measurements", "measure"]
