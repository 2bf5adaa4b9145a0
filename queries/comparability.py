"""The comparability guard: what each grade and refusal means, and what keeps two territories from being compared.

Words are French: they are what the screen, the documents and the exports say.
"""

import csv
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import polars as pl

import data
from queries.search import plain

GRADES = {
    "A": "même territoire, même public, dates à un an près",
    "B": "la base compte un autre public ou un autre genre de personnes que ceux à qui va "
    "l'argent, ou elle est sans année, d'une autre définition ou de confiance basse",
    "C": "« au moins » (arrondi en dessous) ou « au plus » (au-dessus), car la base est plus large que le contrat, ou l'un "
    "des deux chiffres n'est qu'une borne",
}
with (Path(data.__file__).parent / "reference" / "ratio_reasons.csv").open(encoding="utf-8") as file:
    REASONS = {row["reason"]: row["words"] for row in csv.DictReader(file)}
# How `views/figure__preferred.sql` chose among figures of the same fact, in its order.
RULES = {
    "only": "aucun chiffre du même fait ne dit autrement",
    "declared": "une divergence déclarée le concerne",
    "L": "une lecture sûre l'emporte sur une lecture de confiance basse",
    "a": "le document de plus haut rang (contrat, délibération, État, collectivité, presse) l'emporte",
    "c": "un chiffre exact l'emporte sur un chiffre approché",
    "d": "la lecture la plus sûre l'emporte",
    "e": "à rang égal, le document le plus récent l'emporte",
    "f": "à rang égal, le chiffre publié par le plus de documents l'emporte",
    "contradictory": "aucun ne l'emporte : l'intervalle est montré, « sources contradictoires »",
    "computed": "somme des montants publiés action par action",
}
NO_BASE = "aucun effectif de BPI ni de primo-arrivants n'est publié pour ce territoire"
NO_CHOSEN_BASE = "la base choisie n'est pas publiée pour ce territoire (bases publiées : {})"
ACTIONS_ONLY = "des montants sont publiés action par action, sans total d'une année"
NO_AMOUNT = "aucun montant de ce genre n'est publié pour ce territoire"
NO_AMOUNT_THEN = "aucun montant de ce genre n'est publié pour {}"
NO_VALUE = "un montant de ce genre est publié, mais sans valeur lisible ({})"
MISSING_REASONS = {
    "unreadable": "illisible", "left_blank": "laissé en blanc", "unknown_to_source": "inconnu du document",
    "cut": "coupé", "not_measured": "non mesuré", "not_applicable": "sans objet", "not_transmitted": "non transmis",
    "suppressed": "secret",
}  # fmt: skip
KINDS = {
    "stock": "un état", "flow": "un flux annuel", "cohort": "une cohorte", "target": "un public visé",
    "realised": "un public accompagné",
}  # fmt: skip
PROGRAMMES = {"ctair": "CTAIR", "ctai": "CTAI", "ptai": "PTAI", "cti": "CTI"}
PUBLICS = {
    "bpi": "bénéficiaires de la protection internationale",
    "newcomers": "primo-arrivants",
    "newcomers_bpt": "primo-arrivants et protection temporaire",
}
PAIR_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "territory_id": pl.String,
    "territory_name": pl.String,
    "other_territory_id": pl.String,
    "other_territory_name": pl.String,
    "is_comparable": pl.Boolean,
    "differences_count": pl.Int64,
    "differences": pl.String,
    "closeness": pl.String,
    "shared_base_label": pl.String,
    "has_ratio": pl.Boolean,
    "other_has_ratio": pl.Boolean,
    "are_bounds": pl.Boolean,
    "is_of_population": pl.Boolean,
    "causes": pl.List(pl.String),
}
RATIO = ("ratio_eur", "ratio_low_eur", "ratio_high_eur")
# What may keep two territories that both have a ratio from being compared.
CAUSES = {
    "base": "la base", "scope": "le périmètre", "year": "l'année", "programme": "la génération",
    "nature": "la nature du montant", "condition": "une condition", "public": "le public",
    "sources": "des sources contradictoires", "grade": "une réserve",
}  # fmt: skip
# How near two territories are to being compared, the nearest first.
CLOSENESS = ("comparable", "same_base", "same_base_bound", "other_bases", "no_ratio")


