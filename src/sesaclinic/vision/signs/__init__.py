"""Skin signs by a network over the aligned face, fused with the measurements."""

from sesaclinic.vision.signs.fusion import fuse
from sesaclinic.vision.signs.network import CARD, MODEL, Reading, SignModel
from sesaclinic.vision.signs.values import value_findings

__all__ = ["CARD", "MODEL", "Reading", "SignModel", "fuse", "value_findings"]
