"""Skin analysis from a photo and cited skincare consultation."""
