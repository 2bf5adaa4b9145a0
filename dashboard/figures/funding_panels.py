"""Funding per person on the page, in panels apart: those present at a date, those who came in a year, those aimed at.

What was counted one way never stands beside what was counted another. The receipts of the rows are those of the whole
figure, whose addresses people have.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from dashboard.figures import funding
from dashboard.figures.spec import Answer, Figure
from dashboard.words import grades

# What is told apart of the rest: the grade, its words, what is of it besides a base wider than the contract.
ONLY = (
    (grades.BOUND, "Bornes seulement", ""),
    (grades.ROUGH, "Ordres de grandeur seulement", " et d'une autre année, ou un chiffre approché"),
)
IN_THE_SAME_YEAR = (
    "Un flux : ceux qui sont entrés dans l'année, au lieu où cela se compte, et non ceux qui sont présents."
)

COVID_YEAR = (
    "2020 est l'année du Covid : on a signé bien moins de CIR qu'en 2019. Rapporté à ces signatures, l'argent donne un montant "
    "plus élevé qu'une année ordinaire."
)


def _of_kinds(whole: Figure, kinds: Sequence[str]) -> Callable[[Answer], pl.DataFrame]:
    return lambda answer: whole.rows(answer).filter(pl.col("base_kind").is_in(kinds))


def reading(frame: pl.DataFrame) -> str:
    """The ratios of grade A, then the bounds, « au moins 1 041 € par BPI signataire du CIR dans l'année », and what is rough."""
    others = frame.filter(pl.col("grade") != grades.BOUND)
    rows = frame.filter(grade=grades.BOUND).rows(named=True)
    told = [
        f"{only}, la base étant plus large que le contrat{more} : "
        + " ; ".join(
            f"{row['territory_name']}, {funding.ratio_words(row)} {row['per_label']} ({row['year']})" for row in own
        )
        for grade, only, more in ONLY
        if (own := [row for row in rows if grades.of(row) == grade])
    ]
    first = [funding.reading(others)] if others.height or not rows else []
    return " ".join([*first, *(f"{each}." for each in told)])


def _notes(kinds: Sequence[str]) -> Callable[[Answer], list[str]]:
    def notes(answer: Answer) -> list[str]:
        """What holds for the whole choice is said once, in its first panel."""
        whole = funding.RATIOS.rows(Answer(funding.ASK.answer(answer.read, answer.chosen), answer.chosen, answer.read))
        is_first = whole["base_kind"][0] in kinds
        return [
            *of_flows(answer.frame, kinds),
            *funding.about_rows(answer),
            *(funding.about_choice(answer) if is_first else []),
        ]

    return notes


def of_flows(frame: pl.DataFrame, kinds: Sequence[str]) -> list[str]:
    """What a flow is, and that one of its years is like no other."""
    if "flow" not in kinds:
        return []
    covid = [COVID_YEAR] if grades.COVID in frame["base_year"].to_list() else []
    return [IN_THE_SAME_YEAR, *covid]


def _panel(key: str, title: str, kinds: Sequence[str]) -> Figure:
    return replace(
        funding.RATIOS,
        key=key,
        title=title,
        rows=_of_kinds(funding.RATIOS, kinds),
        receipts_of=funding.RATIOS.key,
        reading=lambda answer: reading(answer.frame),
        notes=_notes(kinds),
        nothing="",
    )


def _panel_of_a_territory(panel: Figure, key: str, kinds: Sequence[str]) -> Figure:
    whole = funding.RATIOS_OF_A_TERRITORY
    return replace(
        whole,
        key=key,
        title=panel.title,
        rows=_of_kinds(whole, kinds),
        receipts_of=whole.key,
        reading=panel.reading,
        notes=lambda answer: [*of_flows(answer.frame, kinds), *whole.notes(answer)],
    )


STOCK, FLOW, AIMED_AT = ("stock",), ("flow",), ("cohort", "target", "realised")
PRESENT = _panel("financement-par-present", "Financement par personne présente", STOCK)
ENTERED = _panel("financement-par-entree", "Financement par personne entrée dans l'année", FLOW)
FOLLOWED = _panel("financement-par-suivi", "Financement par personne visée ou suivie", AIMED_AT)
PRESENT_OF_A_TERRITORY = _panel_of_a_territory(PRESENT, "fiche-par-present", STOCK)
ENTERED_OF_A_TERRITORY = _panel_of_a_territory(ENTERED, "fiche-par-entree", FLOW)
FOLLOWED_OF_A_TERRITORY = _panel_of_a_territory(FOLLOWED, "fiche-par-suivi", AIMED_AT)
