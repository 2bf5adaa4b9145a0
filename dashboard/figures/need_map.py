"""Contrats et besoin: over the need of each département, the territories under contract and what the State gives them."""

from dataclasses import replace

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.drawing import need_map as drawing
from dashboard.drawing.chart import Chart
from dashboard.figures import map_lists, map_notes, need, pages, provenance
from dashboard.figures.content import Link, Ranked, Ranking
from dashboard.figures.map_classes import class_words
from dashboard.figures.spec import SLIDES, Answer, Ask, Column, Row
from dashboard.words import grammar, labels
from dashboard.words.territories import latest_amount, latest_doubts
from geo.territories import ATTRIBUTION
from queries import classes

MONEY_CITED = ("latest_committed_observation_ids", "other_amount_observation_ids")
CITED = (*need.CITED, *MONEY_CITED)
SHOWN = 8  # départements, beside the amounts
IS_CONTRACT = pl.col("kind") == "contract"
# An amount that no source contradicts, be it chosen: one that may be the lowest or the highest.
IS_EXACT = pl.col("latest_committed_eur").is_not_null() & pl.col("latest_committed_set_aside_low_eur").is_null()
MONEY = {"other_amount": "Contrats, autre montant publié", "no_data": "Contrats, aucun montant publié"}


def _departements(answer: Answer) -> pl.DataFrame:
    return answer.frame.filter(~IS_CONTRACT)


def _year(frame: pl.DataFrame) -> int:
    return frame["year"][0]


def _classes(frame: pl.DataFrame) -> tuple[list[str], list[int | None]]:
    """Fifths of the départements where somebody signed, of rates as they are told: to a tenth."""
    rates = [round(value, 1) if value else None for value in frame[need.PER]]
    limits = [round(bound, 1) for bound in classes.bounds([each for each in rates if each is not None], "quantiles")]
    places = [None if each is None else classes.place(each, limits) for each in rates]
    return class_words(limits, {"unit": "person"}, need.PER), places


def _chart(answer: Answer) -> Chart:
    words, places = _classes(answer.frame)
    return drawing.need(answer.frame, words, places, _year(answer.frame))


def _amount_words(row: Row) -> str:
    return f"{drawing.amount(row)} ({row['year']})"


def _known(answer: Answer) -> pl.DataFrame:
    """The contracts whose yearly amount is known, the largest first."""
    return answer.frame.filter(IS_CONTRACT & (pl.col("money") == "amount"))


def _contradicted(money: pl.DataFrame) -> str:
    """« , hors sources contradictoires : Grenoble-Alpes-Métropole »: whose amount is neither the lowest nor the highest."""
    names = money.filter(~IS_EXACT)["territory_name"].to_list()
    return f", hors sources contradictoires : {grammar.listed(names)}" if names else ""


def _reading(answer: Answer) -> str:
    """Where the contracts are and how much, then where the need is: the answer of the map."""
    contracts, money = answer.frame.filter(IS_CONTRACT), _known(answer)
    told = f"{labels.counted(contracts.height, 'territoire')} sous contrat"
    exact = money.filter(IS_EXACT)
    if not exact.is_empty():
        first, last = exact.row(0, named=True), exact.row(-1, named=True)
        told += (
            f", dont {labels.number(money.height)} avec un montant annuel de l'État connu "
            f"(de {latest_amount(last)} à {latest_amount(first)}{_contradicted(money)})"
        )
    return f"{told}. {_need_words(answer)}"


def _sentence(answer: Answer) -> str:
    """« Des 40 territoires sous contrat, 8 ont un montant annuel de l'État connu, de 40 000 € à 300 000 €. »"""
    contracts, money = answer.frame.filter(IS_CONTRACT), _known(answer)
    exact = money.filter(IS_EXACT)
    every = labels.counted(contracts.height, "territoire")
    if exact.is_empty():
        return f"{every} sous contrat, dont aucun n'a un montant annuel de l'État exact."
    first, last = exact.row(0, named=True), exact.row(-1, named=True)
    count = f"{labels.number(money.height)} {grammar.plural(money.height, 'a', 'ont')}"
    return (
        f"Sur {every} sous contrat, {count} un montant annuel de l'État connu, "
        f"de {latest_amount(last)} à {latest_amount(first)}{_contradicted(money)}."
    )


def _need_words(answer: Answer) -> str:
    frame = _departements(answer)
    known = frame.filter(pl.col("bpi_signatories") > 0)
    if known.is_empty():
        return "Aucun BPI signataire du CIR n'est compté par département."
    highest = grammar.listed(
        [f"{row['territory_name']} ({need.rate(row)})" for row in known.head(3).iter_rows(named=True)]
    )
    empty = known.filter(contracts_count=0).height
    return (
        f"Pour cent mille habitants, le plus de BPI signataires du CIR en {_year(frame)} : {highest} ; "
        f"{labels.counted(empty, 'département')} sans contrat connu, sur les {labels.number(known.height)} où des BPI ont signé."
    )


