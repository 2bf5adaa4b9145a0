"""What is known of the Atlas's accessibility: the verdicts on the 106 criteria of the RGAA, and what tests found.

`rgaa.csv` holds the verdicts: C, conforming; NC, not; NA, of nothing that the Atlas has; none, not judged yet.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CONFORMING, FAILING, NOT_APPLICABLE, NOT_JUDGED = "C", "NC", "NA", ""
VERDICTS = {
    CONFORMING: "Conforme",
    FAILING: "Non conforme",
    NOT_APPLICABLE: "Sans objet",
    NOT_JUDGED: "Non évalué",
}
REFERENCE = "RGAA 4.1.2"
HALF = 50  # percent of the criteria that apply, from which a site conforms in part


@dataclass(frozen=True)
class Criterion:
    """One criterion, what it asks in short, its verdict and what shows it."""

    number: str
    theme: str
    subject: str
    verdict: str
    evidence: str


@cache
def criteria() -> Sequence[Criterion]:
    """All of them, in their order."""
    with (FOLDER / "rgaa.csv").open(encoding="utf-8", newline="") as file:
        return [
            Criterion(row["criterion"], row["theme"], row["subject"], row["verdict"], row["evidence"])
            for row in csv.DictReader(file)
        ]


@cache
def findings() -> dict[str, Any]:
    """What the tests found, by the name of each."""
    return tomllib.loads((FOLDER / "accessibility.toml").read_text(encoding="utf-8"))


def counts(judged: Sequence[Criterion]) -> Counter[str]:
    """How many criteria have each verdict."""
    return Counter(each.verdict for each in judged)


def rate(judged: Sequence[Criterion]) -> int | None:
    """The share of those that conform, in whole percents, rounded down; of those judged that apply; none without any."""
    found = counts(judged)
    applying = found[CONFORMING] + found[FAILING]
    return 100 * found[CONFORMING] // applying if applying else None


def conformity(judged: Sequence[Criterion]) -> str:
    """« partiellement conforme »: what the law has a site say. As long as a criterion is not judged, none is proven."""
    share = rate(judged)
    if share is None or counts(judged)[NOT_JUDGED] or share < HALF:
        return "non conforme"
    return "partiellement conforme" if counts(judged)[FAILING] else "totalement conforme"
