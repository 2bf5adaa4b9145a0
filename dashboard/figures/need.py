"""The need of départements (BPI who signed a CIR, for the population) and the contracts known there.

A flow, at the place of signature: it says how many entered integration in a year, never how many live somewhere.
"""

from dataclasses import replace

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.drawing import need_charts
from dashboard.drawing.chart import Chart
from dashboard.drawing.charts import bars
from dashboard.drawing.thematic import MISSING
from dashboard.figures import pages, provenance
from dashboard.figures.content import Link
from dashboard.figures.map_classes import class_words
from dashboard.figures.spec import Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import grammar, labels
from geo.territories import ATTRIBUTION
from queries import classes

PER = "bpi_signatories_per_100000_inhabitants"
CITED = ("observation_ids", "set_aside_ids")
MOST_SHOWN = 12
COVID = 2020
SECRET = "« Secret » : un effectif de 1 à 10 personnes, ou un autre qui le ferait trouver, n'est pas publié."
SITED = (
    "Un contrat est compté dans le département de sa commune, dans celui où vivent la plupart des habitants de son "
    "intercommunalité, ou dans le sien ; celui d'une région n'est compté dans aucun."
)


def flow(year: int) -> str:
    """What a number of signatories is, and is not."""
    covid = " 2020 est l'année du Covid : on y a signé bien moins qu'en 2019." if year == COVID else ""
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


def _rate(row: Row) -> str:
    return labels.ABSENT if row[PER] is None else need_charts.rate(row)


def _contracts(row: Row) -> str:
    return ", ".join(row["contract_territory_names"] or ["aucun connu"])


def _population(row: Row) -> str:
    return f"{labels.number(row['population'])} ({row['population_year']})"


def _says(row: Row) -> str:
    where = f"{row['territory_name']}, {row['year']}"
    if row["bpi_signatories"] is None:
        return f"{where}, BPI signataires du CIR : {count_words(row)}"
    return f"{where} : {count_words(row)} BPI signataires du CIR, {_rate(row)} pour 100\u202f000 habitants"


def why_missing(frame: pl.DataFrame) -> list[str]:
    """Why a département has no value, in the words of its row; and what a secret is, where one is."""
    missing = frame.filter(pl.col("bpi_signatories").is_null())
    told = [
        f"{row['territory_name']}, {count_words(row)} : {row['missing_note']}"
        for row in missing.filter(pl.col("missing_note").is_not_null()).iter_rows(named=True)
    ]
    return [*told, *([SECRET] if "suppressed" in missing["status"].to_list() else [])]


def _classes(frame: pl.DataFrame) -> tuple[list[str], list[int | None]]:
    """Fifths of the départements where somebody signed, of rates as they are told: to a tenth."""
    rates = [round(value, 1) if value else None for value in frame[PER]]
    limits = [round(bound, 1) for bound in classes.bounds([each for each in rates if each is not None], "quantiles")]
    places = [None if each is None else classes.place(each, limits) for each in rates]
    return class_words(limits, {"unit": "person"}, PER), places


def _ways(row: Row, chosen: Selection) -> list[Link]:
    """Where a click leads besides the receipt: the sheets of the département and of its territories under contract."""
    ids, names = row["contract_territory_ids"] or [], row["contract_territory_names"] or []
    sheets = [(row["territory_id"], row["territory_name"]), *zip(ids, names, strict=True)]
    return [Link(f"Fiche : {name}", pages.sheet(chosen, territory_id)) for territory_id, name in sheets]


def _map(answer: Answer) -> Chart:
    words, places = _classes(answer.frame)
    known = answer.read("territories_known").filter(
        (pl.col("contracts_count") > 0) & pl.col("longitude").is_not_null() & (pl.col("level") != "region")
    )
    return need_charts.need(answer.frame, words, places, known)


def _map_reading(answer: Answer) -> str:
    frame = answer.frame
    known = frame.filter(pl.col("bpi_signatories") > 0)
    highest = list(known.head(3).iter_rows(named=True))
    told = grammar.listed([f"{row['territory_name']} ({_rate(row)})" for row in highest])
    count = grammar.plural(len(highest), "compte", "comptent")
    empty = known.filter(contracts_count=0).height
    middle = labels.number(known.select(pl.col(PER).median()).item(), 1)
    return (
        f"Pour cent mille habitants, {told} {count} le plus de BPI signataires du CIR en {_year(frame)} ; la médiane des "
        f"départements qui en comptent est de {middle}. Aucun contrat n'est connu dans {labels.number(empty)} de ces "
        f"{labels.number(known.height)} départements. {announced(answer.frame)}"
    )


