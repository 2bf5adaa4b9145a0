"""What each figure of the app asks, so that any of its rows can be followed to what is printed behind it.

A receipt's address holds the whole selection, the figure and the row's key: it can be shared and opened again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from dashboard import action_words, relief_words, row_words
from dashboard.choices.fields import Selection
from dashboard.exports import choices
from dashboard.figures import registry
from dashboard.figures.provenance import cited_ids
from queries import search
from queries.flat import flat

Parameters = dict[str, object]


@dataclass(frozen=True)
class Asked:
    """The read behind a figure: `row` names the columns of a row's key, `cites` and `sets_aside` those of its figures.

    `says` puts a row into words; `rules` are the columns that say by which rule each figure was chosen among several
    of the same fact, by what they are the rule of.
    """

    question: str
    parameters: Callable[[Selection], Parameters]
    row: Sequence[str]
    cites: Sequence[str]
    says: Callable[[dict], str]
    sets_aside: Sequence[str] = ()
    rules: Mapping[str, str] = field(default_factory=dict)


def _none(_chosen: Selection) -> Parameters:
    return {}


def _document(chosen: Selection) -> Parameters:
    return {"document_id": chosen.document}


def _catalogue(chosen: Selection) -> Parameters:
    filters = {parameter: getattr(chosen, name) for name, (_, parameter) in search.FILTERS.items()}
    return {**search.parameters(chosen.recherche), **filters}


def _action(chosen: Selection) -> Parameters:
    return {"action_id": chosen.action}


def one_nature(chosen: Selection) -> str:
    """The nature of the amounts in relief: columns are of one, for natures are never set side by side as one thing."""
    return chosen.nature if chosen.nature != "toutes" else "committed"


def _relief(chosen: Selection) -> Parameters:
    return {"nature": one_nature(chosen), "year": chosen.annee}


def _sheet(**more: object) -> Callable[[Selection], Parameters]:
    return lambda chosen: {"territory_id": chosen.fiche, **more}


def _printed(question: str, parameters: Callable[[Selection], Parameters]) -> Asked:
    """A figure whose rows are printed figures, one each."""
    return Asked(question, parameters, ("observation_id",), ("observation_id",), row_words.figure)


TERRITORY = Asked(
    "territories_known", _none, ("territory_id",), ("latest_committed_observation_ids",), row_words.territory
)
FIGURES = {
    "territoires-sous-contrat": TERRITORY,
    "territoires": TERRITORY,
    "registre": Asked(
        "contracts_registered", _none, ("contract_id",), ("observation_ids",), row_words.contract, ("set_aside_ids",)
    ),
    "carte": Asked(
        "map_values",
        lambda chosen: {"level": chosen.niveau, "subject_id": chosen.sujet, "year": chosen.millesime},
        ("territory_id", "year", "observation_ids"),
        ("observation_ids",),
        row_words.mapped,
        ("set_aside_ids",),
        {"chiffre": "rule"},
    ),
    "relief": Asked(
        "relief_amounts",
        _relief,
        ("territory_id", "contract_id", "year", "observation_ids"),
        ("observation_ids",),
        relief_words.says,
        ("set_aside_ids",),
        {"montant": "rule"},
    ),
    "document-chiffres": _printed("document_figures", _document),
    "actions": Asked("actions_found", _catalogue, ("action_id",), ("observation_ids",), action_words.says),
    "action-chiffres": _printed("action_figures", _action),
    "action-couts": Asked(
        "action_costs",
        _action,
        ("action_id", "measure_id", "nature"),
        ("observation_ids", "persons_observation_id"),
        action_words.says_cost,
    ),
    "action-indicateurs": Asked(
        "action_promises",
        _action,
        ("action_id", "position"),
        ("reported_ids", "announced_ids"),
        action_words.says_promise,
    ),
    "subventions": Asked(
        "subventions_amounts", _none, ("observation_ids", "year"), ("observation_ids",), row_words.contribution
    ),
    "divergences": Asked(
        "reconciliations_found",
        lambda chosen: {"document_id": chosen.document, "has_gap": True},
        ("reconciliation_id",),
        ("left_ids", "right_ids"),
        row_words.reconciliation,
    ),
    "concordances": Asked(
        "reconciliations_found",
        lambda chosen: {"document_id": chosen.document, "has_gap": False},
        ("reconciliation_id",),
        ("left_ids", "right_ids"),
        row_words.reconciliation,
    ),
}

FIGURES |= {
    "jeu": _printed("dataset_figures", lambda chosen: choices.of_address(chosen.parameters()).parameters()),
    "fiche-contrats": replace(FIGURES["registre"], question="sheet_contracts", parameters=_sheet()),
    "fiche-evenements": Asked("sheet_events", _sheet(), ("event_id",), ("event_id",), row_words.event),
    "fiche-resultats": _printed("sheet_figures", _sheet(is_result=True)),
    "fiche-autres-chiffres": _printed("sheet_figures", _sheet(is_result=False)),
    "fiche-indicateurs": Asked(
        "sheet_indicators", _sheet(), ("action_id", "position"), ("reported_observation_ids",), row_words.indicator
    ),
    "fiche-divergences": replace(FIGURES["divergences"], question="sheet_discrepancies", parameters=_sheet()),
}


FIGURES |= {
    figure.key: Asked(
        figure.ask.question, figure.ask.parameters, figure.row, figure.cites, figure.says, figure.sets_aside, figure.rules
    )
    for figure in registry.FIGURES.values()
    if figure.row
}  # fmt: skip


def keys(asked: Asked, frame: pl.DataFrame) -> list[str]:
    """The key of each row: its codes, « - » where there is none."""
    columns = [pl.col(name).cast(pl.String).fill_null("-") for name in asked.row]
    if frame.is_empty():
        return []
    return flat(frame.select(asked.row)).select(pl.concat_str(columns, separator="|"))[asked.row[0]].to_list()


def addresses(chosen: Selection, figure: str, frame: pl.DataFrame) -> list[str]:
    """The address of the receipt of each row of a figure."""
    return [f"/recu?{replace(chosen, figure=figure, ligne=key).query()}" for key in keys(FIGURES[figure], frame)]


def row_of(asked: Asked, frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The row with this key: one row, or none when the data no longer hold it."""
    found = keys(asked, frame)
    return frame[found.index(key)] if key in found else frame.clear()


def cited(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Ids of figures that these columns of a row cite, events left out."""
    return tuple(
        identifier for identifier in cited_ids(*(frame[name] for name in columns)) if not _is_event(identifier)
    )


def cited_events(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Ids of dated events of contracts that these columns of a row cite."""
    return tuple(identifier for identifier in cited_ids(*(frame[name] for name in columns)) if _is_event(identifier))


def _is_event(identifier: str) -> bool:
    return identifier.rpartition(".")[2].startswith("e")


def command(asked: Asked, chosen: Selection) -> str:
    """The command that runs the read with its parameters."""
    words = [f"ctai read {asked.question}"]
    for name, value in asked.parameters(chosen).items():
        text = ",".join(value) if isinstance(value, tuple) else str(value).lower() if value in (True, False) else value
        words.append(f"{name}={text}")
    return " ".join(words)
