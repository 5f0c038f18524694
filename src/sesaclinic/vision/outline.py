"""Outlines of the measured regions in photo pixels, for drawing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Region, RegionName
from sesaclinic.vision.intake import Photo
from sesaclinic.vision.regions import MIN_FACING, OUTLINES, facing
from sesaclinic.vision.skin import Skin


def region_outlines(photo: Photo, skin: Skin) -> tuple[Region, ...]:
    """Every outline that is seen, clipped to the photo. A region of two sides, or a zone, comes as several polygons.

    A close-up is one region, the part of the photo that was measured.
    """
    back = cv2.invertAffineTransform(skin.canvas.to_canvas)
    points = skin.canvas.points
    if len(points) == 0:
        rows, columns = np.nonzero(skin.canvas.inside)
        x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
        square = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float64)
        return (Region(name=RegionName.FACE, polygon=_polygon(square, back, photo)),)
    regions = []
    for name, outlines in OUTLINES.items():
        if name not in skin.masks:
            continue
        for outline in outlines:
            if name == RegionName.FACE or facing(points, outline) > MIN_FACING:
                polygon = _polygon(points[list(outline), :2], back, photo)
                regions.append(Region(name=name, polygon=polygon))
    return tuple(regions)


def _polygon(points: NDArray[np.floating], back: NDArray[np.float64], photo: Photo) -> tuple[tuple[float, float], ...]:
    on_photo = (points @ back[:, :2].T + back[:, 2]) * photo.scale
    return tuple(
        (round(float(np.clip(x, 0, photo.width)), 1), round(float(np.clip(y, 0, photo.height)), 1)) for x, y in on_photo
    )