def _notes(answer: Answer) -> list[str]:
    frame = _departements(answer)
    missing = frame.filter(pl.col("bpi_signatories").is_null())
    absent = [f"{row['territory_name']} ({need.count_words(row)})" for row in missing.iter_rows(named=True)]
    median = frame.filter(pl.col("bpi_signatories") > 0)[need.PER].median()
    return [
        need.announced(frame),
        need.flow(_year(frame)),
        need.SITED,
        *_not_drawn(answer),
        "Classes : cinq groupes d'autant de départements (quintiles), zéros à part ; la borne haute appartient à la classe. "
        "La population est celle de l'année que dit le tableau.",
        *([f"La médiane des départements qui en comptent est de {labels.number(median, 1)}."] if median else []),  # type: ignore[arg-type]
        *([f"Sans valeur : {grammar.listed(absent)}."] if absent else []),
        *need.why_missing(frame),
        *provenance.divergences(answer.read, answer.frame, *CITED),
    ]


def _not_drawn(answer: Answer) -> list[str]:
    contracts = answer.frame.filter(IS_CONTRACT).rename({"territory_name": "name"})
    return map_notes.left_out(contracts, _without_mark(answer))


def _without_mark(answer: Answer) -> pl.DataFrame:
    """Which contract has no mark: a région's, which would pass for one of its middle."""
    contracts = answer.frame.filter(IS_CONTRACT).rename({"territory_name": "name"})
    return contracts.filter(pl.col("level") == "region")


def _rankings(answer: Answer) -> list[Ranking]:
    """The amounts, the départements of the highest need, and the contracts whose amount is not known."""
    lines = list(answer.frame.with_row_index("number").iter_rows(named=True))
    # A région's has no mark, and is named last: the lists count what the legend of the map does.
    contracts = [row for row in lines if row["kind"] == "contract" and row["level"] != "region"]
    known = [row for row in contracts if row["money"] == "amount"]
    needs = [row for row in lines if row["kind"] == "departement" and row["bpi_signatories"]]
    year = f", {needs[0]['year']}" if needs else ""
    return [
        Ranking(
            "Contribution de l'État par an", _bars(answer, known, drawing.money, _amount_words, latest_doubts), len(known)
        ),
        Ranking(
            f"BPI signataires du CIR pour 100\u202f000 habitants{year}",
            _bars(answer, needs, lambda row: row[need.PER], need.rate), SHOWN,
        ),
        *(
            Ranking(title, [_line(answer, row) for row in contracts if row["money"] == code])
            for code, title in MONEY.items()
        ),
        *map_lists.off_the_map(answer, _without_mark(answer)),
    ]  # fmt: skip


def _bars(
    answer: Answer, known: list[Row], size: drawing.Size, words: drawing.Words, doubt: drawing.Words = lambda _row: ""
) -> list[Ranked]:
    longest = max((size(row) or 0 for row in known), default=0) or 1
    return [
        replace(_line(answer, row), value=words(row), doubt=doubt(row), share=(size(row) or 0) / longest)
        for row in known
    ]


def _line(answer: Answer, row: Row) -> Ranked:
    name = row["territory_name"]
    return Ranked(
        Link(name, pages.sheet(answer.chosen, row["territory_id"]), f"Fiche : {name}"), places=[row["number"]]
    )


def _ways(row: Row, chosen: Selection) -> list[Link]:
    """Where a click leads besides the receipt: to the sheet, and of a département to those of its contracts."""
    ids, names = row["contract_territory_ids"] or [], row["contract_territory_names"] or []
    sheets = [(row["territory_id"], row["territory_name"]), *zip(ids, names, strict=True)]
    return [Link(f"Fiche : {name}", pages.sheet(chosen, territory_id)) for territory_id, name in sheets]


def _says(row: Row) -> str:
    if row["kind"] == "departement":
        return need.says(row)
    if row["money"] != "amount":
        return f"{row['territory_name']} : {drawing.otherwise(row)}"
    return f"{row['territory_name']}, {row['year']} : {latest_amount(row)} de l'État, par an"


def _of_departements(column: Column) -> Column:
    """A column that says nothing of a contract."""
    return replace(column, words=lambda row: column.words(row) if row["kind"] == "departement" else labels.ABSENT)


def _contracts(row: Row) -> str:
    return need.contracts(row) if row["kind"] == "departement" else row["programmes"]


def _money(row: Row) -> str:
    if row["kind"] == "departement":
        return labels.ABSENT
    return f"{latest_amount(row)} ({row['year']})" if row["money"] == "amount" else drawing.otherwise(row)


COLUMNS = (
    replace(need.TERRITORY, header="Territoire"),
    need.COLUMNS[1],
    _of_departements(need.NEED),
    _of_departements(need.PER_INHABITANTS),
    need.COLUMNS[4],
    Column("contracts", "Contrats connus", _contracts),
    Column("money", "Contribution de l'État, par an", _money),
)
MAP = replace(
    need.OF_A_TERRITORY,
    key="besoin",
    title=lambda answer: (
        "Contrats et contribution annuelle de l'État, sur le besoin des départements "
        f"(BPI signataires du CIR en {_year(answer.frame)})"
    ),
    ask=Ask("need_and_contracts"),
    cites=("observation_ids", *MONEY_CITED),
    says=_says,
    columns=COLUMNS,
    chart=_chart,
    reading=_reading,
    notes=_notes,
    sources=CITED,
    attribution=ATTRIBUTION,
    ways=_ways,
    rankings=_rankings,
    made_as=SLIDES,
    sentence=_sentence,
    nothing="Aucun document ne compte les BPI signataires du CIR par département.",
    printed=None,
)
