"""Territoires, the register: every contract that is known, between whom, since when, and what is unknown of it."""

from dashboard import cached, labels, receipts
from dashboard.figure import Figure, Table
from dashboard.figure import show as show_figure
from dashboard.selection import Selection
from queries.warehouse import Warehouse

UNKNOWN = "inconnu"


def show(warehouse: Warehouse, chosen: Selection) -> None:
    contracts = cached.ask(warehouse, "registre", chosen)
    show_figure(
        Figure(
            key="registre",
            title="Le registre des contrats",
            frame=contracts,
            receipts=receipts.addresses(chosen, "registre", contracts),
            reading=(
                "Tous les contrats qu'un document lu établit. « Inconnu » veut dire qu'aucun document lu ne le dit. L'argent "
                "est la contribution de l'État ; ses natures (plafond, engagé, prévu, versé) ne s'ajoutent pas."
            ),
            sources=cached.sources(warehouse, contracts, "observation_ids", "set_aside_ids"),
            table=Table(
                ["Contrat", "Où", "Statut", "Dates", "Signataires", "Argent de l'État", "Établi par"],
                [_cells(row) for row in contracts.iter_rows(named=True)],
            ),
        )
    )


def _cells(row: dict) -> list[str]:
    where = [row["departement_name"], row["region_name"]]
    return [
        f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]} [{row['contract_id']}]",
        ", ".join(name for name in where if name) or labels.ABSENT,
        labels.CONTRACT_FACTS[row["status"]],
        _dates(row),
        row["signatories"] or UNKNOWN,
        _money(row["amounts"]),
        f"{row['document_title']} ({row['publisher']}), {row['locator']}",
    ]


def _dates(row: dict) -> str:
    """Start, end, duration and events, at the precision printed."""
    known = [f"{words} : {labels.partial_date(row[name])}" for name, words in TERMS.items() if row[name]]
    known += [f"durée {row['duration_months']}{labels.NBSP}mois"] if row["duration_months"] else []
    for event in (row["events"] or "").split(" ; "):
        when, _, what = event.partition(":")
        kind, _, basis = what.partition(":")
        if when:
            inferred = " (date déduite)" if basis == "inferred" else ""
            known.append(f"{labels.CONTRACT_FACTS[kind]} {labels.partial_date(when)}{inferred}")
    return " ; ".join(dict.fromkeys(known)) or UNKNOWN


TERMS = {"starts_on": "début", "ends_on": "fin"}


def _money(amounts: str | None) -> str:
    if not amounts:
        return UNKNOWN
    words = []
    for amount in amounts.split(" ; "):
        nature, is_conditional, when, *bounds, qualifier = amount.split(":")
        period = f"sur {labels.span(when)}" if when.startswith("P") else when or "sans année"
        condition = " sous condition" if is_conditional == "true" else ""
        value, low, high = (float(bound) if bound else None for bound in bounds)
        figure = labels.printed_figure(value, low, high, "eur", qualifier)
        words.append(f"{labels.NATURES[nature]}{condition} {period} : {figure}")
    return " ; ".join(words)
