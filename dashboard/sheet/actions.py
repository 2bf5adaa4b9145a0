"""The sheet's results, promised indicators, and the figures that nothing else shows."""

from collections.abc import Callable

import polars as pl

from dashboard import labels
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table


def results(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    return _figures(
        read("sheet_figures", territory_id=code, is_result=True),
        "fiche-resultats",
        "Résultats imprimés",
        "Ce que les documents disent réalisé : des chiffres de sources et de définitions diverses, qui ne s'ajoutent pas.",
    )


def other_figures(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    return _figures(
        read("sheet_figures", territory_id=code, is_result=False),
        "fiche-autres-chiffres",
        "Les autres chiffres imprimés",
        "Prévisions, capacités, constats et objectifs qu'aucune autre partie de la fiche ne montre.",
    )


def _figures(frame: pl.DataFrame, key: str, title: str, reading: str) -> list[Content]:
    if frame.is_empty():
        return []
    headers = ["Ce qui est compté", "Chiffre", "Action ou thème", "Nature, période", "Passage"]
    table = Table(headers, [_figure(row) for row in frame.iter_rows(named=True)])
    return [Content(key=key, title=title, frame=frame, reading=reading, table=table)]


def _figure(row: dict) -> list[str]:
    share_of = f"base : {row['share_base_label']}" if row["share_base_label"] else None
    counted = [row["measure_label"], row["breakdown_label"], share_of]
    doubtful = ", confiance basse" if row["confidence"] == "L" else ""
    return [
        ", ".join(words for words in counted if words),
        labels.figure_words(row) + doubtful,
        row["action_title"] or row["theme_label"] or row["territory_name"],
        f"{labels.nature(row)}, {labels.figure_period(row)}",
        f"{provenance.passage(row)} ({row['document_title']}, {row['publisher']})",
    ]


def indicators(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    frame = read("sheet_indicators", territory_id=code)
    if frame.is_empty():
        return []
    reported = frame["reported_observation_ids"].is_not_null().sum()
    return [
        Content(
            key="fiche-indicateurs",
            title="Indicateurs promis, et ceux dont un chiffre est imprimé",
            frame=frame,
            reading=(
                f"{frame.height} indicateur{'s' if frame.height > 1 else ''} annoncé{'s' if frame.height > 1 else ''} par les "
                f"actions ; un chiffre réalisé est imprimé pour {reported or 'aucun'}."
            ),
            table=Table(
                ["Action", "Indicateur", "Mesure de l'Atlas", "Chiffre imprimé", "Endroit"],
                [_indicator(row) for row in frame.iter_rows(named=True)],
            ),
            sources=provenance.sources(read, frame, "reported_observation_ids"),
        )
    ]


def _indicator(row: dict) -> list[str]:
    return [
        row["action_title"],
        row["label"],
        row["measure_label"] or labels.ABSENT,
        "oui" if row["reported_observation_ids"] else "aucun",
        row["locator"],
    ]
