"""The synthesis: what is known of a few territories on every subject, in one grid, and what compares best of it."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures import closest_pair, fact_content, fact_money, funding, funding_panels, provenance, yardstick
from dashboard.figures.content import Source
from dashboard.figures.fact import CLOSEST, SCHEMA, SUBJECTS, Compared, Fact, of, territories
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row
from dashboard.words import grades, labels
from dashboard.words.grammar import listed
from dashboard.words.territories import with_article
from queries import comparability

MAKERS = (
    fact_content.contract,
    fact_money.money,
    fact_money.per_person,
    fact_money.per_inhabitant,
    fact_money.by_yardstick,
    fact_content.themes,
    fact_content.positive_exits,
)


def _facts(answer: Answer) -> pl.DataFrame:
    """Every fact, in the order of the territories chosen and of the subjects."""
    compared = Compared(answer.read, answer.chosen)
    names = labels.told_apart(answer.read("territories_known"))
    found = [fact for make in MAKERS for fact in make(compared)]
    known = [territory_id for territory_id in compared.territory_ids if territory_id in names]
    ordered = [fact for territory_id in known for fact in found if fact["territory_id"] == territory_id]
    told = [*ordered, *_closest(compared)]
    whole = [{**dict.fromkeys(SCHEMA), **fact, "territory_name": names[fact["territory_id"]]} for fact in told]
    return pl.DataFrame(whole, schema=SCHEMA, strict=False)


def _closest(compared: Compared) -> Iterator[Fact]:
    """The two ratios that differ least, with all that differs."""
    found = comparability.closest(compared.asked(funding.RATIOS))
    if found is None:
        return
    one, other, differences = found
    pair = pl.DataFrame([one, other])
    for row, source in compared.sourced(funding.RATIOS, pair):
        yield fact_money.of_a_ratio(row, source) | {
            "territory_id": row["territory_id"],
            "subject": CLOSEST,
            "stage": closest_pair.STRICT
            if not differences
            else closest_pair.BOUNDS
            if comparability.are_bounds(one, other)
            else None,
            "reason": " ; ".join(differences),
        }


def naming_territories(address: str, chosen: Selection) -> str:
    """The address of a synthesis with its territories, those too that an address leaves out as the usual ones: what is
    copied or printed shows the same when others are.
    """
    named = f"territoires={','.join(chosen.territoires)}"
    return address if "territoires=" in address else f"{address}{'&' if '?' in address else '?'}{named}"


def finding(frame: pl.DataFrame) -> str:
    """What the State commits to each, in one sentence, and whether any of it compares strictly."""
    return f"{_engaged(_engaged_last(frame), frame)} ; {_verdict(frame)}."


def _verdict(frame: pl.DataFrame) -> str:
    if len(territories(frame)) < 2:
        return "rien à comparer : il faut deux territoires"
    pair = of(frame, CLOSEST)
    if pair and pair[0]["stage"] == closest_pair.STRICT:
        return f"{listed([row['territory_name'] for row in pair])} se comparent strictement"
    return "rien n'y est strictement comparable"


def _engaged_last(frame: pl.DataFrame) -> list[Row]:
    """What is committed to each territory for a year, where the grid shows it first: no other year is told of it."""
    heads = [of(frame, "money", territory_id)[0] for territory_id in territories(frame)]
    return [
        row | {"year": row["last_year"]}
        for row in heads
        if row["nature"] == "committed" and row["year"] is not None and None not in _ends(row)
    ]


def _ends(row: Row) -> tuple[Any, Any]:
    """From which to which an amount may be."""
    return (row["value_low"], row["value_high"]) if row["value"] is None else (row["value"], row["value"])


def _engaged(rows: list[Row], frame: pl.DataFrame) -> str:
    """« L'État engage 349 000 € pour Grenoble-Alpes-Métropole et, sous condition, 200 000 € pour Metz en 2022 »."""
    others = [name for code, name in territories(frame).items() if code not in {row["territory_id"] for row in rows}]
    if not rows:
        return f"Aucun montant annuel engagé par l'État n'est publié pour {_otherwise(frame, others)}"
    if len(rows) > closest_pair.MOST_TOLD:
        return _range(rows, len(rows) + len(others))
    years = {row["year"] for row in rows}
    firm = [_amount(row, len(years) > 1) for row in rows if not row["is_conditional"]]
    conditional = [_amount(row, len(years) > 1) for row in rows if row["is_conditional"]]
    under = (", sous condition, " if firm else "sous condition ") + listed(conditional) if conditional else ""
    told = f"{listed(firm)} et{under}" if firm and conditional else listed(firm) if firm else under
    rest = f" ; sans engagement annuel : {_otherwise(frame, others)}" if others else ""
    return f"L'État engage {told}{f' en {years.pop()}' if len(years) == 1 else ''}{rest}"


def _amount(row: Row, has_year: bool) -> str:
    """« 200 000 € pour Metz en 2022 »."""
    when = f" en {row['year']}" if has_year else ""
    contract = f" ({row['contract']})" if row["contract"] else ""
    return f"{_printed(row)}{_doubt(row)} pour {with_article(row['territory_name'])}{contract}{when}"


def _printed(row: Row) -> str:
    return labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"])


def _doubt(row: Row) -> str:
    """« (contre 300 000 € selon une autre source) »."""
    return f" ({row['doubt']})" if row["doubt"] else ""


def _otherwise(frame: pl.DataFrame, names: list[str]) -> str:
    """Those without an amount committed for a year, each with what is known all the same; of many, how many they are."""
    if len(names) > closest_pair.MOST_TOLD:
        return labels.counted(len(names), "territoire")
    known = {row["territory_name"]: row["words"] for row in reversed(of(frame, "money")) if row["unit"]}
    return listed([f"{name} ({_unbracketed(known[name])})" if name in known else name for name in names])