def _map_notes(answer: Answer) -> list[str]:
    missing = answer.frame.filter(pl.col("bpi_signatories").is_null())
    absent = [f"{row['territory_name']} ({count_words(row)})" for row in missing.iter_rows(named=True)]
    return [
        flow(_year(answer.frame)),
        SITED,
        "Classes : cinq groupes d'autant de départements (quintiles), zéros à part ; la borne haute appartient à la classe. "
        "La population est celle de l'année que dit le tableau.",
        *([f"Sans valeur : {grammar.listed(absent)}."] if absent else []),
        *why_missing(answer.frame),
        *provenance.divergences(answer.read, answer.frame, *CITED),
    ]


TERRITORY = Column(
    "territory",
    "Département",
    lambda row: row["territory_name"],
    address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
    label=lambda row: f"Fiche : {row['territory_name']}",
)
NEED = Column("need", "BPI signataires du CIR", count_words, value="bpi_signatories")
PER_INHABITANTS = Column("rate", "Pour 100\u202f000 habitants", _rate, value=PER)
COLUMNS = (
    TERRITORY,
    Column("region", "Région", lambda row: row["region_name"] or labels.ABSENT),
    NEED,
    PER_INHABITANTS,
    Column("population", "Population", _population, value="population"),
    Column("contracts", "Contrats connus", _contracts),
)
ROW = ("territory_id", "year")
MAP = Figure(
    key="besoin",
    title=lambda answer: (
        f"BPI signataires du CIR en {_year(answer.frame)} pour 100\u202f000 habitants, et contrats connus"
    ),
    ask=Ask("need_by_departement"),
    row=ROW,
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    says=_says,
    columns=COLUMNS,
    chart=_map,
    reading=_map_reading,
    notes=_map_notes,
    sources=CITED,
    attribution=ATTRIBUTION,
    ways=_ways,
    nothing="Aucun document ne compte les BPI signataires du CIR par département.",
)


def _rank(row: Row) -> str:
    if row["bpi_signatories"] is None:
        return labels.ABSENT
    return f"{labels.ordinal(row['need_rank'])} sur {row['ranked_count']}"


def _sheet_reading(answer: Answer) -> str:
    told = [
        f"{row['territory_name']}, {count_words(row)}"
        + (f", soit {_rate(row)} pour cent mille habitants ({_rank(row)} départements)" if row[PER] is not None else "")
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


OF_A_TERRITORY = replace(
    MAP,
    key="fiche-besoin",
    title="BPI entrés en intégration dans le département",
    ask=Ask("sheet_need", ("fiche",)),
    columns=(
        TERRITORY,
        NEED,
        PER_INHABITANTS,
        Column("rank", "Rang", _rank, value="need_rank"),
        COLUMNS[4],
        COLUMNS[5],
    ),
    chart=None,
    ways=None,
    reading=_sheet_reading,
    notes=lambda answer: (flow(_year(answer.frame)), SITED, *why_missing(answer.frame)),
    attribution="",
    nothing="",
    printed=Printed(("territory", "need", "rate", "rank", "contracts"), has_sources=True),
)


def _without_contract(answer: Answer) -> pl.DataFrame:
    is_empty = (pl.col("contracts_count") == 0) & (pl.col("bpi_signatories") > 0)
    return answer.frame.filter(is_empty).head(MOST_SHOWN)


def _without_reading(answer: Answer) -> str:
    first, last = answer.frame.row(0, named=True), answer.frame.row(-1, named=True)
    return (
        f"Parmi les départements où aucun contrat n'est connu, {first['territory_name']} compte le plus de BPI signataires "
        f"pour cent mille habitants ({_rate(first)} en {first['year']}) ; le dernier de ceux qui sont montrés, "
        f"{last['territory_name']}, {_rate(last)}. {announced(answer.frame)}"
    )


WITHOUT_CONTRACT = Figure(
    key="besoin-sans-contrat",
    title="Les taux les plus élevés sans contrat connu",
    ask=Ask("need_by_departement"),
    rows=_without_contract,
    row=ROW,
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    says=_says,
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
