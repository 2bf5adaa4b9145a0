"""The sheet's contracts: those of the territory and those that it signed for another, their story, axes and clauses."""

from collections.abc import Callable

import polars as pl

from dashboard import cells, contract_words, labels
from dashboard.figures import provenance
from dashboard.figures.content import Cell, Content, Link, Source, Table


def signed(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    """The contracts of another territory that this one is a party to: a commune in its intercommunalité's."""
    frame = read("sheet_signed_contracts", territory_id=code)
    if frame.is_empty():
        return []
    told = list(dict.fromkeys(contract_words.signed(row) for row in frame.iter_rows(named=True)))
    return [
        Content(
            key="fiche-signataire",
            title="Les contrats d'un autre territoire auxquels il est partie",
            frame=frame,
            reading=f"{' ; '.join(told)}. L'argent, les actions et les chiffres de ces contrats sont sur leur fiche.",
            table=Table(
                ["Contrat", "Partie", "Rôle", "Statut", "Passage"],
                [_signed(row) for row in frame.iter_rows(named=True)],
            ),
            sources=_documents(frame, "contract_id"),
        )
    ]


def _signed(row: dict) -> list[Cell]:
    return [
        Link(contract_words.signed(row), f"/territoires/{row['contract_territory_id']}"),
        row["party"],
        contract_words.roles(row),
        labels.CONTRACT_FACTS[row["status"]],
        provenance.passage(row),
    ]


def register(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_contracts", territory_id=code)
    if frame.is_empty():
        return []
    programmes = ", ".join(frame["programme"].unique(maintain_order=True).replace_strict(labels.PROGRAMMES))
    count = f"{frame.height} contrat{'s' if frame.height > 1 else ''} établi{'s' if frame.height > 1 else ''}"
    return [
        Content(
            key="fiche-contrats",
            title="Les contrats",
            frame=frame,
            reading=f"{count} par un document lu ({programmes}). « Inconnu » veut dire qu'aucun document lu ne le dit.",
            table=Table(cells.CONTRACT_HEADERS, [cells.contract(row) for row in frame.iter_rows(named=True)]),
            sources=[
                *_documents(frame, "contract_id"),
                *provenance.sources(read, frame, "observation_ids", "set_aside_ids"),
            ],
        )
    ]


def events(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_events", territory_id=code)
    if frame.is_empty():
        return []
    years = sorted({day[:4] for day in frame["event_on"]})
    span = f"de {years[0]} à {years[-1]}" if len(years) > 1 else f"en {years[0]}"
    return [
        Content(
            key="fiche-evenements",
            title="Leur histoire",
            frame=frame,
            reading=f"Événements datés, {span}, à la précision imprimée.",
            table=Table(
                ["Date", "Événement", "Contrat", "Passage", "Document"],
                [_event(row) for row in frame.iter_rows(named=True)],
            ),
            sources=_documents(frame, "event_id"),
        )
    ]


def axes(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("axes_announced", territory_ids=[code])
    if frame.is_empty():
        return []
    counts = [
        f"{name} : {contract_words.how_many(rows)}"
        for (name, _contract), rows in frame.group_by(["territory_name", "contract_id"], maintain_order=True)
    ]
    return [
        Content(
            key="fiche-axes",
            title="Les axes que les sources nomment",
            frame=frame,
            reading=f"{' ; '.join(counts)}. Un axe dit de quoi le contrat traite ; il n'est pas une action.",
            table=Table(
                ["Contrat", "Axe", "Thèmes communs", "Passage", "Endroit", "Remarque"],
                [_axis(row) for row in frame.iter_rows(named=True)],
            ),
            sources=provenance.axis_lines(frame),
        )
    ]


def _axis(row: dict) -> list[str]:
    number = f"{row['printed_number']}. " if row["printed_number"] is not None else ""
    return [
        _name(row),
        f"{number}{row['label']}",
        row["theme_labels"] or "aucun",
        provenance.passage(row),
        row["locator"],
        row["note"] or labels.ABSENT,
    ]


def conditions(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_conditions", territory_id=code)
    if frame.is_empty():
        return []
    return [
        Content(
            key="fiche-clauses",
            title="Les clauses : versement, conditions, report, évaluation",
            frame=frame,
            reading=(
                f"{frame.height} clause{'s' if frame.height > 1 else ''} relevée{'s' if frame.height > 1 else ''}, chacune en "
                "peu de mots à côté du passage qui l'imprime."
            ),
            table=Table(
                ["Contrat", "Genre", "Clause", "Passage", "Endroit"],
                [_condition(row) for row in frame.iter_rows(named=True)],
            ),
            sources=_documents(frame.unique("document_id", maintain_order=True), "document_id"),
        )
    ]


def _condition(row: dict) -> list[str]:
    return [
        _name(row),
        contract_words.CLAUSES[row["kind"]],
        row["label"],
        provenance.passage(row),
        row["locator"],
    ]


def _name(row: dict) -> str:
    return f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]} [{row['contract_id']}]"


def _documents(frame: pl.DataFrame, key: str) -> list[Source]:
    """What establishes each contract, or prints each event."""
    return [
        Source(
            f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])})",
            " : ".join(words for words in (row["locator"], provenance.passage(row)) if words),
            provenance.address(row["url"]),
            row[key],
        )
        for row in frame.iter_rows(named=True)
    ]


def _event(row: dict) -> list[str]:
    inferred = " (date déduite)" if row["basis"] == "inferred" else ""
    return [
        labels.partial_date(row["event_on"]) + inferred,
        labels.CONTRACT_FACTS[row["kind"]],
        f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]}",
        provenance.passage(row),
        f"{row['document_title']} ({row['publisher']}), {row['locator']}",
    ]
