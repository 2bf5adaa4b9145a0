"""The statement of accessibility says what the verdicts on the criteria give, and what the tests hold."""

from collections import Counter
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import accessibility
from dashboard.words.accessibility import Criterion

REQUIRED = [
    "État de conformité", "Contenus non accessibles", "Établissement de cette déclaration", "Technologies employées",
    "Environnement de test", "Outils", "Pages vérifiées", "Contact", "Voies de recours",
]  # fmt: skip


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


def statement() -> None:
    from dashboard.choices.fields import Selection
    from dashboard.screens import accessibilite

    accessibilite.show(None, Selection())  # type: ignore[arg-type]  # it asks nothing of the data


def test_the_statement_says_how_it_was_made_as_the_law_has_it() -> None:
    """Date, technologies, environment, tools, pages; and that no screen reader was tried as long as none was."""
    shown = AppTest.from_function(statement).run(timeout=60)
    assert not shown.exception
    headings = [each.value for each in (*shown.header, *shown.subheader)]
    assert [each for each in REQUIRED if each not in headings] == []
    words = " ".join(each.proto.body for each in shown.get("html"))
    assert "aucun lecteur d’écran réel" in words
    assert "74 étaient respectés (94,9\u00a0%)" in words and "75 étaient respectés sur 78 (96,2\u00a0%)" in words
    assert "n’a porté que sur ces trois critères" in words
