"""Money per person where it can be read side by side: a panel for each base that two chosen territories share.

Bases that one territory alone has stand apart. The receipts of both are those of the whole figure, whose addresses people
have.
"""

from dataclasses import replace

import polars as pl

from dashboard.drawing import charts
from dashboard.drawing.base_panels import Absent, Panel, base_panels
from dashboard.drawing.chart import Chart
from dashboard.figures import amounts_told, bases_told, fact_money, funding, funding_panels, guard
from dashboard.figures.known_otherwise import known_otherwise
from dashboard.figures.spec import Answer, Row
from dashboard.words import grades, grammar, labels, money, ratios
from dashboard.words.territories import with_article

MOST_NAMED = 4
LONGEST_LINE = 56  # signs that a phone shows
WITHOUT = "Sans montant par personne"
NO_BASE = "pas d'effectif publié"
WIDER_BASE = "effectif plus large seulement"
OTHER_YEAR = "pas d'effectif à un an près"
NOT_DIVIDED = "effectif qui ne s'y prête pas"
NO_AMOUNT = "aucun montant publié"
OTHERWISE = "montant connu autrement"
BY_ACTION = "montants par action seulement"
NO_VALUE = "montant sans valeur lisible"


def _rows(answer: Answer, is_shared: bool) -> pl.DataFrame:
    """The ratios of bases that two territories share, or of those that one alone has."""
    count = pl.col("territory_id").n_unique().over(bases_told.BASE)
    return funding.RATIOS.rows(answer).filter(count > 1 if is_shared else count == 1)


def absent(row: Row, otherwise: dict[str, list[str]]) -> Absent:
    """A territory without a ratio, of a base or of any: in few words and whole."""
    is_known = not row["has_amount"] and row["territory_id"] in otherwise
    return Absent(row["territory_name"], OTHERWISE if is_known else _missing(row), funding.refusal(row, otherwise))


def refusals(answer: Answer) -> list[str]:
    """Why each territory without any ratio has none, with what else is known of its money."""
    otherwise = known_otherwise(answer.read, answer.chosen)
    told = [absent(row, otherwise) for row in funding.without_ratio(answer).iter_rows(named=True)]
    return [f"{each.name} : {each.reason}." for each in told]


def _missing(row: Row) -> str:
    if not row["has_amount"]:
        return NO_VALUE if row["missing_reasons"] else BY_ACTION if row["has_action_amount"] else NO_AMOUNT
    if not row["refused_count"]:
        return NO_BASE
    if row["scope_relation"] != "equal":
        return WIDER_BASE
    return OTHER_YEAR if row["reason"] == "years_apart" else NOT_DIVIDED


def _panels(answer: Answer) -> list[Panel]:
    """The shared bases, and who has no figure: on one of them, or at all."""
    otherwise = known_otherwise(answer.read, answer.chosen)
    nowhere = funding.without_ratio(answer)
    has_natures = answer.frame["nature"].n_unique() > 1
    panels = []
    for rows in bases_told.strongest_first(charts.placed(answer.frame)):
        first = rows.row(0, named=True)
        asked = {**funding.ASK.parameters(answer.chosen), "base_id": first["base_id"], "nature": first["nature"]}
        lacking = answer.read("funding_without_ratio", **asked).filter(
            ~pl.col("territory_id").is_in(nowhere["territory_id"].to_list())
        )
        title = bases_told.per(first, has_natures)
        told = [absent(row, otherwise) for row in lacking.iter_rows(named=True)]
        panels.append(Panel(title, _sharing(rows), bases_told.arranged(rows), told))
    if nowhere.height:
        told = [absent(row, otherwise) for row in nowhere.iter_rows(named=True)]
        panels.append(Panel(WITHOUT, labels.counted(nowhere.height, "territoire"), (), told))
    return panels


def _sharing(rows: pl.DataFrame) -> str:
    names = rows["territory_name"].unique(maintain_order=True).to_list()
    told = f"base partagée par {grammar.listed(names)}"
    return told if len(told) < LONGEST_LINE else f"base partagée par {len(names)} territoires"


def hover(row: Row) -> list[str]:
    """The whole name, the division and what its grade is for."""
    return [
        f"<b>{row['territory_name']}</b>, {row['year']}",
        division(row),
        f"{grades.NAMES[grades.of(row)]} : {grades.why(row)}",
    ]


def division(row: Row) -> str:
    """« 300 000 € ÷ 450 BPI présents sur le territoire au 30 avril 2019 = 667 € »."""
    where = "" if row["scope_relation"] == "equal" else f" ({row['base_territory_name']})"
    where += f" ({funding.UNSURE_SCOPE})" if row["reason"] == "scope_unsure" else ""
    return f"{money.divided(row)} ÷ {_counted(row)}{where}{_when(row)} {ratios.result(charts.ratio_words(row))}"


def _counted(row: Row) -> str:
    """How many of whom: « 268 BPI signataires du CIR », « de 250 à 350 personnes de la cohorte envisagée »."""
    whom = row["base_label"].removesuffix(" dans l'année")
    whom = whom if whom.startswith("BPI") else whom[0].lower() + whom[1:]
    persons = labels.printed_figure(
        row["base_value"], row["base_low"], row["base_high"], "person", row["base_qualifier"]
    )
    if row["base_kind"] == "cohort":
        return f"{persons} de la {whom}"
    if row["base_kind"] in ("target", "realised"):
        return f"{persons} du {whom}"
    return persons.replace("personnes", whom).replace("personne", whom)


