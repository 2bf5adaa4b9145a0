"""Several bilans in one document: a département, a région or France, contract by contract.

Only what can be added is added: actions always, euros over one same period, persons never.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from dashboard.bilan.answered import Filled
from dashboard.bilan.completeness import whole
from dashboard.bilan.form import Read
from dashboard.bilan.general import ACCOUNT
from dashboard.bilan.planned import reported_on, unlike, why_no_gap
from dashboard.bilan.tables import PUBLIC_COLUMNS
from dashboard.bilan.told_answers import Told
from dashboard.documents.bilan import planned_times, words
from dashboard.documents.bilan.exits import told_of_all
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.synthesis import DECISIONS, WHOLE
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN, Numbers, Sum
from dashboard.documents.document import Block, Document, Facts, Framed, Heading, Paragraph, PrintedTable
from dashboard.words import bilan_words, labels

FRANCE = "fra"
ALL = "Ensemble"
AMOUNTS = ("Coût prévu", "Coût réel", "P104 accordé", "P104 dépensé")
SAID = {
    "appreciation-etat": "Appréciation de l'État",
    "resultats": "Principaux résultats",
    "difficultes": "Principales difficultés",
    "perspectives": "Propositions pour la période suivante",
}
NOT_ADDED = "Rien n'est additionné : une personne peut relever de deux contrats, et chacun compte à sa façon."
Reports = Mapping[str, Report]  # by the name of the contract


class CannotBeGathered(ValueError):
    """These bilans make no document together; the message is a French sentence."""


def together(filled: Sequence[Filled], territory_id: str, read: Read, data_version: str, day: date) -> Document:
    """The document of a territory from the bilans of its contracts. Raises CannotBeGathered."""
    found = read("sheet_territory", territory_id=territory_id)
    if found.is_empty():
        raise CannotBeGathered(f"Territoire inconnu : « {territory_id} ». Attendu : dep-57, reg-44 ou fra.")
    place = found.row(0, named=True)["name"]
    _check(filled, territory_id, place, read)
    reports = {
        name: Report(one, Numbers(one), read, data_version) for name, one in zip(_names(filled), filled, strict=True)
    }
    chapters = [*_chapters(reports)]
    return Document(
        title=labels.spaced(
            f"Bilan d'ensemble {_years(filled)} des contrats territoriaux d'accueil et d'intégration{labels.NBSP}:"
            f"{labels.NBSP}{place}"
        ),
        subtitle=labels.counted(len(filled), "contrat"),
        sender=[f"Édité le {labels.day(day)}"],
        footer=labels.spaced(
            f"Bilan d'ensemble {_years(filled)} — {place} — édité le {labels.day(day)} — Atlas CTAI, données {data_version}"
        ),
        dated=day,
        marks=list(dict.fromkeys(mark for one in filled for mark in words.marks(one))),
        has_cover=True,
        blocks=[*_cover(reports), *chapters, *_annexes(reports)],
    )


def _check(filled: Sequence[Filled], territory_id: str, place: str, read: Read) -> None:
    """Each bilan once, whole, and of a contract of the territory."""
    if not filled:
        raise CannotBeGathered("Aucun bilan à réunir.")
    identifiers = [one.form.bilan_id for one in filled]
    for one in filled:
        name = f"« {one.form.bilan_id} »"
        if identifiers.count(one.form.bilan_id) > 1:
            raise CannotBeGathered(f"Le bilan {name} est donné deux fois.")
        if one.form.operator:
            raise CannotBeGathered(f"Le classeur de {one.form.operator} n'est qu'une partie du bilan {name}.")
        if territory_id not in _around(one, read):
            raise CannotBeGathered(f"Le contrat du bilan {name} n'est pas de ce territoire : {place}.")


def _around(filled: Filled, read: Read) -> set[str]:
    """The territory of a contract, its département, its région and France."""
    own = filled.form.contract.territory_id
    row = read("sheet_territory", territory_id=own).row(0, named=True)
    return {own, f"dep-{row['departement_code']}", f"reg-{row['region_code']}", FRANCE}


def _names(filled: Sequence[Filled]) -> list[str]:
    """« Metz »; contracts or periods of one territory are told apart."""
    places = [one.form.contract.territory_name for one in filled]
    return [
        place if places.count(place) == 1 else f"{place} ({one.form.bilan_id.removeprefix('bilan-')})"
        for place, one in zip(places, filled, strict=True)
    ]


def _years(filled: Sequence[Filled]) -> str:
    years = sorted({year for one in filled for year in (one.form.period_start.year, one.form.period_end.year)})
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _is_of_one_period(reports: Reports) -> bool:
    return len({(one.form.period_start, one.form.period_end) for one in reports.values()}) == 1


def _cover(reports: Reports) -> Iterator[Block]:
    yield Framed("couverture-services", "", "services qui ont réuni ces bilans, par leur fonction")
    rows = [
        [
            labels.spaced(name),
            words.period(one.form.period_start, one.form.period_end),
            words.status(one.filled),
            "oui" if words.is_published(one.filled) else "non",
            _how_complete(one),
        ]
        for name, one in reports.items()
    ]
    headers = ["Contrat", "Période", "État du bilan", "Publié", "Réponses renseignées"]
    yield PrintedTable("Bilans réunis", headers, rows, (5, 6, 3, 2, 3))
    yield Heading("Ce que ces bilans disent ensemble")
    yield Framed("ensemble", "", "ce qui ressort de ces bilans, pour le préfet")
    yield Framed("decisions", "", "décisions demandées")


def _how_complete(report: Report) -> str:
    """« 97 sur 120 »: of the values asked, those that are given or whose absence is explained."""
    found = whole(Told(report.filled))
    return report.numbers.computed(COMPUTED, "réponses renseignées", f"{found.answered} sur {found.asked}", "réponses")


def _chapters(reports: Reports) -> Iterator[Block]:
    yield Heading("1. Exécution des actions", starts_page=True)
    yield _actions(reports)
    yield Heading("2. Publics")
    yield Paragraph(labels.spaced(f"Personnes de chaque contrat, chacune comptée une fois. {NOT_ADDED}"), is_kept=True)
    rows = [
        [labels.spaced(name), *(one.numbers.cell(WHOLE, column) for column in PUBLIC_COLUMNS)]
        for name, one in reports.items()
    ]
    yield PrintedTable("", ["Contrat", *PUBLIC_COLUMNS], rows, (12, *[3] * 8))
    yield Heading("3. Sorties positives")
    rows = [[labels.spaced(name), *told_of_all(one)[1:]] for name, one in reports.items()]
    yield PrintedTable("", ["Contrat", "Sorties positives", "Ce qu'il faut savoir"], rows, (4, 3, 8))
    yield Heading("4. Bilan financier")
    yield from _money(reports)
    yield Heading("5. Appréciations et décisions")
    yield from _said(reports)


def _actions(reports: Reports) -> Block:
    is_over = any(bilan_words.OVER_BEFORE in one.states(one.actions()) for one in reports.values())
    states = [*bilan_words.ACTION_STATES.values(), *([bilan_words.OVER_BEFORE] if is_over else []), ""]
    rows = []
    for name, one in reports.items():
        found = one.states(one.actions())
        numbers = [
            one.numbers.computed(COMPUTED, state or "sans état", str(found.get(state, 0)), "états") for state in states
        ]
        rows.append([labels.spaced(name), str(len(one.actions())), *numbers])
    sums = [str(sum(int(row[place]) for row in rows)) for place in range(1, len(states) + 2)]
    headers = ["Contrat", "Actions", *(state.capitalize() or "Sans état" for state in states)]
    return PrintedTable("", headers, [*rows, [ALL, *sums]], (12, *[3] * (len(states) + 1)))


def _money(reports: Reports) -> Iterator[Block]:
    is_added = _is_of_one_period(reports)
    by_contract = {name: [_total(one, column) for column in AMOUNTS] for name, one in reports.items()}
    rows = []
    for name, totals in by_contract.items():
        numbers = reports[name].numbers
        of = "Somme des actions"
        cells = [
            _timed(reports[name], column, numbers.computed(COMPUTED, f"total {column}", total.euros(), of))
            for column, total in zip(AMOUNTS, totals, strict=True)
        ]
        rows.append([labels.spaced(name), *cells])
    if is_added:
        sums = [_sum(column).euros() for column in zip(*by_contract.values(), strict=True)]
        planned_apart = any(unlike(one.form, one.actions()) for one in reports.values())
        rows.append([ALL, labels.ABSENT if planned_apart else sums[0], *sums[1:]])
    yield PrintedTable("Coût et programme 104", ["Contrat", *AMOUNTS], rows, (6, 3, 3, 3, 3)).without_silent_columns()
    for name, one in reports.items():
        if why := why_no_gap(one.form, one.actions()):
            yield Paragraph(labels.spaced(f"{name} : {why[0].lower()}{why[1:]}"), is_small=True)
    if not is_added:
        yield Paragraph("Les périodes diffèrent : les montants ne s'additionnent pas.", is_small=True)
    rows = [
        [labels.spaced(name), *(one.numbers.cell(key, "Montant") for key in ACCOUNT)] for name, one in reports.items()
    ]
    headers = ["Contrat", "Demandé", "Engagé", "Reporté d'avant", "Versé", "Dépensé", "Reporté après"]
    yield PrintedTable("Compte du programme 104", headers, rows, (6, 3, 3, 3, 3, 3, 3))


def _timed(report: Report, column: str, words: str) -> str:
    """A sum of planned costs says which time they are for, where it is another than the bilan's; of several, no sum."""
    times = planned_times.of(report, column)
    if len(times) > 1:
        return labels.ABSENT
    return words if times == [reported_on(report.form)] else f"{words} ({times[0]})"


