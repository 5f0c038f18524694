"""Where a sign network looks: skin regions as weights on its first feature map."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.align import CANVAS

#: Pixels of the canvas to a weight, each way; the canvas's sides are multiples of it.
STRIDE = 8
#: Regions that are pooled together: sides, because a face is one face; neighbours, because they are read alike.
SITES: dict[str, tuple[RegionName, ...]] = {
    "face": (RegionName.FACE,),
    "forehead": (RegionName.FOREHEAD, RegionName.GLABELLA),
    "cheeks": (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK),
    "nose": (RegionName.NOSE,),
    "chin": (RegionName.CHIN, RegionName.PERIORAL),
    "under_eyes": (RegionName.LEFT_UNDER_EYE, RegionName.RIGHT_UNDER_EYE),
    "crows_feet": (RegionName.LEFT_CROWS_FEET, RegionName.RIGHT_CROWS_FEET),
    "nasolabial": (RegionName.NASOLABIAL,),
}
SHAPE = (len(SITES), CANVAS[0] // STRIDE, CANVAS[1] // STRIDE)


def site_weights(masks: Mapping[RegionName, NDArray[np.bool_]]) -> NDArray[np.float32]:
    """(sites, 58, 48) share of skin in each cell, 0–1. masks: (464, 384) bool by region; an unseen site is all 0."""
    weights = np.zeros(SHAPE, np.float32)
    for number, regions in enumerate(SITES.values()):
        seen = [masks[region] for region in regions if region in masks]
        if seen:
            union = np.logical_or.reduce(seen).astype(np.float32)
            weights[number] = cv2.resize(union, SHAPE[:0:-1], interpolation=cv2.INTER_AREA)
    return weights
