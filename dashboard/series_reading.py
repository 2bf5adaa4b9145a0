"""What the chart of a series says, in a sentence made from the very frame it draws."""

import polars as pl

from dashboard import labels
from dashboard.series_chart import SERIES_LINE
from dashboard.words import grammar

MANY_CHANGES = 4


def series(frame: pl.DataFrame) -> str:
    """What each line says from year to year, or, where it changes often, its ends and extremes; years without a figure."""
    clauses = []
    for line in frame.partition_by(*SERIES_LINE, maintain_order=True):
        rows = line.rows(named=True)
        who = f"{rows[0]['territory_name']} ({labels.NATURES[rows[0]['nature']]}{labels.counting(rows[0])})"
        gaps = sorted({*range(rows[0]["year"], rows[-1]["year"])} - {*line["year"]})
        told = f"{who} : {', puis '.join(_runs(rows))}"
        told += f", sans chiffre pour {grammar.listed([str(year) for year in gaps])}" if gaps else ""
        clauses.append(told)
    return " ; ".join(clauses) + "."


def _runs(rows: list[dict]) -> list[str]:
    """« 300 000 € de 2019 à 2021 »: years in a row that say the same are told once."""
    runs: list[list[dict]] = []
    for row in rows:
        goes_on = runs and row["year"] == runs[-1][-1]["year"] + 1 and _figure(row) == _figure(runs[-1][-1])
        runs[-1].append(row) if goes_on else runs.append([row])
    if len(runs) > MANY_CHANGES:
        known = [run for run in runs if run[0]["value"] is not None] or runs
        extremes = [min(known, key=_value), max(known, key=_value)]
        runs = [run for run in runs if run in (runs[0], *extremes, runs[-1])]
    return [f"{_figure(run[0])} {_years(run)}" for run in runs]


def _value(run: list[dict]) -> float:
    return run[0]["value"] or 0


def _years(run: list[dict]) -> str:
    first, last = run[0]["year"], run[-1]["year"]
    return (
        f"en {first}"
        if first == last
        else f"{'en' if last == first + 1 else 'de'} {first} {'et' if last == first + 1 else 'à'} {last}"
    )


def _figure(row: dict) -> str:
    words = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    doubt = f" ({labels.HELD})" if row["is_held"] else ""
    return f"{words} (sources contradictoires)" if row["is_contradictory"] else words + doubt