def _total(report: Report, column: str) -> Sum:
    return report.numbers.total((f"{action.key}.finances", column) for action in report.actions())


def _sum(totals: Sequence[Sum]) -> Sum:
    """The sum of sums: what one of them lacks, it lacks."""
    values = [total.value for total in totals if total.value is not None]
    missing = sum(total.missing or (total.value is None and not total.without) for total in totals)
    return Sum(sum(values, Decimal(0)) if values else None, missing)


def _said(reports: Reports) -> Iterator[Block]:
    for name, one in reports.items():
        yield Heading(labels.spaced(name), 2)
        pairs = [(heading, one.numbers.text(key, "Texte") or NOT_GIVEN) for key, heading in SAID.items()]
        asked = [text for key in DECISIONS if (text := one.numbers.text(key, "Texte"))]
        listed = " ".join(f"{number}. {text}" for number, text in enumerate(asked, start=1))
        pairs.append(("Décisions demandées", listed or NOT_GIVEN))
        yield Facts([(heading, labels.spaced(text)) for heading, text in pairs])


def _annexes(reports: Reports) -> Iterator[Block]:
    yield Heading("Annexe. Versions")
    rows = [[labels.spaced(name), one.form.bilan_id, one.form.data_version] for name, one in reports.items()]
    yield PrintedTable("", ["Contrat", "Bilan", "Données du classeur"], rows, (4, 8, 4), is_small=True)
