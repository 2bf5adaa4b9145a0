"""The page of synthesis of the document of a bilan, for the préfet."""

import re
from collections.abc import Iterator

from dashboard.bilan.asked import Action
from dashboard.bilan.general import SUMMARY
from dashboard.documents.bilan import words
from dashboard.documents.bilan.exits import told_of_all
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN, Sum, money
from dashboard.documents.document import Block, Bullets, Heading, Paragraph, PrintedTable
from dashboard.words import bilan_words, labels
from dashboard.words.bilan_words import ACTION_STATES

SUMMARY_TITLE = "Synthèse pour le préfet"
WHOLE, COMMITTED, DECIDED = "contrat.public", "compte-engage", "decisions"
DONE, PARTLY = ACTION_STATES["done"], ACTION_STATES["partly_done"]
DECISIONS = [key for key in SUMMARY if key.startswith("decision-")]
SAID = {key: SUMMARY[key] for key in ("resultats", "difficultes", "appreciation-etat")}
LONGEST_SAID, LONGEST_DECISION, LONGEST_REASON = 240, 120, 200  # signs, on the page of the préfet

RANK = re.compile(r"^\s*\d+\.\s*")  # of a decision in its list


def synthesis(report: Report) -> Iterator[Block]:
    """One page: five numbers, what came of it, what was not done, and what is to be decided."""
    yield Heading(SUMMARY_TITLE, starts_page=True)
    yield Paragraph(_sentence(report), is_kept=True)
    rows = [_done(report), _persons(report), _share(report), _money(report), told_of_all(report)]
    yield PrintedTable("", ["Chiffre clé", "Valeur", "Ce qu'il faut savoir"], rows, (6, 7, 15), is_large=True)
    yield from _not_as_planned(report)
    for key, heading in SAID.items():
        if words_said := report.kept.get(key, report.numbers.text(key, "Texte")):
            yield Heading(heading, 2)
            yield Paragraph(labels.spaced(_begun(words_said)))
    if decisions := report.kept.get(DECIDED, decisions_asked(report)):
        yield Heading("Décisions demandées (chapitre 9)", 2)
        lines = [RANK.sub("", line) for line in decisions.splitlines() if line.strip()]
        yield Bullets([labels.spaced(words.cut(line, LONGEST_DECISION)) for line in lines])


def decisions_asked(report: Report) -> str:
    """What the préfet is asked to decide, a numbered line each."""
    asked = [told for key in DECISIONS if (told := report.numbers.text(key, "Texte"))]
    return "\n".join(f"{number}. {told}" for number, told in enumerate(asked, start=1))


def _not_as_planned(report: Report) -> Iterator[Block]:
    """The actions that were not run or done in part, each by its name with why."""
    not_run = [action for action in report.actions() if report.state(action) in bilan_words.NOT_RUN]
    partly = [action for action in report.actions() if report.state(action) == PARTLY]
    if lines := [_with_reason(report, action) for action in [*not_run, *partly]]:
        yield Heading("Actions qui ne sont pas menées comme prévu", 2)
        yield Bullets([labels.spaced(line) for line in lines])


def _with_reason(report: Report, action: Action) -> str:
    """« Reportée : 1.2.1. Accès à l'alphabétisation. Aucun opérateur retenu. »"""
    why = report.numbers.text(action.key, "Raison de l'écart") or "Raison non renseignée"
    told = words.cut(why, LONGEST_REASON).rstrip(".")
    return f"{report.state(action).capitalize()} : {report.name(action).rstrip('.')}. {told}."


def _begun(said: str) -> str:
    """The first sentences, on one paragraph: the whole stands in chapter 7."""
    line = " ".join(said.split())
    if len(line) <= LONGEST_SAID:
        return line
    sentence, _stop, _rest = line[:LONGEST_SAID].rpartition(". ")
    begun = f"{sentence}." if sentence else words.cut(line, LONGEST_SAID)
    return f"{begun} (Suite au chapitre 7.)"


