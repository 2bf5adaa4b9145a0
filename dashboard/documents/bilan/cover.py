"""The cover of the document of a bilan, and the page of synthesis for the préfet."""

from collections.abc import Iterator

from dashboard.bilan.general import SUMMARY
from dashboard.documents.bilan import words
from dashboard.documents.bilan.exits import told_of_all
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN, counts_few
from dashboard.documents.document import Block, Facts, Heading, Paragraph, PrintedTable
from dashboard.words import labels

SUMMARY_TITLE = "Synthèse pour le préfet"
WHOLE = "contrat.public"
DONE = "réalisée"
DECISIONS = [key for key in SUMMARY if key.startswith("decision-")]


def cover(report: Report, chapters: list[str]) -> Iterator[Block]:
    """What is reported on, for whom, and what follows."""
    form, filled = report.form, report.filled
    yield Facts([(name, labels.spaced(told)) for name, told in _identity(report) if told])
    prefecture = "" if words.prefect(form.contract) else "préfecture de …"
    if prefecture:
        yield report.place("couverture-prefecture", "", prefecture)
    yield report.place("couverture-services", "", "services et organismes qui ont fait ce bilan, par leur fonction")
    if words.RESTRICTED in words.marks(filled):
        yield Paragraph(labels.spaced(_restricted(report)))
    yield Heading("Sommaire")
    yield Facts(
        [(name.partition(". ")[0] if ". " in name else "", name.partition(". ")[2] or name) for name in chapters]
    )


def _identity(report: Report) -> list[tuple[str, str]]:
    form, numbers = report.form, report.numbers
    contract = form.contract
    status = words.status(report.filled)
    validated = numbers.day("bilan-valide", "Réponse") if status == words.VALIDATED else ""
    return [
        ("Période", words.period(form.period_start, form.period_end)),
        ("Contrat", contract.title),
        ("Signataires", " ; ".join(contract.parties)),
        ("État du bilan", f"{status} (comité de pilotage du {validated})" if validated else status),
        ("Remis le", numbers.day("bilan-remis", "Réponse")),
        ("Auteur", numbers.text("bilan-auteur", "Réponse")),
        ("Organisme", form.operator and f"{form.operator} : ses seules actions"),
    ]


def _restricted(report: Report) -> str:
    why = [] if words.is_published(report.filled) else ["ce bilan n'est pas publié"]
    if counts_few(report.filled):
        subject = "il" if why else "ce bilan"
        why.append(f"{subject} compte, au moins une fois, de 1 à 10 personnes, que l'on pourrait reconnaître")
    return f"{words.RESTRICTED} : {' ; '.join(why)}."


def synthesis(report: Report) -> Iterator[Block]:
    """One page: five numbers, how it went, and what is to be decided."""
    yield Heading(SUMMARY_TITLE, starts_page=True)
    yield Paragraph(_sentence(report), is_kept=True)
    rows = [_done(report), _persons(report), _share(report), _money(report), told_of_all(report)]
    yield PrintedTable("", ["Chiffre clé", "Valeur", "Ce qu'il faut savoir"], rows, (3, 3, 6), is_large=True)
    yield Heading("Appréciation", 2)
    text = report.numbers.text("appreciation-etat", "Texte")
    yield report.place("appreciation-etat", text, "appréciation de l'État sur la période, en quelques lignes")
    yield Heading("Décisions demandées", 2)
    asked = [told for key in DECISIONS if (told := report.numbers.text(key, "Texte"))]
    listed = "\n".join(f"{number}. {told}" for number, told in enumerate(asked, start=1))
    yield report.place(
        "decisions", listed, "versement de la période suivante, report, actions à arrêter ou à changer, avenant"
    )


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
    return ["Part des BPI", share, f"{of} {note}"]


def _money(report: Report) -> list[str]:
    numbers = report.numbers
    keys = [f"{action.key}.finances" for action in report.actions()]
    spent = numbers.total((key, "P104 dépensé") for key in keys)
    granted = numbers.total((key, "P104 accordé") for key in keys)
    pair = f"{spent.euros()} sur {granted.euros()}"
    told = numbers.computed(COMPUTED, "P104 dépensé sur accordé", pair, "Somme des actions, feuille Finances")
    if spent.value is not None and granted.value and not spent.missing and not granted.missing:
        rate = labels.rate(float(100 * spent.value / granted.value))
        note = f"Soit {numbers.computed(COMPUTED, 'P104 dépensé / accordé', rate, 'Somme des actions')} des crédits accordés."
    else:
        note = _lacking(spent.missing, granted.missing, len(keys))
    return ["P104 dépensé sur accordé", told, f"{note} P104 : programme 104 du budget de l'État."]


def _lacking(spent: int, granted: int, count: int) -> str:
    return f"Dépense non renseignée pour {spent} actions sur {count}, crédit accordé pour {granted}."
