"""Skin signs by a network over the aligned face, fused with the measurements."""

from sesaclinic.vision.signs.fusion import fuse
from sesaclinic.vision.signs.network import CARD, MODEL, Reading, SignModel

__all__ = ["CARD", "MODEL", "Reading", "SignModel", "fuse"]
