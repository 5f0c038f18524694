"""Fits the heads over measurements: extract features once, then fit in seconds.

python -m training.measurements.extract --data ../shared/data
python -m training.measurements.fit --data ../shared/data
"""
