"""The printed figures that answer the filters of a dataset: the first ones, with what each is printed in."""

import polars as pl

from dashboard.choices import filters
from dashboard.choices.fields import Selection
from dashboard.figures import printed_figures, provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row

FIRST_ROWS = 20


def _first(answer: Answer) -> pl.DataFrame:
    return answer.frame.head(FIRST_ROWS)


def _is_whole(answer: Answer) -> bool:
    return answer.frame.height <= FIRST_ROWS


def _reading(answer: Answer) -> str:
    if _is_whole(answer):
        return "Tous les chiffres du jeu, avec le passage où chacun est publié."
    return "Les premiers chiffres du jeu, avec le passage où chacun est publié ; les fichiers les ont tous."


def _sources(answer: Answer) -> list[Source]:
    return provenance.sources(answer.read, _first(answer), *printed_figures.ROW)


FILTERS = [f"{filters.PREFIX}{name}" for name in filters.FILTERS]


def _pins(row: Row) -> dict[str, object]:
    """No filter but those that keep the answer short."""
    nothing = {name: getattr(Selection(), name) for name in FILTERS}
    return nothing | {"jeu_territoire": (row["territory_id"],), "jeu_mesure": (row["measure_id"],)}


DATASET = Figure(
    key="jeu",
    title=lambda answer: "Les chiffres" if _is_whole(answer) else "Premiers chiffres",
    ask=Ask("dataset_figures", FILTERS),
    pins=_pins,
    listed=_first,
    row=printed_figures.ROW,
    cites=printed_figures.ROW,
    says=printed_figures.says,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("counted", "Ce qui est compté", printed_figures.counted),
        printed_figures.FIGURE,
        printed_figures.NATURE,
        printed_figures.PASSAGE,
        Column("document", "Document", provenance.place),
    ),
    reading=_reading,
    sources=_sources,
)
