"""The shared language: what a photo says (`Analysis`) and what a consultation says (`Answer`).

Boxes are in photo pixels after orientation, origin top left. Scores are 0–100, higher is better. Grades are
0 none, 1 mild, 2 moderate, 3 marked. `None` means "could not be measured here", never "zero".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["ko", "en", "ja", "zh"]
Probability = Annotated[float, Field(ge=0, le=1)]
Score = Annotated[float, Field(ge=0, le=100)]
Grade = Annotated[int, Field(ge=0, le=3)]


class Noun(BaseModel):
    """Base of every noun: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RegionName(StrEnum):
    FACE = "face"
    FOREHEAD = "forehead"
    GLABELLA = "glabella"
    LEFT_CHEEK = "left_cheek"
    RIGHT_CHEEK = "right_cheek"
    NOSE = "nose"
    CHIN = "chin"
    LEFT_UNDER_EYE = "left_under_eye"
    RIGHT_UNDER_EYE = "right_under_eye"
    LEFT_CROWS_FEET = "left_crows_feet"
    RIGHT_CROWS_FEET = "right_crows_feet"
    NASOLABIAL = "nasolabial"
    PERIORAL = "perioral"
    T_ZONE = "t_zone"
    U_ZONE = "u_zone"


class Concern(StrEnum):
    REDNESS = "redness"
    PIGMENTATION = "pigmentation"
    TONE = "tone"
    EVENNESS = "evenness"
    SHINE = "shine"
    DRYNESS = "dryness"
    WRINKLES = "wrinkles"
    PORES = "pores"
    BLACKHEADS = "blackheads"
    DARK_CIRCLES = "dark_circles"
    ACNE = "acne"
    ELASTICITY = "elasticity"
    MOISTURE = "moisture"


class Face(Noun):
    """box: x, y, width, height; None for a close-up without a face."""

    box: tuple[int, int, int, int] | None
    count: int


class QualityIssue(Noun):
    code: str
    message: str


class Quality(Noun):
    score: Score
    accepted: bool
    issues: tuple[QualityIssue, ...] = ()


class SkinTypeProbabilities(Noun):
    dry: Probability
    normal: Probability
    oily: Probability


class SkinType(Noun):
    label: Literal["dry", "normal", "oily", "combination", "uncertain"]
    probabilities: SkinTypeProbabilities


class SkinTypeShares(Noun):
    """Probabilities of the four skin types, summing to 1."""

    dry: Probability
    normal: Probability
    oily: Probability
    combination: Probability


class SelfReport(Noun):
    """What a person said about their skin, and what came from where.

    answers: question to answer. leaning: the skin type each answer speaks for most, by question. photo: what the photo
    alone says. answers_alone: what the answers alone say. together: both, which `skin_type` is read from.
    """

    answers: dict[str, str]
    leaning: dict[str, str]
    photo: SkinTypeShares
    answers_alone: SkinTypeShares
    together: SkinTypeShares


class Sign(Noun):
    """A yes/no sign of the whole face; "uncertain" where the calibrated probability does not decide."""

    label: Literal["present", "absent", "uncertain"]
    probability: Probability
    score: Score


class Lesion(Noun):
    """What the spot looks like, not a diagnosis. box: x0, y0, x1, y1."""

    label: Literal["acne", "pigmentation", "psoriasis"]
    confidence: Probability
    box: tuple[float, float, float, float]


class Finding(Noun):
    """One concern measured in one region. value: the measurement, in `unit`."""

    concern: Concern
    region: RegionName
    score: Score | None
    grade: Grade | None
    value: float | None
    unit: str


class Region(Noun):
    """Outline of a region. polygon: (x, y) vertices."""

    name: RegionName
    polygon: tuple[tuple[float, float], ...]


class ImageSize(Noun):
    width: int
    height: int


class Analysis(Noun):
    """What a photo says.

    self_report: None when nothing was asked or answered.
    models: name to version of each model that took part; the value "not installed" for one that is missing.
    image, regions: for drawing; left out of the command line's JSON.
    """

    photo: str
    face: Face
    quality: Quality
    skin_type: SkinType
    redness: Sign
    wrinkles: Sign
    pores: Sign
    lesions: tuple[Lesion, ...] = ()
    findings: tuple[Finding, ...] = ()
    self_report: SelfReport | None = None
    models: dict[str, str] = Field(default_factory=dict)
    timings_ms: dict[str, float] = Field(default_factory=dict)
    image: ImageSize | None = None
    regions: tuple[Region, ...] = ()


class Passage(Noun):
    """A retrieved piece of an article."""

    rank: int
    article: str
    section: str
    topics: tuple[str, ...]
    score: float
    text: str
    url: str


class Citation(Noun):
    """n: the number in the answer's text, [n]. url: of the source the sentence rests on."""

    n: int
    article: str
    section: str
    title: str
    url: str


class TriageLevel(StrEnum):
    NONE = "none"
    CAUTION = "caution"
    DOCTOR = "doctor"
    URGENT = "urgent"
    OUT_OF_SCOPE = "out_of_scope"


class Triage(Noun):
    level: TriageLevel = TriageLevel.NONE
    reasons: tuple[str, ...] = ()


class Answer(Noun):
    """What a consultation says. answer: text whose sentences carry [n] marks."""

    answer: str
    citations: tuple[Citation, ...] = ()
    provider: str
    triage: Triage = Triage()


class Turn(Noun):
    """One exchange of a conversation, the way it is handed to the next question as history (oldest first)."""

    question: str
    answer: str
