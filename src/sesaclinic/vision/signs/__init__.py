"""Skin signs by a network over the aligned face, fused with the measurements."""
