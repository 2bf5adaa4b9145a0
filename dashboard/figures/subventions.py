"""The State's contributions in the SCDL form « subventions »: the lines, what they lack, and what is no line."""

from collections import deque
from dataclasses import replace

import polars as pl

from dashboard.datasets.subventions import Subventions, period, subventions
from dashboard.figures import provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import VALUE, Answer, Ask, Column, Figure, Row
from dashboard.words import labels

UNKNOWN = "à compléter"
ASK = Ask("subventions_amounts")
_LAST: deque[tuple[pl.DataFrame, Subventions]] = deque(maxlen=1)
# What the cells of a line are made from, beside the amount behind it.
OF_A_LINE = ("dateConvention", "nomAttribuant", "nomBeneficiaire", "conditionsVersement")


def _amounts(answer: Answer) -> pl.DataFrame:
    return answer.read(ASK.question)


def _made(answer: Answer) -> Subventions:
    """What three figures of one page are made from, and their rows, tables and sources in turn."""
    return made_of(_amounts(answer))


def made_of(amounts: pl.DataFrame) -> Subventions:
    """The same as `subventions`, made once for the answer that was asked about last: answers are shared."""
    for known, made in _LAST:
        if known is amounts:
            return made
    made = subventions(amounts)
    _LAST.append((amounts, made))
    return made


def _says(row: Row) -> str:
    when = labels.period(row["year"], row["period_start"], row["period_end"])
    return f"{row['territory_name']}, {when} : {labels.figure_words(row)} ({labels.nature(row)})"


def _numbered_lines(answer: Answer) -> pl.DataFrame:
    """The amounts behind the lines, with their place in the file, their words and how many cells each lacks."""
    made = _made(answer)
    lacking = made.to_complete.filter(pl.col("obligatoire") == "oui").group_by("ligne").len("lacking_count")
    lines = made.amounts.hstack(made.lines.select(OF_A_LINE)).with_row_index("ligne", offset=1)
    return lines.with_columns(pl.col("ligne").cast(pl.Int64)).join(
        lacking, on="ligne", how="left", maintain_order="left"
    )


def _set_aside(answer: Answer) -> pl.DataFrame:
    """The amounts that are no line, with the words of the reason."""
    amounts = _amounts(answer).filter(pl.col("set_aside_reason").is_not_null())
    return amounts.with_columns(_made(answer).set_aside["raison"])


def _sources_of_lines(answer: Answer) -> list[Source]:
    return provenance.sources(answer.read, _made(answer).amounts, "observation_ids")


def _sources_of_others(answer: Answer) -> list[Source]:
    return provenance.sources(answer.read, _set_aside(answer), "observation_ids")


LINES = Figure(
    key="subventions",
    title="Les lignes du fichier",
    ask=ASK,
    rows=lambda answer: _made(answer).lines,
    listed=_numbered_lines,
    row=("observation_ids", "year"),
    cites=("observation_ids",),
    says=_says,
    columns=(
        Column("line", "Ligne", lambda row: f"{row['ligne']}. {row['territory_name']}, {period(row) or 'sans année'}"),
        Column("amount", "Montant", lambda row: labels.quantity(row["value"], "eur"), value="value"),
        Column(
            "signed",
            "Convention signée le",
            lambda row: labels.partial_date(row["dateConvention"]) if row["dateConvention"] else UNKNOWN,
            value="dateConvention",
        ),
        Column("payer", "Qui attribue", lambda row: row["nomAttribuant"]),
        Column("payee", "Qui reçoit", lambda row: row["nomBeneficiaire"] or UNKNOWN),
        Column("payment", "Versement", lambda row: row["conditionsVersement"] or UNKNOWN),
        Column("lacking", "Cellules à compléter", lambda row: str(row["lacking_count"] or 0), value="lacking_count"),
    ),
    reading=(
        "Une ligne est un montant engagé par l'État pour un contrat et une année, ou pour le contrat entier quand "
        "aucune année n'est publiée. Toutes sont des aides en numéraire. Un même argent n'y est jamais deux fois."
    ),
    sources=_sources_of_lines,
)


def _lacks(answer: Answer) -> pl.DataFrame:
    """By field, how many lines lack it and why."""
    reason = pl.col("raison").str.extract(r"^(.*?)(?: [:;] |$)")
    by_reason = (
        _made(answer)
        .to_complete.with_columns(reason)
        .group_by("champ", "obligatoire", "raison", maintain_order=True)
        .len("lignes")
    )
    by_field = by_reason.group_by("champ", "obligatoire", maintain_order=True)
    return by_field.agg(pl.sum("lignes"), pl.format("{} ({})", "raison", "lignes").str.join(" ; ").alias("raisons"))


LACKS = Figure(
    key="subventions-a-completer",
    title="Ce qui reste à compléter",
    ask=ASK,
    rows=_lacks,
    listed=lambda answer: answer.frame.with_columns(pl.lit(_made(answer).lines.height).alias("lines_count")),
    columns=(
        Column("field", "Champ", lambda row: row["champ"]),
        Column("is_required", "Obligatoire", lambda row: row["obligatoire"]),
        Column("empty_lines", "Lignes vides", lambda row: f"{row['lignes']} sur {row['lines_count']}", value="lignes"),
        Column("reasons", "Pourquoi", lambda row: row["raisons"]),
    ),
    reading="Par champ, combien de lignes sont vides et pourquoi ; le fichier à compléter le dit ligne par ligne.",
)
SET_ASIDE = replace(
    LINES,
    key="subventions-non-reprises",
    title="Les montants qui n'ont pas leur place dans ce fichier",
    rows=lambda answer: _made(answer).set_aside,
    listed=_set_aside,
    receipts_of=LINES.key,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("amount", "Montant", labels.figure_words, value=VALUE),
        Column("nature", "Nature", labels.nature),
        Column("period", "Période", lambda row: period(row).removeprefix("pour ") or labels.ABSENT),
        Column("reason", "Pourquoi", lambda row: row["raison"]),
    ),
    reading="Chaque contribution de l'État publiée est une ligne du fichier, ou est ici avec la raison.",
    sources=_sources_of_others,
)
