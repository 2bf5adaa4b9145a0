"""The sheet of a territory, chapter by chapter. Knows neither the page nor the format of a document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures import (
    actions,
    actions_by_axis,
    amounts,
    answer,
    common_amounts,
    contracts,
    divergences,
    fact_money,
    funding,
    funding_panels,
    need,
    themes,
)
from dashboard.figures.content import Content
from dashboard.figures.spec import Figure, Read
from dashboard.words import bilan_words, contract_words, grades, labels
from dashboard.words.territories import known_money, of

ACTIONS = "Actions"
NOTHING_CHOSEN = Selection()


@dataclass(frozen=True)
class Chapter:
    """Figures under one title, or the sentence that says what is not known."""

    title: str
    figures: Sequence[Content]
    nothing: str


@dataclass(frozen=True)
class Sheet:
    """`territory` answers `reads/sheet_territory.sql`, `relatives` answers `reads/sheet_relatives.sql`."""

    territory: dict
    relatives: pl.DataFrame
    chapters: Sequence[Chapter]


@dataclass(frozen=True)
class Planned:
    """A chapter of every sheet: the figures that may stand in it, and what is said of a territory that has none."""

    title: str
    figures: Sequence[Figure]
    nothing: str | Callable[[dict], str]


def _actions(territory: dict) -> str | None:
    return actions.described(territory["actions_count"], territory["located_actions_count"])


def _no_action(territory: dict) -> str:
    if told := _actions(territory):
        return f"Actions décrites : {told}."
    return "Aucune action n'est décrite pour ce territoire dans les documents lus, ce qui ne veut pas dire qu'il n'y en a pas."


CHAPTERS = (
    Planned(
        "Contrats",
        (
            contracts.OF_A_TERRITORY,
            contracts.SIGNED_BY_A_TERRITORY,
            contracts.EVENTS_OF_A_TERRITORY,
            contracts.AXES_OF_A_TERRITORY,
            contracts.CLAUSES_OF_A_TERRITORY,
        ),
        "Aucun document lu n'établit de contrat pour ce territoire.",
    ),
    Planned(
        "Argent",
        (amounts.STATE_OF_A_TERRITORY, amounts.OTHERS_OF_A_TERRITORY, common_amounts.COMMON_OF_A_TERRITORY),
        "Aucun montant n'est publié pour ce territoire dans les documents lus.",
    ),
    Planned(
        "Entrées en intégration",
        (need.OF_A_TERRITORY,),
        "Aucun document ne compte, pour ce seul territoire ou son département, les BPI qui signent un CIR.",
    ),
    Planned(
        "Personnes et montants par personne",
        (
            funding_panels.PRESENT_OF_A_TERRITORY,
            funding_panels.ENTERED_OF_A_TERRITORY,
            funding_panels.FOLLOWED_OF_A_TERRITORY,
            funding.BASES,
        ),
        "Aucun nombre de personnes qui puisse servir de base n'est publié pour ce territoire ni autour de lui.",
    ),
    Planned(ACTIONS, (actions_by_axis.BY_AXIS, themes.THEMES_OF_A_TERRITORY), _no_action),
    Planned(
        "Résultats",
        (actions.RESULTS, actions.INDICATORS),
        "Aucun résultat n'est publié pour ce territoire, et aucune action n'y promet d'indicateur.",
    ),
    Planned(
        "Divergences et manques",
        (divergences.OF_A_TERRITORY, divergences.LACKS_OF_A_TERRITORY),
        "Aucune divergence n'est connue pour ce territoire.",
    ),
    Planned("Autres chiffres publiés", (actions.OTHER_FIGURES,), "Il n'y en a pas d'autre."),
)


def sheet(read: Read, territory_id: str, chosen: Selection = NOTHING_CHOSEN, by_parts: bool = False) -> Sheet | None:
    """The sheet of a territory by its code; none for an unknown one. A former code gives the commune of today.

    `chosen` is what the addresses of the rows' receipts hold besides; `by_parts`, long lists are those of a page.
    """
    found = read("sheet_territory", territory_id=territory_id)
    if found.is_empty():
        return None
    territory = found.row(0, named=True)
    territory["best_ratio"] = _best_ratio(read, territory)
    territory["last_bilan"] = _last_bilan(read, territory)
    chosen = chosen.changed(fiche=territory["territory_id"])
    relatives = read("sheet_relatives", territory_id=chosen.fiche)
    return Sheet(territory, relatives, [_chapter(planned, territory, read, chosen, by_parts) for planned in CHAPTERS])


def _chapter(planned: Planned, territory: dict, read: Read, chosen: Selection, by_parts: bool) -> Chapter:
    nothing = planned.nothing if isinstance(planned.nothing, str) else planned.nothing(territory)
    made = [content for figure in planned.figures if (content := answer.of(figure, read, chosen, by_parts))]
    return Chapter(planned.title, made, nothing)


def identity(territory: dict) -> list[tuple[str, str]]:
    """What names and places a territory, as pairs of a term and its words."""
    population = labels.number(territory["population"])
    facts = [
        ("Niveau", labels.LEVELS[territory["level"]]),
        ("Code officiel", territory["insee_code"]),
        ("Département", territory["departement_name"] if territory["level"] != "departement" else None),
        ("Région", territory["region_name"] if territory["level"] != "region" else None),
        (
            f"Population municipale ({territory['population_year']})",
            f"{population} habitants" if territory["population"] is not None else None,
        ),
        ("Défini par", territory["defined_at"]),
        ("Contrats connus", _contracts(territory)),
        ("Contrat qui le couvre", f"celui {of(territory['holder_name'])}" if territory["holder_id"] else None),
        ("Actions décrites", _actions(territory) or "0"),
        ("Chiffres publiés", labels.number(territory["observations_count"])),
        _money(territory),
        ("Dernier bilan publié", territory["last_bilan"]),
        ("Montant par personne, sur la base la mieux adaptée", territory["best_ratio"]),
    ]
    return [(term, words) for term, words in facts if words]


def _best_ratio(read: Read, territory: dict) -> str | None:
    """« 456 € par signataire du CIR dans l'année (2022, base adaptée) », of its own contracts; none where none divides."""
    own = read("sheet_ratios", territory_id=territory["territory_id"]).filter(territory_id=territory["territory_id"])
    if own.is_empty():
        return None
    row = min(own.iter_rows(named=True), key=fact_money.best)
    doubt = "".join(f" ; {words}" for words in (funding.doubtful(row), funding.doubts(row)) if words)
    return f"{funding.ratio_words(row)} {row['per_label']} ({row['year']}, {grades.said(grades.of(row))}{doubt})"


