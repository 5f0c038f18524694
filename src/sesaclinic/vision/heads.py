"""What measurements mean: linear heads fitted on labelled photos, read from `measurements.json`.

Every head is a weighted sum of a few standardised measures. A grade head answers 0 (none) to 3 (marked); a sign head
a calibrated probability; the skin-type head three. A measure that is missing (a region not seen) counts as average,
and no measure counts beyond four standard deviations, so that one odd region cannot decide.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from sesaclinic.errors import ServiceError

SKIN_TYPES = ("dry", "normal", "oily", "combination")
#: Beyond this a standardised measure says "very much" and no more.
CLIP = 4.0


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Linear(_Part):
    """features: keys of the measurement vector. mean, scale: of the fitting data. weights: (outputs, features)."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.float64], ...]:
        return tuple(np.array(values) for values in (self.mean, self.scale, self.weights, self.intercepts))

    def __call__(self, vector: Mapping[str, float]) -> NDArray[np.float64]:
        """(outputs,) weighted sums."""
        mean, scale, weights, intercepts = self._arrays
        raw = np.array([vector.get(key, np.nan) for key in self.features])
        standard = np.nan_to_num((raw - mean) / scale, nan=0.0)
        answer: NDArray[np.float64] = weights @ np.clip(standard, -CLIP, CLIP) + intercepts
        return answer

    def coverage(self, vector: Mapping[str, float]) -> float:
        """Share of the features that were measured, 0–1."""
        return sum(key in vector for key in self.features) / max(1, len(self.features))


class GradeHead(_Part):
    """A grade 0–3 from one linear sum. cuts: where grades 1, 2 and 3 begin on the sum."""

    linear: Linear
    cuts: tuple[float, float, float]

    def grade_value(self, vector: Mapping[str, float]) -> float:
        """The grade before rounding; may leave 0–3 a little."""
        return float(self.linear(vector)[0])

    def grade(self, value: float) -> int:
        return sum(value >= cut for cut in self.cuts)


class SignHead(_Part):
    """A yes/no sign. absent_below, present_above: outside of them the label is certain enough to be said."""

    linear: Linear
    absent_below: float
    present_above: float

    def probability(self, vector: Mapping[str, float]) -> float:
        return float(1 / (1 + np.exp(-self.linear(vector)[0])))


class SkinTypeHead(_Part):
    """dry, normal, oily and combination by softmax. certain_above: least probability of a winner that is said."""

    linear: Linear
    certain_above: float

    def probabilities(self, vector: Mapping[str, float]) -> dict[str, float]:
        sums = self.linear(vector)
        shares = np.exp(sums - sums.max())
        return dict(zip(SKIN_TYPES, (float(share) for share in shares / shares.sum()), strict=True))


class Scale(_Part):
    """A measure among people: values at the 0th, 10th … 100th percentile of the graded faces, ascending."""

    measure: str
    deciles: tuple[float, ...]

    def share_below(self, value: float) -> float:
        """Share of the graded faces with a smaller value, 0–1."""
        return float(np.interp(value, self.deciles, np.linspace(0, 1, len(self.deciles))))


class MeasurementModel(_Part):
    """All heads. grades: by concern and site ("face", "cheeks" …). signs, skin_type: by framing, face or closeup."""

    grades: dict[str, dict[str, GradeHead]]
    signs: dict[str, dict[str, SignHead]]
    skin_type: dict[str, SkinTypeHead]
    evenness: Scale


class MeasurementCard(BaseModel):
    """The card beside the model; the rest of it is for people."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str
    version: str
    file: str
    sha256: str
    licence: str


def load_measurement_model(folder: Path) -> tuple[MeasurementCard, MeasurementModel]:
    """Read card and heads. Raises ServiceError model_invalid when one is missing, malformed or not the other's."""
    path = folder / "measurements.json"
    try:
        card = MeasurementCard.model_validate_json(path.read_bytes())
        content = (folder / card.file).read_bytes()
        if hashlib.sha256(content).hexdigest() != card.sha256:
            raise ServiceError("model_invalid", name=card.file)
        return card, MeasurementModel.model_validate(json.loads(content))
    except (OSError, ValidationError, ValueError) as error:
        raise ServiceError("model_invalid", name=path.name) from error
