"""The white of the eyes on a canvas: the one part of a face whose colour is known."""

from __future__ import annotations

import numpy as np

from sesaclinic.vision.regions import EYE_OPENINGS, fill
from sesaclinic.vision.skin import Mask, Skin


def white_of_eyes(skin: Skin) -> Mask:
    """(H, W) mask of bright pixels inside the eye openings, irises and lashes left out; empty for a close-up."""
    points, shape = skin.canvas.points, (skin.light.shape[0], skin.light.shape[1])
    found = np.zeros(shape, bool)
    if len(points) == 0:
        return found
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    for outline, iris in EYE_OPENINGS:
        opening = fill(shape, points, (outline,)) & skin.canvas.inside
        ring = points[list(iris), :2]
        radius = 1.15 * float(np.linalg.norm(ring[1:] - ring[0], axis=1).max())  # the rim of the iris is blurred
        opening &= (columns - ring[0, 0]) ** 2 + (rows - ring[0, 1]) ** 2 > radius**2
        if opening.sum() >= 12:  # a closed eye shows a line of lashes
            found |= opening & (skin.light >= np.percentile(skin.light[opening], 60))
    return found