def _last_bilan(read: Read, territory: dict) -> str | None:
    """« 2023, validé le 12 mars 2024 : 140 000 € du programme 104 engagés, 125 800 € dépensés »; none where none is."""
    own = read("bilans_compared").filter(territory_id=territory["territory_id"])
    if own.is_empty():
        return None
    bilan = max(own.iter_rows(named=True), key=lambda row: row["period_end"])
    account = read("bilans_accounts").filter(pl.col("amount_eur").is_not_null(), bilan_id=bilan["bilan_id"])
    amounts = dict(account.select("kind", "amount_eur").iter_rows())
    told = [
        f"{labels.euros(amounts[kind])} {words}"
        for kind, words in {"committed": "engagés", "spent": "dépensés"}.items()
        if kind in amounts
    ]
    money = f" : programme 104, {', '.join(told)}" if told else ""
    period = bilan_words.period(bilan["period_start"], bilan["period_end"])
    return f"{period}, validé le {labels.day(bilan['validated_on'])}{money}"


def _contracts(territory: dict) -> str:
    """How many are known; of a territory that has none, whether it signed that of another."""
    if not territory["contracts_count"] and territory["signed_contracts_count"]:
        return contract_words.parties_to(territory["signed_contracts_count"])
    return labels.number(territory["contracts_count"])


def _money(territory: dict) -> tuple[str, str | None]:
    """What is known of its money; a département gathers several contracts, whose amounts are not its own."""
    is_told = territory["has_contract"] or territory["has_amount"]
    term = "Dernier montant annuel engagé par l'État" if territory["has_amount"] else "Montant connu"
    term += ", hors bilan" if territory["last_bilan"] else ""
    return term, known_money(territory) if is_told else None