def _when(row: Row) -> str:
    if row["base_kind"] == "stock" and row["base_period_end"] is not None:
        return f" au {labels.day(row['base_period_end'])}"
    return f" en {row['base_year']}" if row["base_year"] else ""


def reading(answer: Answer) -> str:
    """The figures of the base that compares best, those of the next and whether its order is the same, who has a better base."""
    first, *others = bases_told.strongest_first(answer.frame)
    has_natures = answer.frame["nature"].n_unique() > 1
    told = [f"{bases_told.told(first, has_natures)}."]
    second = next((rows for rows in others if bases_told.valued(rows).height > 1), None)
    if second is not None:
        told.append(_told_too(answer, first, second, has_natures))
    if names := [with_article(row["territory_name"]) for row in best_alone(answer)]:
        whom = grammar.listed(names) if len(names) <= MOST_NAMED else f"{len(names)} territoires"
        told.append(f"Pour {whom}, la base la mieux adaptée est parmi celles d'un seul territoire.")
    return " ".join([*told, *amounts_told.disputed(answer.frame)])


def _told_too(answer: Answer, first: pl.DataFrame, second: pl.DataFrame, has_natures: bool) -> str:
    told = [*bases_told.values_told(second, has_year=True), *bases_told.reserve(second), *_order(answer, first, second)]
    return f"{bases_told.per(second.row(0, named=True), has_natures)} : {' ; '.join(told)}."


def best_alone(answer: Answer) -> list[Row]:
    """The best ratio of each territory that has it on a base of its own: the synthesis tells the same."""
    whole = Answer(funding.ASK.answer(answer.read, answer.chosen), answer.chosen, answer.read)
    alone = set(_rows(whole, is_shared=False).select(bases_told.BASE).iter_rows())
    territories = funding.RATIOS.rows(whole).partition_by("territory_id", maintain_order=True)
    found = [min(rows.iter_rows(named=True), key=fact_money.best) for rows in territories]
    return [row for row in found if tuple(row[name] for name in bases_told.BASE) in alone]


def _order(answer: Answer, one: pl.DataFrame, other: pl.DataFrame) -> list[str]:
    """Whether the territories that two bases order are in the same order under both."""
    bases = {one["base_id"][0], other["base_id"][0]}
    for row in guard.base_orders(answer).iter_rows(named=True):
        if {row["base_id"], row["other_base_id"]} == bases:
            return ["l'ordre s'inverse" if row["changed_count"] else "l'ordre est le même"]
    return []


def reading_alone(answer: Answer) -> str:
    """What each territory has on bases of its own, the strongest first."""
    rows = answer.frame.sort("grade", "base_order", maintain_order=True).partition_by(
        "territory_id", maintain_order=True
    )
    told = [
        f"{each['territory_name'][0]} : "
        + ", ".join(f"{charts.ratio_words(row)} {row['per_label']}" for row in each.iter_rows(named=True))
        for each in rows
    ]
    first = "Aucune base n'est partagée. " if len(answer.chosen.territoires) > 1 and not _rows_of_all(answer) else ""
    return " ".join([f"{first}{' ; '.join(told)}.", *amounts_told.disputed(answer.frame)])


def _rows_of_all(answer: Answer) -> int:
    """How many rows the bases that are shared have, of the same choices."""
    whole = Answer(funding.ASK.answer(answer.read, answer.chosen), answer.chosen, answer.read)
    return _rows(whole, is_shared=True).height


def _notes(answer: Answer) -> list[str]:
    return [*_about_bases(answer), *funding.about_rows(answer), *funding.about_choice(answer)]


def _notes_alone(answer: Answer) -> list[str]:
    more = [] if _rows_of_all(answer) else funding.about_choice(answer)
    return [*_about_bases(answer), *funding.about_rows(answer), *more]


def _about_bases(answer: Answer) -> list[str]:
    flows = funding_panels.of_flows(answer.frame, answer.frame["base_kind"].unique().to_list())
    return [funding.UNRANKED, *flows] if answer.frame["base_id"].n_unique() > 1 else flows


def _chart(answer: Answer) -> Chart:
    return base_panels(_panels(answer), lambda row: row["territory_name"], hover)


def _chart_alone(answer: Answer) -> Chart:
    """A panel for each territory, its bases in their own order: they are not set one against the other."""
    panels = [
        Panel(rows["territory_name"][0], "par personne, selon qui est compté", rows.rows(named=True))
        for rows in charts.placed(answer.frame).partition_by("territory_id", maintain_order=True)
    ]
    return base_panels(panels, _base_name, hover)


def _base_name(row: Row) -> str:
    """« BPI signataire du CIR »."""
    return row["per_label"].removeprefix("par ").removesuffix(" dans l'année")


SHARED = replace(
    funding.RATIOS,
    key="financement-bases-partagees",
    receipts_of=funding.RATIOS.key,
    rows=lambda answer: _rows(answer, is_shared=True),
    chart=_chart,
    reading=reading,
    notes=_notes,
    nothing=lambda answer: funding.NO_STRICT if answer.chosen.strict == "oui" else "",
)
ALONE = replace(
    funding.RATIOS,
    key="financement-bases-seules",
    title=lambda answer: "Bases d'un seul territoire" if _rows_of_all(answer) else str(funding.RATIOS.title),
    receipts_of=funding.RATIOS.key,
    rows=lambda answer: _rows(answer, is_shared=False),
    chart=_chart_alone,
    reading=reading_alone,
    notes=_notes_alone,
    nothing="",
)
