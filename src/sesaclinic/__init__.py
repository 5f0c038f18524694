"""Skin analysis from a photo and cited skincare consultation."""

import os

# ONNX Runtime reports its use to its maker unless told not to before it is imported; nothing here reports to anybody
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