def _sentence(report: Report) -> str:
    form = report.form
    place = words.of_place(form.contract.territory_name)
    return labels.spaced(
        f"Contrat {place}, {words.period(form.period_start, form.period_end)}. "
        f"État du bilan : {words.status(report.filled)}."
    )


def _done(report: Report) -> list[str]:
    actions = report.actions()
    states = report.states(actions)
    value = report.numbers.computed(
        COMPUTED,
        "actions réalisées",
        f"{states.get(DONE, 0)} sur {len(actions)}",
        "États « réalisée » de la feuille Actions",
    )
    others = [f"{count} {words.agreed(state, count)}" for state, count in states.items() if state != DONE]
    if len(actions) == states.get("", 0):
        value = report.numbers.computed(COMPUTED, "états renseignés", NOT_GIVEN, "États de la feuille Actions")
    return [
        "Actions réalisées",
        value,
        labels.spaced(f"Les autres : {', '.join(others)}." if others else "Toutes le sont."),
    ]


def _persons(report: Report) -> list[str]:
    told = report.numbers.cell(WHOLE, "Total")
    note = "Chaque personne comptée une fois sur l'ensemble du contrat."
    note = _with_reserve(report, note)
    if report.numbers.value(WHOLE, "Total") is None:
        note = "Les personnes de plusieurs actions ne s'additionnent pas : voir le chapitre 4, action par action."
    return ["Personnes accompagnées", told, note]


def _share(report: Report) -> list[str]:
    numbers = report.numbers
    share = numbers.rate(WHOLE, "BPI", "Total")
    note = "BPI : bénéficiaires de la protection internationale, parmi les personnes du contrat."
    if share == labels.ABSENT:
        return ["Part des BPI", "non calculable", f"Il y faut le total et les BPI de l'ensemble du contrat. {note}"]
    of = f"{numbers.cell(WHOLE, 'BPI')} sur {numbers.cell(WHOLE, 'Total')}."
    reserve = " Même réserve que pour les personnes." if report.comment(WHOLE) else ""
    return ["Part des BPI", share, f"{of} {note}{reserve}"]


def _with_reserve(report: Report, note: str) -> str:
    """The note, and what the workbook says that limits the number."""
    comment = report.comment(WHOLE)
    return labels.spaced(f"{note} À lire ainsi : {comment.rstrip('.')}.") if comment else note


def _money(report: Report) -> list[str]:
    numbers = report.numbers
    keys = [f"{action.key}.finances" for action in report.actions()]
    spent = numbers.total((key, "P104 dépensé") for key in keys)
    granted = numbers.total((key, "P104 accordé") for key in keys)
    given, whose = granted.euros(), "accordés"
    committed = numbers.value(COMMITTED, "Montant")
    if granted.missing and committed is not None:
        granted, whose = Sum(committed, 0), "engagés"
        given = money(committed)
    pair = f"{spent.euros()} sur {given}"
    told = numbers.computed(COMPUTED, f"P104 dépensé sur {whose[:-1]}", pair, "Somme des actions, feuille Finances")
    if spent.value is not None and granted.value and not spent.missing and not granted.missing:
        rate = labels.rate(float(100 * spent.value / granted.value))
        note = f"Soit {numbers.computed(COMPUTED, 'P104 dépensé / accordé', rate, 'Somme des actions')} des crédits {whose}."
    else:
        note = _lacking(spent.missing, granted.missing, len(keys))
    return [f"P104 dépensé sur {whose[:-1]}", told, f"{note} P104 : programme 104 du budget de l'État."]


def _lacking(spent: int, granted: int, count: int) -> str:
    """« Dépense non renseignée pour 2 actions sur 15. »; nothing of what nothing lacks."""
    missing = {"Dépense non renseignée": spent, "Crédit accordé non renseigné": granted}
    told = [
        f"{words} pour {labels.counted(number, 'action')} sur {count}" for words, number in missing.items() if number
    ]
    return f"{' ; '.join(told)}." if told else ""
