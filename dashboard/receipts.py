"""What each figure of the app asks, so that any of its rows can be followed to what is printed behind it.

A receipt's address holds the whole selection, the figure and the row's key: it can be shared and opened again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from dashboard import labels
from dashboard.exit_charts import exit_words
from dashboard.provenance import cited_ids
from dashboard.selection import Selection

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


def _money(chosen: Selection) -> Parameters:
    return {"territory_ids": chosen.territoires, "measure_id": chosen.argent, "nature": chosen.nature}


def _ratio(chosen: Selection) -> Parameters:
    return {"base_id": chosen.base, **_money(chosen)}


def _horizon(chosen: Selection) -> Parameters:
    origin, _, months = chosen.horizon.partition("-")
    return {"horizon_from": origin, "horizon_months": int(months)}


def _document(chosen: Selection) -> Parameters:
    return {"document_id": chosen.document}


def _says_territory(row: dict) -> str:
    if not row["has_amount"]:
        return f"{row['name']} : montant annuel engagé par l'État inconnu"
    amount = labels.euros(row["latest_committed_eur"])
    return f"{row['name']}, {row['latest_committed_year']} : {amount} engagés par l'État"


def _says_contract(row: dict) -> str:
    return f"{row['title']} ({labels.PROGRAMMES[row['programme']]}, {row['territory_name']})"


def _says_set_figure(row: dict) -> str:
    return f"{row['set_name']}, dont {row['member_name']} : {labels.figure_words(row)}"


def _says_ratio(row: dict) -> str:
    ratio = labels.ratio(row["ratio_eur"], row["ratio_low_eur"], row["ratio_high_eur"], row["base_qualifier"])
    return f"{row['territory_name']}, {row['year']} : {ratio} {row['per_label']}, degré {row['grade']}"


def _says_amount(row: dict) -> str:
    when = labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])
    figure = (row["amount_eur"], row["amount_low_eur"], row["amount_high_eur"], "eur", row["qualifier"])
    return f"{row['territory_name']}, {when} : {labels.printed_figure(*figure)} ({labels.NATURES[row['nature']]})"


def _says_amount_per_inhabitants(row: dict) -> str:
    amount = labels.euros(row["amount_per_1000_inhabitants_eur"])
    return f"{_says_amount(row)}, soit {amount} pour mille habitants ({labels.number(row['population'])} habitants)"


def _says_year(row: dict) -> str:
    figure = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    return (
        f"{row['territory_name']}, {row['year']}, {row['measure_label']} : {figure} ({labels.NATURES[row['nature']]})"
    )


def _says_coverage(row: dict) -> str:
    count = row["actions_count"]
    actions = f"{count} action{'s' if count > 1 else ''}" if count else "aucune action trouvée"
    return f"{row['territory_name']}, {row['theme_label']} : {actions}"


def _says_share(row: dict) -> str:
    return f"{row['territory_name']}, {row['theme_label']} : {labels.rate(row['actions_share_pct'])} des actions"


def _says_counts(row: dict) -> str:
    exits = labels.number(row["exit_count"]) if row["exit_count"] is not None else "un nombre inconnu de"
    return f"{row['territory_name']} : {labels.number(row['positive_count'])} sorties positives sur {exits} sorties"


def _says_figure(row: dict) -> str:
    about = [
        row["measure_label"],
        row["breakdown_label"],
        row["action_title"] or row["theme_label"],
        row["territory_name"],
    ]
    return f"{', '.join(words for words in about if words)} : {labels.figure_words(row)}"


def _says_reconciliation(row: dict) -> str:
    return f"{row['territory_name']} : {row['what']}"


MONEY_ROW = ("territory_id", "contract_id", "nature", "year", "observation_ids")
TERRITORY = Asked("territories_known", _none, ("territory_id",), ("latest_committed_observation_ids",), _says_territory)
AMOUNTS = Asked(
    "funding_amounts", _money, MONEY_ROW, ("observation_ids",), _says_amount, ("set_aside_ids",), {"montant": "rule"}
)
FIGURES = {
    "territoires-sous-contrat": TERRITORY,
    "territoires": TERRITORY,
    "registre": Asked(
        "contracts_registered", _none, ("contract_id",), ("observation_ids",), _says_contract, ("set_aside_ids",)
    ),
    "chiffres-communs": Asked(
        "set_figures",
        lambda chosen: {"territory_ids": chosen.territoires},
        ("member_id", "observation_id"),
        ("observation_id",),
        _says_set_figure,
    ),
    "financement-par-personne": Asked(
        "funding_ratios",
        _ratio,
        ("territory_id", "base_id", "nature"),
        ("observation_ids", "base_observation_ids"),
        _says_ratio,
        ("set_aside_ids", "base_set_aside_ids"),
        {"montant": "rule", "base": "base_rule"},
    ),
    "montants": AMOUNTS,
    "montants-par-habitant": replace(AMOUNTS, says=_says_amount_per_inhabitants),
    "couverture": Asked(
        "theme_coverage",
        lambda chosen: {"territory_ids": chosen.territoires, "stage": chosen.stade},
        ("territory_id", "theme_id"),
        ("planned_cost_observation_ids",),
        _says_coverage,
    ),
    "profil": Asked(
        "coverage_profile",
        lambda chosen: {"territory_ids": chosen.territoires, "stage": chosen.stade},
        ("territory_id", "theme_id"),
        ("observation_ids",),
        _says_share,
    ),
    "evolution": Asked(
        "series",
        lambda chosen: {"series_id": chosen.serie, "territory_ids": chosen.territoires},
        ("territory_id", "contract_id", "nature", "year"),
        ("observation_ids",),
        _says_year,
        ("set_aside_ids",),
        {"chiffre": "rule"},
    ),
    "sorties": Asked(
        "exit_rates", lambda chosen: {"measure_id": chosen.mesure}, ("observation_id",), ("observation_id",), exit_words
    ),
    "sorties-comptees": Asked(
        "exit_counts_compared",
        _horizon,
        ("territory_id", "contract_id", "action_id", "period_start", "period_end"),
        ("observation_ids",),
        _says_counts,
    ),
    "document-chiffres": Asked("document_figures", _document, ("observation_id",), ("observation_id",), _says_figure),
    "divergences": Asked(
        "reconciliations_found",
        lambda chosen: {"document_id": chosen.document, "has_gap": True},
        ("reconciliation_id",),
        ("left_ids", "right_ids"),
        _says_reconciliation,
    ),
    "concordances": Asked(
        "reconciliations_found",
        lambda chosen: {"document_id": chosen.document, "has_gap": False},
        ("reconciliation_id",),
        ("left_ids", "right_ids"),
        _says_reconciliation,
    ),
}


def keys(asked: Asked, frame: pl.DataFrame) -> list[str]:
    """The key of each row: its codes, « - » where there is none."""
    columns = [pl.col(name).cast(pl.String).fill_null("-") for name in asked.row]
    return frame.select(pl.concat_str(columns, separator="|"))[asked.row[0]].to_list() if frame.height else []


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