def refusal(row: dict) -> str:
    """Why a territory has no ratio, in one clause. `row` is a row of `reads/funding_without_ratio.sql`."""
    if not row["has_amount"]:
        if row["missing_reasons"]:
            return NO_VALUE.format(", ".join(MISSING_REASONS[reason] for reason in row["missing_reasons"].split(", ")))
        if row["has_action_amount"]:
            return ACTIONS_ONLY
        return NO_AMOUNT_THEN.format(row["asked_year"]) if row["asked_year"] else NO_AMOUNT
    no_base = NO_CHOSEN_BASE.format(row["own_bases"]) if row["own_bases"] else NO_BASE
    if not row["refused_count"]:
        return no_base
    years = f" ({row['year']} et {_base_years(row)})" if row["reason"] == "years_apart" else ""
    nearest = f"{row['base_label']}, {row['base_territory_name']} : {REASONS[row['reason']]}{years}"
    return nearest if row["scope_relation"] == "equal" else f"{no_base} ; base plus large la plus proche : {nearest}"


def _base_years(row: dict) -> str:
    """The year of a base, or the first and last of its several: « 2013-2014 »."""
    if row["base_year"] is not None:
        return str(row["base_year"])
    ends = {moment.year for moment in (row["base_period_start"], row["base_period_end"]) if moment is not None}
    return "-".join(str(year) for year in sorted(ends))


def pairs(ratios: pl.DataFrame, without: pl.DataFrame) -> pl.DataFrame:
    """Every pair of the chosen territories: comparable or not, how near to it, and all that differs, in words.

    `ratios` answers `reads/funding_ratios.sql`, `without` answers `reads/funding_without_ratio.sql`. Where the
    territories have several ratios, the two that are nearest and differ least speak for the pair: of one base first.
    """
    by_territory: dict[str, list[dict]] = {row["territory_id"]: [] for row in without.iter_rows(named=True)}
    names = {row["territory_id"]: row["territory_name"] for row in without.iter_rows(named=True)}
    refused = {row["territory_id"]: refusal(row) for row in without.iter_rows(named=True)}
    for row in ratios.iter_rows(named=True):
        by_territory.setdefault(row["territory_id"], []).append(row)
        names[row["territory_id"]] = row["territory_name"]
    verdicts = []
    for one, other in combinations(sorted(by_territory, key=lambda each: (plain(names[each]), each)), 2):
        missing = [
            f"{names[each]} sans montant par personne : {refused[each]}" for each in (one, other) if each in refused
        ]
        closeness, found, base, is_of_bounds, is_of_population = (
            ("no_ratio", [("", words) for words in missing], None, False, False)
            if missing
            else _nearest(by_territory[one], by_territory[other])
        )
        told, causes = " ; ".join(words for _, words in found), dict.fromkeys(cause for cause, _ in found if cause)
        pair = [one, names[one], other, names[other], not found, len(found), told, closeness, base]
        known = [one not in refused, other not in refused]
        verdicts.append([*pair, *known, is_of_bounds, is_of_population, [*causes]])
    return pl.DataFrame(verdicts, schema=PAIR_SCHEMA, orient="row")


def comparable_count(ratios: pl.DataFrame) -> int:
    """How many pairs of territories `pairs` finds comparable: of all that are known they are too many to be told one by one.

    What keeps a ratio from comparing with itself, its sources, its grade or its condition, keeps it from any other.
    """
    sound = [row for row in ratios.iter_rows(named=True) if not _differences(row, row)]
    of_bases: dict[str, list[dict]] = {}
    for row in sound:
        of_bases.setdefault(row["base_id"], []).append(row)
    alike = {
        frozenset((one["territory_id"], other["territory_id"]))
        for rows in of_bases.values()
        for one, other in combinations(rows, 2)
        if one["territory_id"] != other["territory_id"] and not _differences(one, other)
    }
    return len(alike)


def _nearest(ones: list[dict], others: list[dict]) -> tuple[str, list[tuple[str, str]], str | None, bool, bool]:
    """How near the nearest two of these ratios are, what differs between them, the base that they share, if any, whether
    both are bounds of one side, which do not rank, and whether both are of a population that was counted.
    """
    found = [
        (*_compared(one, other), are_bounds(one, other), are_of_population(one, other))
        for one in ones
        for other in others
    ]
    return min(found, key=lambda each: (CLOSENESS.index(each[0]), each[3], not each[4], len(each[1])))


def are_of_population(one: dict, other: dict) -> bool:
    """Whether both count those who are there, and not whom a contract aims at or reaches: these say less of a territory."""
    return all(row["base_kind"] in ("stock", "flow") for row in (one, other))


def are_bounds(one: dict, other: dict) -> bool:
    """Whether of both only the minimum is known, or only the maximum: neither can be said to be the larger."""
    known = [[name for name in RATIO if row[name] is not None] for row in (one, other)]
    return known[0] == known[1] and known[0] in ([RATIO[1]], [RATIO[2]])


