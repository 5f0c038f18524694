"""What people say about their own skin, and what it changes in what the photo says.

Four questions with three answers each. Bayes: the photo gives a probability for each skin type, every answer multiplies
it by how often people of that type give that answer. A photo shows one moment under one lamp; how skin feels after
washing and how it looks at noon it cannot show.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sesaclinic.domain import SelfReport, SkinTypeShares
from sesaclinic.errors import QuestionError

TYPES = ("dry", "normal", "oily", "combination")

#: How often people of each type (dry, normal, oily, combination) give an answer. Set by hand, wide on purpose: what
#: people say of their skin and what a sebumeter says agree only in part (Youn 2002, Skin Res Technol 8:168).
LIKELIHOODS: dict[str, dict[str, tuple[float, float, float, float]]] = {
    "tightness": {  # after washing, before any cream
        "none": (0.15, 0.50, 0.65, 0.40),
        "slight": (0.40, 0.40, 0.28, 0.45),
        "strong": (0.45, 0.10, 0.07, 0.15),
    },
    "midday_shine": {
        "none": (0.75, 0.50, 0.05, 0.10),
        "t_zone": (0.20, 0.42, 0.30, 0.75),
        "all_over": (0.05, 0.08, 0.65, 0.15),
    },
    "sensitivity": {  # stinging or reddening with a new product
        "rarely": (0.35, 0.55, 0.50, 0.45),
        "sometimes": (0.40, 0.35, 0.35, 0.38),
        "often": (0.25, 0.10, 0.15, 0.17),
    },
    "flaking": {
        "none": (0.25, 0.75, 0.75, 0.60),
        "sometimes": (0.45, 0.22, 0.21, 0.33),
        "often": (0.30, 0.03, 0.04, 0.07),
    },
}
#: The answers of one person hang together (who feels tight also flakes), so that four count as less than four
#: independent ones: each likelihood is taken to this power.
_INDEPENDENCE = 0.7


def check_answers(answers: Mapping[str, str]) -> None:
    """Raises QuestionError invalid_request for a question or an answer that does not exist."""
    for question, answer in answers.items():
        known = LIKELIHOODS.get(question)
        if known is None:
            raise QuestionError("invalid_request", detail=f"answers: {question} is none of {', '.join(LIKELIHOODS)}")
        if answer not in known:
            raise QuestionError("invalid_request", detail=f"answers.{question}: {answer} is none of {', '.join(known)}")


def fuse_answers(photo: Mapping[str, float], answers: Mapping[str, str]) -> SelfReport:
    """The photo's skin type with a self-report. photo: probability of dry, normal, oily, combination.

    answers: question to answer; a question may be left out. Raises QuestionError as `check_answers`.
    """
    check_answers(answers)
    evidence = np.ones(len(TYPES))
    for question, answer in answers.items():
        evidence *= np.array(LIKELIHOODS[question][answer]) ** _INDEPENDENCE
    seen = np.array([max(photo[name], 1e-6) for name in TYPES])
    return SelfReport(
        answers=dict(answers),
        leaning={question: _most(LIKELIHOODS[question][answer]) for question, answer in answers.items()},
        photo=_shares(seen),
        answers_alone=_shares(evidence),
        together=_shares(seen * evidence),
    )


def _most(likelihoods: tuple[float, ...]) -> str:
    return TYPES[int(np.argmax(likelihoods))]


def _shares(weights: np.typing.NDArray[np.float64]) -> SkinTypeShares:
    shares = weights / weights.sum()
    return SkinTypeShares(**{name: round(float(share), 4) for name, share in zip(TYPES, shares, strict=True)})
