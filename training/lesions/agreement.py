"""How far two hands agree that annotated the same photos: what no detector can pass.

    python -m training.lesions.agreement --data ../shared/data

Average precision at IoU 0.5 asks for more than finding a lesion: its box must be where and as large as the annotator
drew it. Each lesion that the reference family boxed and the dense one dotted is asked how far the two centres lie
apart, and whether the reference box, moved onto the other hand's centre without changing its size, would still count.
A detector that sees every lesion exactly where the second hand does could not score better than that share.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.detect.merge import iou_matrix
from training.lesions.records import Record, read_boxes

SIDE = 640  # pixels of a photo's long side, the scale at which lesions are learned
REACH = 16.0  # pixels: further apart two centres are not one lesion
ALONE = 22.0  # pixels to the second-nearest centre: nearer, and it is unclear which lesion was meant
HIT = 0.5


def compare(reference: Sequence[Record], dense: Sequence[Record], photos: Path) -> dict[str, float]:
    """Figures over the photos both families annotated; lengths in pixels at a long side of 640."""
    other = {record.photo: record for record in dense}
    shared = [record for record in reference if record.photo in other]
    pairs = [pair for record in shared for pair in _pairs(record, other[record.photo], _extent(photos / record.photo))]
    if not pairs:
        raise ValueError("the two families share no lesion")
    offsets = np.array([offset for offset, _ in pairs])
    overlaps = np.array([overlap for _, overlap in pairs])
    return {
        "photos": len(shared),
        "lesions": len(pairs),
        "offset_x_median": round(float(np.median(np.abs(offsets[:, 0]))), 2),
        "offset_y_median": round(float(np.median(np.abs(offsets[:, 1]))), 2),
        "iou_median": round(float(np.median(overlaps)), 3),
        "share_iou_50": round(float((overlaps >= HIT).mean()), 3),
    }


def _pairs(
    reference: Record, dense: Record, extent: NDArray[np.float32]
) -> Iterator[tuple[NDArray[np.float32], float]]:
    """(centre offset, overlap once moved) of each lesion that both hands surely mean."""
    boxes, others = _corners(reference, extent), _corners(dense, extent)
    if not len(others):
        return
    centres = (others[:, :2] + others[:, 2:]) / 2
    for box in boxes:
        distances = np.linalg.norm(centres - (box[:2] + box[2:]) / 2, axis=1)
        nearest = np.sort(distances)
        if nearest[0] < REACH and (len(nearest) < 2 or nearest[1] > ALONE):
            offset = centres[distances.argmin()] - (box[:2] + box[2:]) / 2
            moved = box + np.tile(offset, 2)
            yield offset, float(iou_matrix(box[None], moved[None])[0, 0])


def _corners(record: Record, extent: NDArray[np.float32]) -> NDArray[np.float32]:
    corners = [[b.x0, b.y0, b.x1, b.y1] for b in record.boxes if b.label == "acne"]
    boxes: NDArray[np.float32] = np.array(corners, dtype=np.float32).reshape(-1, 4) * np.tile(extent, 2)
    return boxes


def _extent(photo: Path) -> NDArray[np.float32]:
    height, width = np.asarray(cv2.imread(str(photo))).shape[:2]
    return np.array([width * SIDE / max(height, width), height * SIDE / max(height, width)], dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--reference", default="acne04-v1", help="family of annotations whose boxes are judged by")
    parser.add_argument("--other", default="acne04-v2", help="family that annotated the same photos again")
    args = parser.parse_args()
    records = [record for record in read_boxes(args.data / "boxes.jsonl") if record.split == "val"]
    reference = [record for record in records if record.label_set == args.reference]
    dense = [record for record in records if record.label_set == args.other]
    print(json.dumps(compare(reference, dense, args.data / "photos")))


if __name__ == "__main__":
    main()