def _compared(one: dict, other: dict) -> tuple[str, list[tuple[str, str]], str | None]:
    differing = _differences(one, other)
    if not differing:
        return "comparable", differing, one["base_label"]
    if one["base_id"] != other["base_id"]:
        return "other_bases", differing, None
    is_bound = "C" in (one["grade"], other["grade"])
    return "same_base_bound" if is_bound else "same_base", differing, one["base_label"]


def differences(one: dict, other: dict) -> list[str]:
    """What keeps two ratios from being like for like; empty when nothing does."""
    return [words for _cause, words in _differences(one, other)]


def _differences(one: dict, other: dict) -> list[tuple[str, str]]:
    """Each difference in words, after the one of CAUSES that it is."""
    return [*_of_bases(one, other), *_of_money(one, other), *_of_each(one, other)]


def _of_bases(one: dict, other: dict) -> Iterator[tuple[str, str]]:
    if one["base_id"] != other["base_id"]:
        yield "base", f"bases différentes ({one['base_label']} ; {other['base_label']})"
    if one["base_kind"] != other["base_kind"]:
        yield "base", f"{KINDS[one['base_kind']]} face à {KINDS[other['base_kind']]}"
    for row in (one, other):
        if row["scope_relation"] != "equal":
            yield "scope", f"périmètre plus large à {row['territory_name']} (base : {row['base_territory_name']})"


def _of_money(one: dict, other: dict) -> Iterator[tuple[str, str]]:
    if abs(one["year"] - other["year"]) > 1:
        yield "year", f"années éloignées ({one['year']} ; {other['year']})"
    elif None not in (one["base_year"], other["base_year"]) and abs(one["base_year"] - other["base_year"]) > 1:
        yield "year", f"années des bases éloignées ({one['base_year']} ; {other['base_year']})"
    if one["programme"] != other["programme"]:
        yield "programme", f"générations de contrat ({PROGRAMMES[one['programme']]} ; {PROGRAMMES[other['programme']]})"
    if one["nature"] != other["nature"]:
        yield "nature", "natures de montant différentes"
    if one["is_conditional"] != other["is_conditional"]:
        yield "condition", f"montant sous condition à {(one if one['is_conditional'] else other)['territory_name']}"
    if one["target_public"] != other["target_public"]:
        publics = [PUBLICS.get(row["target_public"], "public non dit") for row in (one, other)]
        yield "public", f"publics de l'argent ({publics[0]} ; {publics[1]})"


def _of_each(one: dict, other: dict) -> Iterator[tuple[str, str]]:
    for row in (one, other):
        # One that was chosen is contradicted all the same by those that were set aside.
        set_aside = (
            row["set_aside_low_eur"],
            row["set_aside_high_eur"],
            row["base_set_aside_low"],
            row["base_set_aside_high"],
        )
        if row["is_contradictory"] or row["base_is_contradictory"] or any(value is not None for value in set_aside):
            yield "sources", f"sources contradictoires à {row['territory_name']}"
    for row in (one, other):
        if row["grade"] == "B" or row["reason"] == "bound_only":
            yield "grade", f"{row['territory_name']} : {REASONS[row['reason']]}"


def strictly_comparable(ratios: pl.DataFrame, pairs_found: pl.DataFrame) -> pl.DataFrame:
    """The ratios of the territories that at least one other can be strictly compared with."""
    alike = pairs_found.filter("is_comparable")
    kept = {*alike["territory_id"], *alike["other_territory_id"]}
    return ratios.filter(pl.col("territory_id").is_in(list(kept)) & (pl.col("grade") == "A"))


def closest(ratios: pl.DataFrame) -> tuple[dict, dict, list[str]] | None:
    """The two ratios of two territories, of the same base and nature, that differ least, with what differs.

    `ratios` answers `reads/funding_ratios.sql`. None where no base is that of two territories. Values before bounds, as
    the verdict on pairs has it, and a population before the public of a contract; two bounds of one side, which do not
    rank, only where there is no other pair.
    """
    found = [
        (one, other, differences(one, other))
        for group in ratios.partition_by("base_id", "nature", maintain_order=True)
        for one, other in combinations(group.iter_rows(named=True), 2)
        if one["territory_id"] != other["territory_id"]
    ]
    return min(found, key=_distance, default=None)


def _distance(pair: tuple[dict, dict, list[str]]) -> tuple:
    one, other, found = pair
    weakest = max(one["grade"], other["grade"])
    return (
        are_bounds(one, other),
        weakest == "C",
        not are_of_population(one, other),
        len(found),
        weakest,
        one["nature"] != "committed",
        one["base_order"],
    )
