"""The sheet's contracts and their story."""

from collections.abc import Callable

import polars as pl

from dashboard import cells, labels, provenance
from dashboard.content import Figure, Source, Table


def register(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_contracts", territory_id=code)
    if frame.is_empty():
        return []
    programmes = ", ".join(frame["programme"].unique(maintain_order=True).replace_strict(labels.PROGRAMMES))
    count = f"{frame.height} contrat{'s' if frame.height > 1 else ''} établi{'s' if frame.height > 1 else ''}"
    return [
        Figure(
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


def events(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_events", territory_id=code)
    if frame.is_empty():
        return []
    years = sorted({day[:4] for day in frame["event_on"]})
    span = f"de {years[0]} à {years[-1]}" if len(years) > 1 else f"en {years[0]}"
    return [
        Figure(
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
