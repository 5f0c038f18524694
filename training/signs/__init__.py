"""Trains the sign model: data to canvases, networks to checkpoints, checkpoints to ONNX and card."""
