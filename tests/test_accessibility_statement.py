"""The statement of accessibility says what the verdicts on the criteria give, and what the tests hold."""

from collections import Counter
from dataclasses import replace

import pytest

from dashboard.words import accessibility
from dashboard.words.accessibility import Criterion


def judged(**verdicts: int) -> list[Criterion]:
    return [Criterion("1.1", "Images", "…", verdict, "vu") for verdict, count in verdicts.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("verdicts", "rate", "said"),
    [
        ({"C": 60, "NA": 46}, 100, "totalement conforme"),
        ({"C": 59, "NC": 1, "NA": 46}, 98, "partiellement conforme"),
        ({"C": 30, "NC": 30, "NA": 46}, 50, "partiellement conforme"),
        ({"C": 29, "NC": 31, "NA": 46}, 48, "non conforme"),
        ({"C": 105, "": 1}, 100, "non conforme"),
        ({"": 106}, None, "non conforme"),
    ],
)
def test_the_rate_is_that_of_the_criteria_judged_and_nothing_is_claimed_of_the_others(
    verdicts: dict[str, int], rate: int | None, said: str
) -> None:
    found = judged(**verdicts)
    assert accessibility.rate(found) == rate
    assert accessibility.conformity(found) == said


def test_there_are_106_criteria_each_with_a_known_verdict() -> None:
    found = accessibility.criteria()
    assert list(Counter(each.number.split(".")[0] for each in found).values()) == [
        9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12,
    ]  # fmt: skip
    assert len({each.number for each in found}) == len({each.subject for each in found}) == 106
    assert {each.verdict for each in found} <= accessibility.VERDICTS.keys()
    assert [each.number for each in found if each.verdict in ("C", "NC") and not each.evidence] == []
    assert replace(found[0], verdict="", evidence="") == Criterion(
        "1.1", "Images", "Une alternative est donnée à chaque image qui informe", "", ""
    )
