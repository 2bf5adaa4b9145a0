"""The actions of a territory as its contracts set them out: axis by axis, in the order of the fiches, with their money."""

from collections.abc import Callable

import polars as pl

from dashboard.figures import action, pages, provenance
from dashboard.figures.spec import Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import code_words, contract_words, labels

# What an amount is when its cell does not say otherwise.
PLANNED, REQUESTED = "planned", "requested"


def _title(row: Row) -> str:
    """« 1.1.1. Poste de coordinateur »; of a part, what it is a part of stands above it."""
    number = f"{row['fiche_number']}. " if row["fiche_number"] else ""
    return f"{'dont : ' if row['parent_title'] else ''}{number}{row['title']}"


def _public(row: Row) -> str:
    return row["public_label"] or code_words.AUDIENCES[row["audience"]] or labels.ABSENT


def _calendar(row: Row) -> str:
    """As printed, or the dates."""
    return row["calendar_label"] or action.calendar(row)


def _money(row: Row, which: str, unsaid: str) -> str:
    """« 25 000 € », « 25 000 € (réalisé) », « illisible », or a dash where no amount is printed: never a zero for it."""
    nature = row[f"{which}_nature"]
    if nature is None:
        return labels.ABSENT
    told = [] if nature == unsaid else [labels.NATURES[nature]]
    told += ["sous condition"] if row[f"{which}_is_conditional"] else []
    return _amount(row, which) + (f" ({', '.join(told)})" if told else "")


def _amount(row: Row, which: str) -> str:
    if row[f"{which}_is_contradictory"]:
        return "sources contradictoires"
    if row[f"{which}_eur"] is None:
        return "illisible"
    return labels.printed_figure(row[f"{which}_eur"], None, None, "eur", row[f"{which}_qualifier"])


def _several(name: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.frame[name].n_unique() > 1


def _any(name: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.frame[name].is_not_null().any()


def _reading(answer: Answer) -> str:
    """How many, how many of them are parts, and what the amounts are, or that none is printed."""
    frame = answer.frame
    parts = frame.filter(pl.col("parent_title").is_not_null()).height
    told = [f"{labels.counted(frame.height - parts, 'action')}, dans l'ordre des documents"]
    told[0] += f", et {labels.counted(parts, 'partie')} d'une autre (« dont »)" if parts else ""
    costs, grants = _any("cost_nature")(answer), _any("grant_nature")(answer)
    if costs:
        told.append("Le coût est prévu, sauf mention")
    if grants:
        told.append("La subvention du programme 104 est demandée, sauf mention")
    if not costs and not grants:
        told.append("Aucun coût par action n'est publié")
    return f"{'. '.join(told)}."


BY_AXIS = Figure(
    key="fiche-actions",
    title="Les actions, axe par axe",
    ask=Ask("sheet_actions", ("fiche",)),
    row=("action_id",),
    cites=("cost_observation_ids", "grant_observation_ids"),
    says=lambda row: f"{row['title']} ({row['territory_name']})",
    columns=(
        Column("action", "Action", _title, address=lambda row, chosen: pages.action(chosen, row["action_id"])),
        Column("contract", "Contrat", contract_words.called, is_shown=_several("contract_id")),
        Column("stage", "Étape", lambda row: labels.STAGES[row["stage"]], is_shown=_several("stage")),
        Column("axis", "Axe", lambda row: row["axis_label"] or "Sans axe nommé", is_shown=_any("axis_label")),
        Column("operator", "Organisme", lambda row: row["operator"] or labels.ABSENT),
        Column("public", "Public", _public),
        Column("calendar", "Calendrier", _calendar),
        Column("cost", "Coût", lambda row: _money(row, "cost", PLANNED), is_shown=_any("cost_nature")),
        Column("grant", "Programme 104", lambda row: _money(row, "grant", REQUESTED), is_shown=_any("grant_nature")),
    ),
    reading=_reading,
    sources=lambda answer: [
        *provenance.action_lines(answer.frame),
        *provenance.sources(answer.read, answer.frame, "cost_observation_ids", "grant_observation_ids"),
    ],
    printed=Printed(
        ("action", "operator", "public", "calendar", "cost", "grant"),
        rows=90,
        grouped_by=("contract", "stage", "axis"),
    ),
)
