"""What an analysis says, in order of importance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from sesaclinic.domain import Analysis, Finding, RegionName, Sign

MODERATE: Final = 2
_PAIRS: Final = {
    frozenset({RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK}): "cheeks",
    frozenset({RegionName.LEFT_UNDER_EYE, RegionName.RIGHT_UNDER_EYE}): "under_eyes",
    frozenset({RegionName.LEFT_CROWS_FEET, RegionName.RIGHT_CROWS_FEET}): "crows_feet",
}
_WHOLE: Final = frozenset({RegionName.FACE, RegionName.T_ZONE, RegionName.U_ZONE})  # made of the other regions
# below this the detector is wrong about as often as it is right, which is no ground for advice
_LESION_CONFIDENCE: Final = 0.4
# what a person should hear first when grades are equal: what may need a doctor, then what care can change most
_ORDER: Final = (
    "psoriasis",
    "acne",
    "redness",
    "pigmentation",
    "dryness",
    "shine",
    "pores",
    "blackheads",
    "wrinkles",
    "evenness",
    "tone",
    "dark_circles",
)


@dataclass(frozen=True, slots=True)
class ConcernReading:
    """concern: id of a concern, or psoriasis. grade: 1–3. place: region where it shows most; count: lesions seen."""

    concern: str
    grade: int
    place: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """skin_type: label of the analysis. concerns: strongest first, grade 1 and above."""

    skin_type: str
    concerns: tuple[ConcernReading, ...]

    @property
    def main(self) -> tuple[ConcernReading, ...]:
        """Concerns of grade 2 and above."""
        return tuple(concern for concern in self.concerns if concern.grade >= MODERATE)

    @property
    def tags(self) -> tuple[str, ...]:
        """What advice is chosen by: main concerns, strongest first, then the skin type."""
        return (*(concern.concern for concern in self.main), self.skin_type)


def read_analysis(analysis: Analysis) -> Reading:
    """Boil an analysis down to a skin type and concerns, strongest first."""
    found = _findings(analysis)
    for label, seen in _lesions(analysis).items():
        measured = found.get(label)
        found[label] = replace(seen, grade=max(seen.grade, measured.grade)) if measured else seen
    for name, sign in (("redness", analysis.redness), ("wrinkles", analysis.wrinkles), ("pores", analysis.pores)):
        if (concern := _sign(name, sign, found.get(name), _of_face(analysis, name))) is not None:
            found[name] = concern
        else:
            found.pop(name, None)
    ranked = sorted(found.values(), key=lambda concern: (-concern.grade, _ORDER.index(concern.concern)))
    return Reading(analysis.skin_type.label, tuple(ranked))


def _lesions(analysis: Analysis) -> dict[str, ConcernReading]:
    counts = Counter(lesion.label for lesion in analysis.lesions if lesion.confidence >= _LESION_CONFIDENCE)
    # one spot is worth a word, from five on (the lower bound of mild acne in the IGA scale) it is a main concern
    return {
        label: ConcernReading(label, grade=2 if label == "psoriasis" or count >= 5 else 1, count=count)
        for label, count in counts.items()
    }


def _findings(analysis: Analysis) -> dict[str, ConcernReading]:
    by_concern: dict[str, list[Finding]] = {}
    for finding in analysis.findings:
        if finding.grade:
            by_concern.setdefault(finding.concern, []).append(finding)
    return {
        name: ConcernReading(name, grade=max(_grade(f) for f in findings), place=_place(findings))
        for name, findings in by_concern.items()
    }


def _grade(finding: Finding) -> int:
    return finding.grade or 0


def _place(findings: list[Finding]) -> str | None:
    """Where it shows most: one region, or both of a pair; None when it is everywhere or nowhere in particular."""
    strongest = max(_grade(finding) for finding in findings)
    regions = {f.region for f in findings if _grade(f) == strongest and f.region not in _WHOLE}
    if len(regions) == 1:
        return next(iter(regions)).value
    return _PAIRS.get(frozenset(regions))


def _of_face(analysis: Analysis, concern: str) -> int:
    """Grade of the whole face, 0 where there is none."""
    whole = (f for f in analysis.findings if f.concern == concern and f.region == RegionName.FACE)
    return max((_grade(finding) for finding in whole), default=0)


def _sign(name: str, sign: Sign, found: ConcernReading | None, of_face: int) -> ConcernReading | None:
    """The calibrated sign and the grade of the whole face outrank single regions: present raises them, absent lowers
    them to what the whole face shows."""
    if sign.label == "present":
        return ConcernReading(name, max(MODERATE, found.grade if found else 0), found.place if found else None)
    if sign.label == "absent" and of_face < MODERATE:
        return ConcernReading(name, 1, found.place) if found and found.grade == 3 else None
    if sign.label == "absent" and found:
        return replace(found, grade=of_face)
    return found
