"""Which part of those who enter integration do so where a contract is known: by région, and as contracts were signed."""

from collections.abc import Callable
from functools import partial

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.charts import bars
from dashboard.figures import need, provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row, count
from dashboard.words import grammar, labels


def _share(row: Row) -> str:
    if row["under_contract_pct"] is None:
        return "sans objet" if row["bpi_signatories"] == 0 else labels.ABSENT
    return labels.quantity(round(row["under_contract_pct"]), "pct")


def _says_share(row: Row) -> str:
    return f"{_share(row)} des BPI signataires du CIR en {row['year']} ont signé dans un département où un contrat est connu"


def _share_then(row: Row) -> str:
    """The same of the contracts of that year or before."""
    return _share(row | {"under_contract_pct": row["under_contract_then_pct"]})


def _region_title(answer: Answer) -> str:
    year = answer.frame["year"][0]
    return f"Quelle part des BPI signataires du CIR en {year} a signé dans un département où un contrat est connu ?"


def _persons(name: str, row: Row) -> str:
    return labels.ABSENT if row[name] is None else labels.number(row[name])


def _left_out(answer: Answer) -> list[str]:
    """The départements whose figure is in no sum, and why."""
    whole = answer.read("need_by_departement").filter(pl.col("bpi_signatories").is_null())
    names = [f"{row['territory_name']} ({need.count_words(row)})" for row in whole.iter_rows(named=True)]
    told = [f"Hors des sommes, faute de valeur : {grammar.listed(names)}."] if names else []
    return [
        *told,
        "Les sommes sont celles des départements : une collectivité d'outre-mer qui n'en est pas un n'y est pas.",
    ]


def _undated(answer: Answer) -> list[str]:
    """The départements whose only contract is of no known year: they are in the share of France, in none of the years."""
    whole = answer.read("need_by_departement").filter(
        (pl.col("contracts_count") > 0) & pl.col("first_contract_year").is_null()
    )
    names = whole["territory_name"].to_list()
    return (
        [f"Dans aucune de ces lignes, leur contrat étant sans année connue : {grammar.listed(names)}."] if names else []
    )


def _region_reading(answer: Answer) -> str:
    rows = {row["territory_id"]: row for row in answer.frame.iter_rows(named=True)}
    france = rows.pop("fra")
    told = [row for row in rows.values() if row["under_contract_pct"]]
    highest, lowest = told[0], told[-1]
    return (
        f"{_share(france)} des BPI qui ont signé un CIR en {france['year']} l'ont fait dans un département où un contrat est "
        f"connu aujourd'hui, {_share_then(france)} dans ceux dont un contrat est de {france['year']} ou d'avant. Un département "
        f"compte en entier dès qu'une de ses communes est sous contrat. Aujourd'hui, de {_share(lowest)} "
        f"({lowest['territory_name']}) à {_share(highest)} ({highest['territory_name']}) dans les régions qui en ont un. "
        f"{need.announced(answer.frame)}"
    )


def _document(answer: Answer) -> list[Source]:
    """The document alone: a line for each of a hundred départements says nothing more."""
    first = answer.frame.tail(1).select(pl.col("observation_ids").list.head(1))
    return provenance.sources(answer.read, first, "observation_ids")


def _share_chart(answer: Answer, line: Callable[[Row], str]) -> Chart:
    frame = answer.frame.with_columns(pl.col("under_contract_pct").round(0))
    title = "Part des BPI signataires du CIR, en pour cent"
    return bars(frame, "under_contract_pct", title, line, lambda value: labels.quantity(value, "pct"))


THEN = (
    "L'année d'un contrat est celle de sa signature, sinon de son début, sinon celle que dit son titre ; un contrat sans année "
    "connue n'est compté qu'aujourd'hui."
)
BY_REGION = Figure(
    key="besoin-par-region",
    title=_region_title,
    ask=Ask("need_under_contract_by_region"),
    row=("territory_id",),
    cites=("observation_ids",),
    says=lambda row: f"{row['territory_name']} : {_says_share(row)}",
    columns=(
        Column("territory", "Région", lambda row: row["territory_name"]),
        Column("share", "Part dans un département où un contrat est connu", _share, value="under_contract_pct"),
        Column(
            "under_contract",
            "BPI signataires de ces départements",
            partial(_persons, "under_contract"),
            value="under_contract",
        ),
        Column("need", "BPI signataires", partial(_persons, "bpi_signatories"), value="bpi_signatories"),
        Column("then", "Part, contrats de l'année ou d'avant seuls", _share_then, value="under_contract_then_pct"),
        Column(
            "departements",
            "Départements avec un contrat connu",
            lambda row: f"{row['departements_under_contract_count']} sur {row['departements_count']}",
            value="departements_under_contract_count",
        ),
        count("left_out", "Départements sans valeur", "departements_left_out_count"),
    ),
    chart=lambda answer: _share_chart(answer, lambda row: row["territory_name"]),
    reading=_region_reading,
    notes=lambda answer: (need.flow(answer.frame["year"][0]), need.SITED, THEN, *_left_out(answer)),
    sources=_document,
)  # fmt: skip


def _year_reading(answer: Answer) -> str:
    first, last = answer.frame.row(0, named=True), answer.frame.row(-1, named=True)
    return (
        f"{_share(first)} des BPI signataires du CIR en {first['year']} ont signé dans un département où un contrat de "
        f"{first['contract_year']} est connu ; {_share(last)}, un contrat de {last['contract_year']} ou d'avant, fini ou non. "
        f"{need.announced(answer.frame)}"
    )


BY_YEAR = Figure(
    key="besoin-par-annee",
    title="Cette part, année de contrat après année de contrat",
    ask=Ask("need_under_contract_by_year"),
    row=("contract_year",),
    cites=("observation_ids",),
    says=lambda row: (
        f"Contrats connus jusqu'en {row['contract_year']} : {_says_share(row)}"
    ),
    columns=(
        Column(
            "contract_year",
            "Contrats connus jusqu'en",
            lambda row: str(row["contract_year"]),
            value="contract_year",
        ),
        Column("share", "Part des BPI signataires", _share, value="under_contract_pct"),
        Column(
            "under_contract",
            "BPI signataires de ces départements",
            partial(_persons, "under_contract"),
            value="under_contract",
        ),
        count("count", "Départements", "departements_under_contract_count"),
        Column("new", "Nouveaux cette année-là", lambda row: ", ".join(row["new_departements"] or ["aucun"])),
    ),
    chart=lambda answer: _share_chart(answer, lambda row: f"Contrats connus jusqu'en {row['contract_year']}"),
    reading=_year_reading,
    notes=lambda answer: (
        "L'année d'un contrat est celle de sa signature, sinon de son début, sinon celle que dit son titre ; un contrat sans "
        "année connue n'est dans aucune. Un contrat reste compté après sa fin : les fins sont rarement publiées.",
        "Le nombre de signataires est celui de la même année pour tous les contrats : seule change la liste des départements.",
        *_undated(answer),
        *_left_out(answer),
    ),
    sources=_document,
)  # fmt: skip