def _unbracketed(words: str) -> str:
    """What stands in brackets already: « 150 000 €, sans date »."""
    return words.replace(" (", ", ").removesuffix(")")


def _range(rows: list[Row], count: int) -> str:
    sure = [row for row in rows if not row["doubt"]] or rows
    lowest, highest = min(sure, key=lambda row: _ends(row)[0]), max(sure, key=lambda row: _ends(row)[1])
    ends = [
        f"{labels.euros(end)} ({row['territory_name']}, {row['year']}"
        + (", sous condition" if row["is_conditional"] else "")
        + (f", {row['doubt']})" if row["doubt"] else ")")
        for row, end in ((lowest, _ends(lowest)[0]), (highest, _ends(highest)[1]))
    ]
    known = f"un montant annuel est publié pour {len(rows)} territoires sur {count}"
    aside = [f"{row['territory_name']}, {_printed(row)} en {row['year']}" for row in rows if row not in sure]
    rest = f", hors sources contradictoires ({' ; '.join(aside)})" if aside else ""
    return f"L'État engage par an de {ends[0]} à {ends[1]}{rest} ; {known}"


NOTES = (
    *map(grades.meaning, grades.NAMES),
    "Argent : la contribution de l'État au contrat, engagée dans l'année ou, à défaut, prévue ou plafonnée. Un total de "
    "plusieurs années n'est jamais divisé ; ce qui est publié pour chaque contrat d'un groupe n'est le montant d'aucun.",
    "Repère commun : le montant d'une année, rapporté aux bénéficiaires de la protection internationale (BPI) qui ont signé "
    f"un contrat d'intégration républicaine (CIR) dans le département. {yardstick.WHAT_IT_IS}",
    "Couverture : un thème compte dès qu'une action le porte, quelle que soit son étape. Aucune action trouvée dans les "
    "documents ne veut pas dire aucune action sur le territoire.",
)


def _notes(answer: Answer) -> list[str]:
    """What compares best, and all that keeps it from comparing strictly, then what holds for every synthesis."""
    pair = of(answer.frame, CLOSEST)
    names = listed([row["territory_name"] for row in pair]) if pair else ""
    apart = [f"{names} : {pair[0]['reason']}."] if pair and pair[0]["reason"] else []
    return [
        closest_pair.best(answer.frame),
        *apart,
        *fact_content.unsigned(Compared(answer.read, answer.chosen)),
        *NOTES,
        *([funding_panels.COVID_YEAR] if grades.COVID in _years_of_persons(answer.frame) else []),
    ]


def _years_of_persons(frame: pl.DataFrame) -> list[int]:
    """Those in which the persons were counted by whom money is divided."""
    return frame.filter(pl.col("subject").is_in(["per_person", "yardstick"]))["base_year"].to_list()


def _listed(answer: Answer) -> pl.DataFrame:
    """The rows of the table: the themes are counted in the coverage, the closest ratios told in the notes."""
    return answer.frame.filter(pl.col("subject").is_in(list(SUBJECTS)))


def _sources(answer: Answer) -> list[Source]:
    register = answer.read("contracts_registered").filter(pl.col("territory_id").is_in(answer.chosen.territoires))
    return [
        *provenance.document_lines(register.with_columns(as_printed=pl.lit(None)), "contract_id"),
        *provenance.sources(answer.read, answer.frame, "observation_ids"),
        *_of_actions(answer),
    ]


def _of_actions(answer: Answer) -> list[Source]:
    """The documents whose actions bear the themes, a line each: the matrix of coverage has one per action."""
    actions = answer.read("action_sources", territory_ids=answer.chosen.territoires, stage=None)
    documents = actions.group_by("document_id", maintain_order=True).agg(pl.all().first(), count=pl.len())
    told = [labels.counted(count, "action décrite", "actions décrites") for count in documents["count"]]
    lines = documents.with_columns(locator=pl.Series(told, dtype=pl.String), as_printed=pl.lit(None))
    return provenance.document_lines(lines, "document_id")


def documents_count(frame: pl.DataFrame) -> int:
    """How many documents stand behind the facts: a figure's identifier begins with that of its document."""
    of_figures = {
        identifier.rpartition(".")[0] for cell in frame["observation_ids"].drop_nulls() for identifier in cell
    }
    return len(of_figures | {identifier for cell in frame["document_ids"].drop_nulls() for identifier in cell})


def _title(answer: Answer) -> str:
    names = list(territories(answer.frame).values())
    return (
        f"Synthèse : {listed(names)}"
        if len(names) <= closest_pair.MOST_TOLD
        else f"Synthèse de {len(names)} territoires"
    )


SYNTHESIS = Figure(
    key="synthese",
    title=_title,
    ask=Ask("territories_named", ("territoires",)),
    rows=_facts,
    listed=_listed,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("subject", "Sujet", lambda row: SUBJECTS[row["subject"]]),
        Column(
            "known",
            "Ce qui est connu",
            lambda row: row["words"],
            lambda row, _chosen: row["source"] or "",
            lambda row: f"Source : {row['territory_name']}, {SUBJECTS[row['subject']]}, {row['words']}",
        ),
        Column("note", "Précision", lambda row: row["note"] or row["reason"] or labels.ABSENT),
        Column("grade", "Calcul", lambda row: grades.NAMES.get(grades.of(row), labels.ABSENT)),
    ),
    reading=lambda answer: finding(answer.frame),
    notes=_notes,
    sources=_sources,
    made_as=("pdf", "odt", "pptx", "png"),
)
