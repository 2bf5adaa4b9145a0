"""One yardstick for all contracts: what they come to for the BPI who entered integration in the département.

Not a funding per person of the territory: the département is wider than the contract, and the year is the same for all.
"""

import polars as pl

from dashboard.drawing import charts, gutter, need_charts
from dashboard.drawing.chart_style import BLUE, PLUM
from dashboard.drawing.map_looks import MISSING
from dashboard.figures import need, provenance
from dashboard.figures.spec import AMOUNT, Answer, Ask, Column, Figure, Row
from dashboard.words import grades, grammar, labels, money, ratios
from queries import comparability

CITED = ("observation_ids", "need_observation_ids", "set_aside_ids", "need_set_aside_ids")
ASK = Ask("common_yardstick", ("territoires", "argent", "nature", "annee"))
WHAT_IT_IS = (
    "Ce n'est pas un financement par BPI du territoire, et ne classe pas les territoires : le contrat ne s'adresse pas à tout "
    "le département, dont le territoire est une part plus ou moins grande, et l'argent d'une année est rapporté aux signatures "
    "d'une même année pour tous."
)
BOUND = (
    "« Au moins », du même public et de la même année : le montant est un minimum pour ceux du territoire, moins nombreux que "
    "ceux du département."
)
ROUGH = (
    "« ≈ », un ordre de grandeur : l'argent d'une année est rapporté aux signatures d'une autre, ou d'un autre public. Le "
    "tableau dit pourquoi."
)
GROUPS = {
    grades.BOUND: charts.Group("Borne (au moins)", PLUM, "/"),
    grades.ROUGH: charts.Group(grades.NAMES[grades.ROUGH], BLUE),
}
# Why it is neither an amount per person nor a bound of one, in few words.
WHY_ROUGH = {
    "years_apart": "à plus d'un an",
    "base_wider_other_year": "à un an d'écart",
    "base_wider": "chiffre approché",
    "no_bound_public": "autre public que celui de l'argent",
}


def lacks(row: Row) -> str:
    """Why a territory has no such amount; nothing when it has one."""
    if row["departement_name"] is None:
        return "il n'est pas d'un seul département"
    if row["need_status"] == "zero":
        return f"aucun BPI n'a signé de CIR dans le département ({row['departement_name']}) : rien ne divise"
    if row["bpi_signatories"] is None:
        return f"les BPI signataires du département ({row['departement_name']}) : {MISSING[row['need_status']][0]}"
    return ""


def sharing(known: pl.DataFrame) -> list[str]:
    """« Clermont-Ferrand et Thiers : même effectif au repère commun, l'écart y est celui des montants (2019 et 2023). »"""
    once = known.unique(["departement_id", "territory_name"], maintain_order=True)
    groups = once.group_by("departement_id", maintain_order=True).agg("territory_name", "year")
    return [
        f"{grammar.listed(names)} : même effectif au repère commun, l'écart y est celui des montants "
        f"({grammar.listed(list(dict.fromkeys(map(str, years))))})."
        for names, years in groups.select("territory_name", "year").iter_rows()
        if len(names) > 1
    ]


def _not_drawn(frame: pl.DataFrame) -> list[str]:
    """Those of which a bound of one side alone is known."""
    names = frame["territory_name"].unique(maintain_order=True).to_list()
    return [f"Au tableau seulement, une borne étant seule connue : {grammar.listed(names)}."] if names else []


# A bound of one side alone goes nowhere from its end, unless it is a minimum.
IS_DRAWN = pl.col("yardstick_low_eur").is_not_null() & (
    (pl.col("grade") == grades.BOUND) | pl.col("yardstick_high_eur").is_not_null()
)


def _span(row: Row) -> gutter.Span:
    """From zero to the value or to the minimum; of a range, from its lower end to its higher."""
    if row["grade"] == grades.BOUND:
        return 0, row["yardstick_low_eur"]
    if row["yardstick_eur"] is None:
        return row["yardstick_low_eur"], row["yardstick_high_eur"]
    return 0, row["yardstick_eur"]


def _known(answer: Answer) -> pl.DataFrame:
    return answer.frame.filter(
        pl.any_horizontal(pl.col("yardstick_low_eur", "yardstick_high_eur").is_not_null())
    )  # fmt: skip


