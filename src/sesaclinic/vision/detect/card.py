"""The lesion model's card: how to feed it, what it answers, and how far to trust it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sesaclinic.errors import ServiceError

LesionLabel = Literal["acne", "pigmentation", "psoriasis"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputCard(_Part):
    """What the network reads: RGB or BGR, (1, 3, H, W), (value - mean) / std on 0–255, sides a multiple of stride."""

    colour: Literal["RGB", "BGR"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    stride: int = Field(gt=0)
    padding: int = Field(ge=0, le=255)  # grey level around a photo that does not fill the input


class ScaleCard(_Part):
    """The scale the network was trained at, in pixels of its input.

    side: long side of a photo that is all skin or all face. face_size: of a face in a larger scene,
    as the root of its box's area, which turning the head changes least. tile: longest
    side of one input. overlap: of neighbouring tiles. max_upscale: a smaller photo is enlarged at most so far.
    """

    side: int
    face_size: int
    tile: int
    overlap: int
    max_upscale: float


class ThresholdCard(_Part):
    """confidence: boxes below are not shown. false_alarms: boxes a clear validation face then gets, on average."""

    confidence: float = Field(ge=0, le=1)
    false_alarms: float = Field(ge=0)


class LesionCard(_Part):
    """A model and everything the code must know about it. `metrics` and `training` are for people."""

    name: str
    version: str
    sha256: str
    labels: tuple[LesionLabel, ...]
    input: InputCard
    scale: ScaleCard
    flip: bool  # average with the mirrored photo
    merge_iou: float = Field(gt=0, lt=1)  # boxes of one label overlapping more are one lesion
    thresholds: dict[LesionLabel, ThresholdCard]
    reference_label_sets: dict[LesionLabel, str]
    licence: str
    training: dict[str, object]
    metrics: dict[str, object]

    @classmethod
    def read(cls, path: Path) -> LesionCard:
        """Read a card. Raises ServiceError model_invalid when it is missing, malformed or names no threshold."""
        try:
            card = cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise ServiceError("model_invalid", name=path.name) from error
        if set(card.thresholds) != set(card.labels):
            raise ServiceError("model_invalid", name=path.name)
        return card

    def verify(self, model: Path) -> None:
        """Raises ServiceError model_invalid unless the file is the one the card describes."""
        try:
            digest = hashlib.sha256(model.read_bytes()).hexdigest()
        except OSError as error:
            raise ServiceError("model_invalid", name=model.name) from error
        if digest != self.sha256:
            raise ServiceError("model_invalid", name=model.name)
