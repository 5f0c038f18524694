"""Lesion detector: labelled photos ▶ tiles ▶ YOLOv5 ▶ ONNX and card."""