def why_rough(row: Row) -> str:
    """Why it is neither an amount per person nor a bound of one; nothing where it is."""
    return WHY_ROUGH.get(row["reason"], comparability.REASONS[row["reason"]]) if grades.of(row) == grades.ROUGH else ""


def _grade(row: Row) -> str:
    """« Ordre de grandeur : à plus d'un an »."""
    told = grades.NAMES.get(grades.of(row), labels.ABSENT)
    return f"{told} : {why_rough(row)}" if why_rough(row) else told


def words(row: Row) -> str:
    """« ≈ 855 € »; « au moins 1 041 € » where the same division is a bound among amounts per person."""
    value, low, high = row["yardstick_eur"], row["yardstick_low_eur"], row["yardstick_high_eur"]
    if grades.of(row) == grades.BOUND:
        return ratios.words(None, low, None)
    if grades.of(row) == grades.ROUGH:
        return ratios.words(None, low, high, "about") if value is None else ratios.rough(value)
    return ratios.words(value, low, high, row["qualifier"])


def _calculation(row: Row) -> str:
    """« 200 000 € ÷ 234 BPI signataires du CIR ≈ 855 € ; ordre de grandeur : argent de 2022, personnes de 2020 »."""
    division = f"{money.divided(row)} ÷ {labels.number(row['bpi_signatories'])} BPI signataires du CIR"
    apart = [grades.apart(row["year"], row["need_year"])] if row["year"] != row["need_year"] else []
    other = [WHY_ROUGH[row["reason"]]] if row["reason"] in ("no_bound_public", "base_wider") else []
    rough = f" ; ordre de grandeur : {', '.join([*apart, *other])}" if grades.of(row) == grades.ROUGH else ""
    return f"{division} {ratios.result(words(row))}{rough}"


def _share(row: Row) -> str:
    share = row["share_of_population_pct"]
    return labels.ABSENT if share is None else labels.quantity(round(share, 1), "pct")


def _reading(answer: Answer) -> str:
    rows = list(answer.frame.iter_rows(named=True))
    of_one = [row for row in rows if row["nature"] == rows[0]["nature"]]
    least = ", ou un minimum (« au moins »)" if grades.BOUND in map(grades.of, of_one) else ""
    told = [f"{words(row)} à {row['territory_name']} ({labels.nature(row)}, {row['year']})" for row in of_one]
    return (
        f"L'argent d'une année rapporté aux BPI qui ont signé un CIR dans le département en {rows[0]['need_year']} : "
        f"{' ; '.join(told)}. Un ordre de grandeur commun{least}, non un financement par BPI du "
        "territoire."
    )


def _notes(answer: Answer) -> list[str]:
    whole = ASK.answer(answer.read, answer.chosen)
    said = {grades.of(row) for row in answer.frame.iter_rows(named=True)}
    told = [(row["territory_name"], lacks(row)) for row in whole.iter_rows(named=True)]
    without = dict.fromkeys(f"{name} : {why}." for name, why in told if why)
    return [
        WHAT_IT_IS,
        *[words for grade, words in ((grades.BOUND, BOUND), (grades.ROUGH, ROUGH)) if grade in said],
        need.flow(answer.frame["need_year"][0]),
        "La part du territoire dans la population de son département dit combien la base est plus large que lui.",
        *sharing(answer.frame),
        *without,
        *_not_drawn(answer.frame.filter(~IS_DRAWN)),
        *provenance.divergences(answer.read, answer.frame, *CITED),
    ]


