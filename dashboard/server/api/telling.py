"""What the interface for programs says in the place of rows: what there is, what a figure is, what stands behind a row."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import RECEIPT
from dashboard.datasets.locations import VERSIONS
from dashboard.figures import files, registry, rows
from dashboard.figures.behind import Behind
from dashboard.figures.spec import Answer, Figure, words
from dashboard.server.api.answers import rows_of
from dashboard.server.api.resources import ASKABLE, COLLECTIONS, OBSERVATIONS, filters_of, title_of
from dashboard.showing import finder
from dashboard.words.typography import typeset
from queries import comparability
from queries.warehouse import Warehouse

Told = dict[str, Any]


def index(root: str) -> Told:
    """Where everything is."""
    names = [OBSERVATIONS, *COLLECTIONS, "figures", "provenances", "recherche"]
    links: Mapping[str, str] = {name: f"{root}/{name}" for name in names}
    about = {
        "openapi": f"{root}/openapi.json",
        "documentation": f"{root}/documentation",
        "versions": f"{VERSIONS}versions.json",
    }
    return {"title": "Atlas CTAI", "licence": "Licence Ouverte 2.0", "links": {**links, **about}}


def figures(root: str) -> list[Told]:
    """Every figure that can be asked for: what it is of, its choices, its columns."""
    return [
        {
            "figure": key,
            "title": typeset(title_of(figure)),
            "address": f"{root}/figures/{key}",
            "filters": filters_of(figure),
            "columns": [{"id": column.column_id, "title": typeset(column.header)} for column in figure.columns],
            "has_sources": bool(figure.row),
        }
        for key, figure in ASKABLE.items()
    ]


def of_figure(figure: Figure, answer: Answer) -> Told:
    """What a figure is of, and where its files are."""
    if answer.frame.is_empty():
        return {"figure": figure.key}
    title, reading = (typeset(words(told, answer)) for told in (figure.title, figure.reading))
    return {
        "figure": figure.key,
        "title": title,
        "reading": reading,
        "csv": files.addresses(figure, answer.chosen)["csv"],
    }


def behind(figure: Figure, chosen: Selection, found: Behind) -> Told:
    """Where a row of a figure comes from, as its receipt tells it."""
    row = found.row.row(0, named=True)
    assert figure.ask is not None
    by_rules = {what: row[column] for what, column in figure.rules.items()}
    return {
        "figure": figure.key,
        "says": typeset(figure.says(row)),
        "calculation": typeset(figure.calculation(row)) or None,
        "rules": {what: typeset(comparability.RULES[rule]) for what, rule in by_rules.items() if rule},
        "command": rows.command(figure.ask, chosen),
        "page": address(RECEIPT, chosen, registry.asked_by(figure.key), ligne=chosen.ligne, figure=figure.key),
        "row": rows_of(found.row)[0],
        "figures": _cited(found.used),
        "dates": rows_of(found.dates),
        "set_aside": _cited(found.set_aside),
        "actions": rows_of(found.actions),
    }


def found(warehouse: Warehouse, text: str) -> Told:
    """What answers words: pages, under what they are about."""
    answers = finder.answers(warehouse, text)
    links = [
        {"about": typeset(about), "label": typeset(link.words), "address": link.address}
        for about, group in answers.groups
        for link in group
    ]
    return {"words": text, "rows": links, "said": typeset(answers.said) or None}


def _cited(frame: pl.DataFrame) -> Any:
    if "observation_id" not in frame.columns:
        return []
    return rows_of(frame.with_columns(source=pl.format(SITE + "/chiffres/{}", "observation_id")))
