"""The need of départements (BPI who signed a CIR, for the population) and the contracts known there.

A flow, at the place of signature: it says how many entered integration in a year, never how many live somewhere.
"""

import polars as pl

from dashboard.drawing import need_charts
from dashboard.drawing.charts import bars
from dashboard.drawing.map_looks import MISSING
from dashboard.figures import pages
from dashboard.figures.spec import Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import grades, labels

PER = "bpi_signatories_per_100000_inhabitants"
CITED = ("observation_ids", "set_aside_ids")
MOST_SHOWN = 12
SECRET = "« Secret » : un effectif de 1 à 10 personnes, ou un autre qui le ferait trouver, n'est pas publié."
SITED = (
    "Un contrat est compté dans le département de sa commune, dans celui où vivent la plupart des habitants de son "
    "intercommunalité, ou dans le sien ; celui d'une région n'est compté dans aucun."
)


def flow(year: int) -> str:
    """What a number of signatories is, and is not."""
    covid = " 2020 est l'année du Covid : on y a signé bien moins qu'en 2019." if year == grades.COVID else ""
    return (
        "Un flux, compté au lieu de signature du contrat d'intégration républicaine (CIR) : ceux qui sont entrés en "
        f"intégration dans l'année, et non ceux qui vivent dans le département.{covid}"
    )


def announced(frame: pl.DataFrame) -> str:
    """That contracts exist which the Atlas does not know, with the count that the State itself gives."""
    row = frame.row(0, named=True)
    if row["announced_count"] is None:
        return "Des contrats existent que l'Atlas ne connaît pas."
    when = labels.published(row["announced_on"], row["announced_label"])
    count = labels.quantity(row["announced_count"], "territory")
    return f"Des contrats existent que l'Atlas ne connaît pas : l'État annonçait {count} en CTAI (document {when})."


def _year(frame: pl.DataFrame) -> int:
    return frame["year"][0]


def count_words(row: Row) -> str:
    if row["bpi_signatories"] is None:
        return MISSING[row["status"]][0]
    return labels.number(row["bpi_signatories"])


def rate(row: Row) -> str:
    return labels.ABSENT if row[PER] is None else need_charts.rate(row)


def contracts(row: Row) -> str:
    return ", ".join(row["contract_territory_names"] or ["aucun connu"])


def _population(row: Row) -> str:
    return f"{labels.number(row['population'])} ({row['population_year']})"


def says(row: Row) -> str:
    where = f"{row['territory_name']}, {row['year']}"
    if row["bpi_signatories"] is None:
        return f"{where}, BPI signataires du CIR : {count_words(row)}"
    return f"{where} : {count_words(row)} BPI signataires du CIR, {rate(row)} pour 100\u202f000 habitants"


def why_missing(frame: pl.DataFrame) -> list[str]:
    """Why a département has no value, in the words of its row; and what a secret is, where one is."""
    missing = frame.filter(pl.col("bpi_signatories").is_null())
    told = [
        f"{row['territory_name']}, {count_words(row)} : {row['missing_note']}"
        for row in missing.filter(pl.col("missing_note").is_not_null()).iter_rows(named=True)
    ]
    return [*told, *([SECRET] if "suppressed" in missing["status"].to_list() else [])]


TERRITORY = Column(
    "territory",
    "Département",
    lambda row: row["territory_name"],
    address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
    label=lambda row: f"Fiche : {row['territory_name']}",
)
NEED = Column("need", "BPI signataires du CIR", count_words, value="bpi_signatories")
PER_INHABITANTS = Column("rate", "Pour 100\u202f000 habitants", rate, value=PER)
COLUMNS = (
    TERRITORY,
    Column("region", "Région", lambda row: row["region_name"] or labels.ABSENT),
    NEED,
    PER_INHABITANTS,
    Column("population", "Population", _population, value="population"),
    Column("contracts", "Contrats connus", contracts),
)
ROW = ("territory_id", "year")


def _rank(row: Row) -> str:
    if row["bpi_signatories"] is None:
        return labels.ABSENT
    return f"{labels.ordinal(row['need_rank'])} sur {row['ranked_count']}"


def _sheet_reading(answer: Answer) -> str:
    told = [
        f"{row['territory_name']}, {count_words(row)}"
        + (f", soit {rate(row)} pour cent mille habitants ({_rank(row)} départements)" if row[PER] is not None else "")
        for row in answer.frame.iter_rows(named=True)
    ]
    counted = f"BPI qui ont signé un CIR en {_year(answer.frame)} : {' ; '.join(told)}."
    return f"{counted}{_of_region(answer)} {announced(answer.frame)}"


def _of_region(answer: Answer) -> str:
    """What the départements of a région come to, where the sheet is that of one."""
    regions = answer.read("need_under_contract_by_region").filter(territory_id=answer.chosen.fiche)
    if regions.is_empty() or not regions["bpi_signatories"][0]:
        return ""
    row = regions.row(0, named=True)
    share = labels.quantity(round(row["under_contract_pct"]), "pct")
    return f" Ensemble : {labels.number(row['bpi_signatories'])}, dont {share} dans un département où un contrat est connu."


OF_A_TERRITORY = Figure(
    key="fiche-besoin",
    title="BPI entrés en intégration dans le département",
    ask=Ask("sheet_need", ("fiche",)),
    row=ROW,
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    says=says,
    columns=(
        TERRITORY,
        NEED,
        PER_INHABITANTS,
        Column("rank", "Rang", _rank, value="need_rank"),
        COLUMNS[4],
        COLUMNS[5],
    ),
    reading=_sheet_reading,
    notes=lambda answer: (flow(_year(answer.frame)), SITED, *why_missing(answer.frame)),
    sources=CITED,
    printed=Printed(("territory", "need", "rate", "rank", "contracts")),
)


def _without_contract(answer: Answer) -> pl.DataFrame:
    is_empty = (pl.col("contracts_count") == 0) & (pl.col("bpi_signatories") > 0)
    return answer.frame.filter(is_empty).head(MOST_SHOWN)


def _without_reading(answer: Answer) -> str:
    first, last = answer.frame.row(0, named=True), answer.frame.row(-1, named=True)
    return (
        f"Parmi les départements où aucun contrat n'est connu, {first['territory_name']} compte le plus de BPI signataires "
        f"pour cent mille habitants ({rate(first)} en {first['year']}) ; le dernier de ceux qui sont montrés, "
        f"{last['territory_name']}, {rate(last)}. {announced(answer.frame)}"
    )


WITHOUT_CONTRACT = Figure(
    key="besoin-sans-contrat",
    title="Les taux les plus élevés sans contrat connu",
    ask=Ask("need_by_departement"),
    rows=_without_contract,
    row=ROW,
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    says=says,
    columns=(*COLUMNS[:2], NEED, PER_INHABITANTS, COLUMNS[4]),
    chart=lambda answer: bars(
        answer.frame, PER, "BPI signataires du CIR pour 100\u202f000 habitants", lambda row: row["territory_name"],
        lambda value: labels.number(value, 1),
    ),
    reading=_without_reading,
    notes=lambda answer: (
        flow(_year(answer.frame)),
        "« Aucun contrat connu » n'est pas « aucun contrat » : l'Atlas lit ce qui est public.",
    ),
    sources=CITED,
)  # fmt: skip