COMMON = Figure(
    key="repere-commun",
    title="Repère commun : le contrat rapporté aux entrées en intégration du département",
    ask=ASK,
    rows=_known,
    row=("territory_id", "contract_id", "nature", "year"),
    pins=lambda row: {"territoires": (row["territory_id"],), "nature": row["nature"], "annee": str(row["year"])},
    cites=("observation_ids", "need_observation_ids"),
    sets_aside=("set_aside_ids", "need_set_aside_ids"),
    rules={"montant": "rule"},
    says=lambda row: (
        f"{row['territory_name']}, {row['year']} : {words(row)} par BPI signataire du CIR de {row['departement_name']} en "
        f"{row['need_year']}"
    ),
    calculation=_calculation,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column(
            "yardstick",
            "Euros par BPI entré en intégration dans le département",
            words,
            value=("yardstick_eur", "yardstick_low_eur", "yardstick_high_eur"),
        ),
        Column("grade", "Calcul", _grade),
        Column(
            "amount",
            "Montant",
            lambda row: f"{money.amount(row)} ({labels.nature(row)}, {row['year']})",
            value=AMOUNT,
        ),
        Column(
            "need",
            "BPI signataires du CIR",
            lambda row: (
                f"{labels.number(row['bpi_signatories'])} ({row['departement_name']}, {row['need_year']})"
            ),
            value="bpi_signatories",
        ),
        Column(
            "share",
            "Part du territoire dans la population du département",
            _share,
            value="share_of_population_pct",
        ),
    ),
    chart=lambda answer: gutter.bars(
        answer.frame, "yardstick_eur", "Euros par BPI signataire du CIR du département", lambda row: row["territory_name"],
        lambda row: str(row["year"]), words, lambda row: GROUPS.get(grades.of(row), charts.ALIKE), IS_DRAWN, _span,
    ),
    reading=_reading,
    notes=_notes,
    sources=CITED,
    nothing=(
        "Aucun montant annuel de ce genre n'est publié pour ces territoires, ou leur département n'a pas d'effectif publié. "
        "Essayez une autre nature de montant."
    ),
)  # fmt: skip


def _exact(answer: Answer) -> pl.DataFrame:
    return answer.frame.filter(pl.col("amount_eur").is_not_null())


def _without_exact(answer: Answer) -> list[str]:
    """Those whose amount is an interval, on the map among those with a known amount."""
    whole = answer.read("need_and_money").filter(pl.col("amount_eur").is_null())
    names = whole["territory_name"].to_list()
    return [f"Non dessiné, son montant étant un intervalle : {grammar.listed(names)}."] if names else []


def _per_inhabitants(row: Row) -> str:
    return labels.euros(row["amount_per_1000_inhabitants_eur"])


def _money_reading(answer: Answer) -> str:
    frame = _exact(answer).sort("amount_per_1000_inhabitants_eur")
    highest, lowest = frame.row(-1, named=True), frame.row(0, named=True)
    per = "amount_per_1000_inhabitants_eur"
    return (
        f"Les contrats dont un montant annuel exact est connu : de {labels.euros(lowest[per])} pour mille habitants "
        f"({lowest['territory_name']}, {need_charts.rate(lowest)} BPI signataires pour cent mille habitants du département) à "
        f"{labels.euros(highest[per])} ({highest['territory_name']}, {need_charts.rate(highest)}). Trop peu pour dire si "
        "l'argent suit le besoin. "
        f"{need.announced(answer.frame)}"
    )


NEED_AND_MONEY = Figure(
    key="besoin-et-argent",
    title="L'argent connu des contrats et le besoin de leur département",
    ask=Ask("need_and_money"),
    rows=_exact,
    row=("territory_id", "year"),
    cites=("observation_ids", "need_observation_ids"),
    says=lambda row: (
        f"{row['territory_name']}, {row['year']} : {_per_inhabitants(row)} pour 1\u202f000 habitants"
    ),
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column(
            "rate",
            "Euros par an pour 1\u202f000 habitants",
            _per_inhabitants,
            value="amount_per_1000_inhabitants_eur",
        ),
        Column(
            "amount",
            "Montant",
            lambda row: f"{labels.euros(row['amount_eur'])} ({row['year']})",
            value="amount_eur",
        ),
        Column(
            "population",
            "Population",
            lambda row: f"{labels.number(row['population'])} ({row['population_year']})",
            value="population",
        ),
        Column("departement", "Département", lambda row: row["departement_name"]),
        Column(
            "need",
            "BPI signataires pour 100\u202f000 habitants",
            need_charts.rate,
            value="bpi_signatories_per_100000_inhabitants",
        ),
    ),
    chart=lambda answer: need_charts.need_and_money(answer.frame),
    reading=_money_reading,
    notes=lambda answer: (
        need.flow(answer.frame["need_year"][0]),
        "L'argent est le dernier montant annuel engagé par l'État qui soit publié, rapporté à tous les habitants du "
        "territoire ; le besoin est celui du département entier.",
        *_without_exact(answer),
        *provenance.divergences(answer.read, answer.frame, "observation_ids"),
    ),
    sources=("observation_ids", "need_observation_ids"),
)  # fmt: skip
