"""The sign network at run time: an aligned canvas in, raw answers out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sesaclinic.errors import ServiceError
from sesaclinic.vision.signs.card import SignCard
from sesaclinic.vision.signs.sites import SHAPE, SITES, STRIDE, site_weights
from sesaclinic.vision.skin import Skin

MODEL, CARD = "signs.onnx", "signs.json"


class Network(Protocol):
    """(1, 3, H, W) float32 RGB 0–255 and (1, sites, h, w) float32 shares of skin to (1, outputs) float32."""

    def __call__(self, canvas: NDArray[np.float32], sites: NDArray[np.float32]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class Reading:
    """What the network alone says. grades: 0–3 by concern. signs: logits by task. skin_types: four logits by framing.

    values: what instruments would read (elasticity, moisture), only of a model that was trained on them.
    """

    grades: dict[str, float]
    signs: dict[str, float]
    skin_types: dict[str, NDArray[np.float64]]
    values: dict[str, float]


class SignModel:
    """Network and card. Safe to call from several threads."""

    def __init__(self, network: Network, card: SignCard) -> None:
        self.network, self.card = network, card

    @classmethod
    def installed(cls, models: Path, threads: int = 2) -> SignModel | None:
        """The model of a folder; None when there is none.

        Raises ServiceError model_invalid when file and card do not belong together or to this version of the product.
        """
        if not (models / MODEL).exists() and not (models / CARD).exists():
            return None
        card = SignCard.read(models / CARD)
        card.verify(models / MODEL)
        given = card.input
        if given.sites != tuple(SITES) or (given.height // STRIDE, given.width // STRIDE) != SHAPE[1:]:
            raise ServiceError("model_invalid", name=CARD)
        return cls(_session(models / MODEL, threads), card)

    def read(self, skin: Skin) -> Reading:
        """Look at a face or a close-up."""
        canvas = skin.canvas.pixels.transpose(2, 0, 1)[None].astype(np.float32)
        output = self.network(np.ascontiguousarray(canvas), site_weights(skin.masks)[None])
        return read_answers(self.card, output[0].astype(np.float64))


def read_answers(card: SignCard, numbers: NDArray[np.float64]) -> Reading:
    """The network's output by name. numbers: (outputs,)."""
    single: dict[str, dict[str, float]] = {"grade": {}, "sign": {}, "value": {}}
    skin_types = {}
    start = 0
    for answer in card.answers:
        own = numbers[start : start + answer.outputs]
        start += answer.outputs
        if answer.kind == "skin_type":
            skin_types[answer.name] = own
        else:
            single[answer.kind][answer.name] = float(own[0])
    return Reading(single["grade"], single["sign"], skin_types, single["value"])


def _session(path: Path, threads: int) -> Network:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare RuntimeError subclasses without a common public base
        raise ServiceError("model_invalid", name=path.name) from error

    def run(canvas: NDArray[np.float32], sites: NDArray[np.float32]) -> NDArray[np.float32]:
        output: NDArray[np.float32] = session.run(None, {"canvas": canvas, "sites": sites})[0]
        return output

    return run
