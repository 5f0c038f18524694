"""The sign model's card: how to feed it, what it answers, and how its answers join those of the measurements."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sesaclinic.errors import ServiceError
from sesaclinic.vision.heads import Scale

Framing = Literal["face", "closeup"]
#: What only an instrument reads, and a photo at best hints at.
Instrument = Literal["elasticity", "moisture"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputCard(_Part):
    """RGB 0–255 as (1, 3, height, width), and the share of skin by site and cell as (1, sites, h, w)."""

    height: int
    width: int
    stride: int
    sites: tuple[str, ...]


class Answer(_Part):
    """Numbers of the output, in order: one for a grade or the logit of a sign, four for the skin types."""

    kind: Literal["grade", "sign", "skin_type", "value"]
    name: str
    outputs: int


class GradeFusion(_Part):
    """grade = network · its grade + measurements · their grade + offset. cuts: where grades 1, 2 and 3 begin."""

    network: float
    measurements: float
    offset: float
    cuts: tuple[float, float, float]


class SignFusion(_Part):
    """logit = network · its logit + measurements · their logit + offset (temperature and fusion in one)."""

    network: float
    measurements: float
    offset: float
    absent_below: float
    present_above: float


class SkinTypeFusion(_Part):
    """shares = softmax(network · its logits + measurements · ln of their shares + offsets): dry to combination."""

    network: float
    measurements: float
    offsets: tuple[float, float, float, float]
    certain_above: float


class ValueScale(Scale):
    """reading = network · its answer + offset, in the unit `measure` names. deciles: readings of the people it was
    trained on, ascending; more is better.
    """

    network: float
    offset: float


class SignCard(_Part):
    """A model and everything the code must know about it. `training` and `metrics` are for people.

    signs: by task and framing. grades: by concern, of faces. values: by what instruments read, of faces; empty unless
    the model was trained on such readings and tells people apart by them.
    """

    name: str
    version: str
    sha256: str
    licence: str
    input: InputCard
    answers: tuple[Answer, ...]
    grades: dict[str, GradeFusion]
    signs: dict[str, dict[Framing, SignFusion]]
    skin_type: dict[Framing, SkinTypeFusion]
    values: dict[Instrument, ValueScale] = {}
    training: dict[str, object]
    metrics: dict[str, object]

    @classmethod
    def read(cls, path: Path) -> SignCard:
        """Read a card. Raises ServiceError model_invalid when it is missing or malformed."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ServiceError("model_invalid", name=path.name) from error

    def verify(self, model: Path) -> None:
        """Raises ServiceError model_invalid unless the file is the one the card describes."""
        try:
            digest = hashlib.sha256(model.read_bytes()).hexdigest()
        except OSError as error:
            raise ServiceError("model_invalid", name=model.name) from error
        if digest != self.sha256:
            raise ServiceError("model_invalid", name=model.name)
