"""The three questions that the Atlas answers, each with what it found, over all that it holds: those of Accueil."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import ALL, EVERY
from dashboard.drawing import charts, exit_charts
from dashboard.drawing.small import (
    AT_LEAST,
    IMPOSSIBLE,
    RANGE,
    RESERVED,
    RESERVED_RANGE,
    ROUGH,
    VALUE,
    Line,
    Mark,
    Small,
    share,
)
from dashboard.figures import exits, funding, pages
from dashboard.figures.spec import RATIO, Answer, Ask, Column, Figure, Row, count
from dashboard.words import grades, grammar, labels
from queries import comparability, orders

USUAL = Selection()
MONEY = {"measure_id": USUAL.argent, "nature": USUAL.nature}
# How the persons of a base are counted; each base is of one of these kinds.
KINDS = {
    "par personne présente": ("stock",),
    "… entrée dans l'année": ("flow",),
    "… visée ou suivie": ("cohort", "target", "realised"),
}
MOST_BORNE = 2
ABOUT = ("about", "nearly")
SIGNS = {RESERVED: "◇ avec réserve", AT_LEAST: "▸ au moins", ROUGH: "○ approché", RANGE: "— étendue"}
ONE_END = {grades.BOUND: AT_LEAST, grades.ROUGH: ROUGH}  # how what is no value is drawn


def _with_pairs(answer: Answer) -> pl.DataFrame:
    """The ratios, and how many pairs of their territories are strictly comparable."""
    count = comparability.comparable_count(answer.frame)
    return answer.frame.with_columns(comparable_pairs_count=pl.lit(count, pl.Int64))


def persons_reading(frame: pl.DataFrame) -> str:
    """The lowest and the highest of the values, bounds aside and those of low confidence, which is said, and how many pairs
    compare.
    """
    known = frame.filter(pl.col("ratio_eur").is_not_null() & orders.ENTERS_ORDER).sort("ratio_eur")
    pairs = labels.counted(
        frame["comparable_pairs_count"][0],
        "paire de territoires strictement comparable",
        "paires de territoires strictement comparables",
        "aucune paire de territoires n'est strictement comparable",
    )
    if known.is_empty():
        return f"Aucun montant qui se classe n'est publié ; {pairs}."
    lowest, highest = known["ratio_eur"][0], known["ratio_eur"][-1]
    about = [known["ratio_qualifier"][place] in ABOUT for place in (0, -1)]
    first = f"D'environ {labels.number(lowest)}" if about[0] else f"De {labels.number(lowest)}"
    last = f"{'environ ' if about[1] else ''}{labels.euros(highest)}"
    return f"{first} à {last} selon qui l'on compte{_reserve(known)}{_left_out(frame)} ; {pairs}."


def _reserve(known: pl.DataFrame) -> str:
    """« , à lire avec réserve »: of the lowest, the highest or both."""
    which = [grades.of(known.row(place, named=True)) == "B" for place in (0, -1)]
    told = [end for end, is_so in zip(("le plus bas", "le plus haut"), which, strict=True) if is_so]
    return f", {'les deux' if len(told) == len(which) else told[0]} à lire avec réserve" if told else ""


def _left_out(frame: pl.DataFrame) -> str:
    """« (hors minimums, ordres de grandeur et confiance basse) »: what enters no order."""
    exact = frame.filter(pl.col("ratio_eur").is_not_null())
    found = {grades.of(row) for row in frame.iter_rows(named=True)}
    named = {
        "minimums": grades.BOUND in found,
        "ordres de grandeur": grades.ROUGH in found,
        "confiance basse": not exact.select(orders.ENTERS_ORDER.all()).item(),
    }
    told = [words for words, is_there in named.items() if is_there]
    return f" (hors {grammar.listed(told)})" if told else ""


def persons_chart(frame: pl.DataFrame) -> Small:
    """A mark per ratio along the line of its kind of base; of a range, a segment from its lower end to its higher."""
    rows = list(frame.with_row_index("place").iter_rows(named=True))
    largest = 1.08 * max((max(charts.points(row)) for row in rows), default=0)
    lines = [
        Line(name, [_ratio_mark(row, largest) for row in rows if row["base_kind"] in kinds])
        for name, kinds in KINDS.items()
    ]
    ticks = [(share(value, largest), labels.euros(value)) for value in range(0, int(largest), 1000)]
    kinds = {mark.kind for line in lines for mark in line.marks}
    key = " ; ".join(
        sign.replace(" ", labels.NBSP, 1)
        for kind, sign in SIGNS.items()
        if any(kind in drawn.split() for drawn in kinds)
    )
    return Small([line for line in lines if line.marks], ticks, key=key)


def _ratio_mark(row: Row, largest: float) -> Mark:
    ends = charts.points(row)
    is_range, is_reserved = len(ends) > 1, grades.of(row) == "B"
    kind = ONE_END.get(grades.of(row), RESERVED if is_reserved else VALUE)
    if is_range:
        kind = RESERVED_RANGE if is_reserved else RANGE
    until = share(ends[-1], largest) if is_range else None
    return Mark(row["place"], share(ends[0], largest), _says_ratio(row), kind, until)


def _says_ratio(row: Row) -> str:
    return f"{row['territory_name']}, {row['year']} : {funding.ratio_words(row)} {row['per_label']}{_doubt(row)}"


def _ratio(row: Row) -> str:
    return f"{funding.ratio_words(row)}{_doubt(row)}"


def _calculated(row: Row) -> str:
    """« Avec réserve (effectif de confiance basse) »."""
    doubt = funding.doubtful(row)
    return grades.NAMES[grades.of(row)] + (f" ({doubt})" if doubt else "")


def _doubt(row: Row) -> str:
    """« (argent : contre 300 000 € selon une autre source) »."""
    return f" ({funding.doubts(row)})" if funding.doubts(row) else ""


PERSONS = Figure(
    key="combien-par-personne",
    title="Combien par personne ?",
    ask=Ask("ratios_known", fixed=MONEY, more=lambda _chosen: {}, also=("base", "territoires", "argent", "nature", "annee")),
    rows=_with_pairs,
    row=funding.RATIOS.row,
    receipts_of=funding.RATIOS.key,
    pins=lambda row: {**funding.RATIOS.pins(row), "argent": USUAL.argent},
    cites=funding.RATIOS.cites,
    sources=funding.RATIOS.sources,
    sets_aside=funding.RATIOS.sets_aside,
    rules=funding.RATIOS.rules,
    says=_says_ratio,
    columns=(
        Column(
            "territory", "Territoire", lambda row: row["territory_name"],
            address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
        ),
        Column("ratio", "Montant par personne", _ratio, value=RATIO),
        Column("grade", "Calcul", _calculated),
        Column("base", "Rapporté à", lambda row: row["base_label"]),
        Column("year", "Année", lambda row: str(row["year"]), value="year"),
    ),
    reading=lambda answer: persons_reading(answer.frame),
    nothing="Aucun montant par personne n'est publié.",
)  # fmt: skip


def themes_reading(frame: pl.DataFrame) -> str:
    """How many themes there are, and which of them the most territories bear: those of the two largest counts."""
    borne = frame.filter(pl.col("territories_count") > 0)
    counts = borne["territories_count"].unique().sort(descending=True).head(MOST_BORNE)
    told = labels.counted(frame["themes_count"][0], "thème")
    if borne.is_empty():
        return f"{told}, aucun porté par une action décrite."
    first = borne.filter(territories_count=counts[0])["theme_label"].str.to_lowercase().to_list()
    others = borne.filter(territories_count=counts[-1])["theme_label"].str.to_lowercase().to_list()
    which = "le plus porté" if len(first) == 1 else "les plus portés"
    most = f"{grammar.listed(first)} {which} ({labels.quantity(counts[0], 'territory')} sous contrat)"
    then = f", puis {grammar.listed(others)} ({counts[-1]})" if others != first else ""
    return f"{told} ; {most}{then}. Par des actions du territoire, dans son contrat ou non."


def themes_chart(frame: pl.DataFrame) -> Small:
    """A bar per theme, in two columns."""
    largest = max(frame["territories_count"], default=0)
    lines = [
        Line(row["theme_label"], bar=share(row["territories_count"], largest), words=labels.number(row["territories_count"]))
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    return Small(lines, columns=2)


def _catalogue(row: Row, chosen: Selection) -> str:
    """The actions of a theme, whatever else the catalogue was searched for."""
    nothing_else = dict.fromkeys(("etape", "operateur", "lieu", "public"), ALL)
    return address(
        "territoires", chosen, volet="actions", action="", recherche="", theme=row["theme_id"], **nothing_else
    )


THEMES = Figure(
    key="quels-themes",
    title="Quels thèmes ?",
    ask=Ask("themes_borne"),
    columns=(
        Column("theme", "Thème", lambda row: row["theme_label"], address=_catalogue),
        count("territories", "Territoires sous contrat", "territories_count"),
        count("actions", "Leurs actions", "actions_count"),
        count("without_contract", "dont hors contrat", "without_contract_count"),
        Column("names", "Lesquels", lambda row: ", ".join(row["territory_names"] or [labels.ABSENT])),
    ),
    reading=lambda answer: themes_reading(answer.frame),
    nothing="Aucun thème n'est défini.",
)


def _with_counts(answer: Answer) -> pl.DataFrame:
    """The rates, how many there are, how many of them are a contract's, for how many territories under contract counts give
    one, how many their cohort allows, how many it does not.
    """
    contents = answer.read("atlas_contents").row(0, named=True)
    return answer.frame.with_columns(
        rates_count=pl.lit(contents["exit_rates_count"], pl.Int64),
        contract_rates_count=pl.lit(contents["exit_rates_of_contracts_count"], pl.Int64),
        counted_territories_count=pl.lit(contents["territories_with_counted_exits_count"], pl.Int64),
        possible_rates_count=exits.IS_POSSIBLE.sum().cast(pl.Int64),
        impossible_rates_count=(~exits.IS_POSSIBLE).sum().cast(pl.Int64),
    )


def exits_reading(frame: pl.DataFrame) -> str:
    """How many rates are a contract's and how many not, whose counts give one that nobody publishes, from which to which, and
    how many no cohort allows.
    """
    row = frame.row(0, named=True)
    of_contracts = labels.counted(
        row["contract_rates_count"], "taux de contrat", none="Aucun contrat ne publie de taux"
    )
    count = row["counted_territories_count"]
    counted = labels.counted(count, "territoire compte ses sorties", "territoires comptent leurs sorties")
    told = [of_contracts, *([f"{counted}, d'où un taux"] if count else [])]
    initiatives = exits.of_initiatives(frame, row["rates_count"] - row["contract_rates_count"])
    return f"{' ; '.join([*told, initiatives])}."


def exits_chart(frame: pl.DataFrame) -> Small:
    """A mark per rate along the line of its horizon, from 0 to 100 %."""
    rows = list(frame.with_row_index("place").iter_rows(named=True))
    lines = dict.fromkeys(map(_horizon, rows))
    return Small(
        [Line(name, [_rate_mark(row) for row in rows if _horizon(row) == name and _rate(row) is not None]) for name in lines],
        [(value, labels.quantity(value, "pct")) for value in (0, 25, 50, 75, 100)],
        key="▸ plus de ; × impossible",
    )  # fmt: skip


def _horizon(row: Row) -> str:
    if row["horizon_months"] is None:
        return "horizon non publié"
    return labels.horizon(row["horizon_months"], row["horizon_from"])


def _rate(row: Row) -> float | None:
    known = (row["rate_pct"], row["rate_low_pct"], row["rate_high_pct"])
    return next((value for value in known if value is not None), None)


def _rate_mark(row: Row) -> Mark:
    kind = IMPOSSIBLE if row["is_possible_on_cohort"] is False else VALUE if row["rate_pct"] is not None else AT_LEAST
    return Mark(row["place"], _rate(row) or 0.0, exit_charts.exit_words(row), kind)


EXITS = replace(
    exits.RATES,
    key="quels-resultats",
    title="Quels résultats ?",
    ask=Ask("exit_rates", fixed={"measure_id": USUAL.mesure}),
    rows=_with_counts,
    receipts_of=exits.RATES.key,
    columns=tuple(column for column in exits.RATES.columns if column.column_id in ("initiative", "rate", "horizon", "cohort")),
    chart=None,
    reading=lambda answer: exits_reading(answer.frame),
    notes=lambda _answer: (),
    same_data=None,
    is_drawn_by_parts=False,
)  # fmt: skip

CHARTS = {PERSONS.key: persons_chart, THEMES.key: themes_chart, EXITS.key: exits_chart}


def comparing(frame: pl.DataFrame, chosen: Selection) -> Mapping[str, str]:
    """Where each question is answered in whole: « /comparer?… », of the territories of which something is known."""
    to = partial(address, "comparer", chosen)
    with_ratio = frame.filter(pl.col("persons_state") != "unknown")["territory_id"]
    with_actions = frame.filter(pl.col("actions_count") > 0)["territory_id"]
    money = {"argent": USUAL.argent, "nature": USUAL.nature, "annee": EVERY, "base": EVERY, "strict": "non"}
    return {
        PERSONS.key: to(vue="financement", territoires=tuple(with_ratio), **money),
        THEMES.key: to(vue="couverture", territoires=tuple(with_actions)),
        EXITS.key: to(vue="sorties", mesure=USUAL.mesure),
    }
