"""Who left, who left well, and what became of them: each number beside that of which it is a part."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from dashboard.bilan.asked import Action, Row
from dashboard.bilan.tables import REALISED, WHOLE_CONTRACT
from dashboard.documents.bilan.execution import target
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN
from dashboard.documents.document import Block, Paragraph, PrintedTable
from dashboard.words import grammar, labels

EXITS, UNKNOWN, POSITIVE = "atlas-sorties", "atlas-issue-inconnue", "3.2-sorties-positives"
TRAINING, LASTING, LATER = "3.2-en-formation", "3.2-en-emploi-durable", "3.2-sorties-positives-a-6-mois"
FEWEST_EXITS = 5  # below, a rate says nothing
STEPS = (
    ("Sorties du parcours", EXITS, None),
    ("dont issue inconnue", UNKNOWN, EXITS),
    ("dont sorties positives", POSITIVE, EXITS),
    ("dont en formation professionnelle", TRAINING, POSITIVE),
    ("dont en emploi durable", LASTING, POSITIVE),
    ("encore positives 6 mois après", LATER, POSITIVE),
)
OF_CONTRACT = Action(WHOLE_CONTRACT, None, title="Ensemble du contrat, chaque personne comptée une fois")
OF = {EXITS: "des sorties", POSITIVE: "des sorties positives"}


def is_step(row: Row) -> bool:
    """Whether an indicator stands in the cascade."""
    return row.key.partition("/")[2] in {code for _name, code, _whole in STEPS}


def is_told(report: Report, row: Row) -> bool:
    """Whether a result stands in a table: it is answered, or had to be."""
    question = row.questions[REALISED]
    if report.numbers.state_not_run(row.key):
        return question.question_id in report.filled.answers
    return question.is_required or report.numbers.cell(row.key, REALISED) != NOT_GIVEN


def leavers(report: Report) -> list[Action]:
    """The actions that are asked who left."""
    return [action for action in report.actions() if f"{action.key}/{POSITIVE}" in report.numbers.rows]


def cascade(report: Report) -> Iterator[Block]:
    """A table an action: from who was accompanied to who still does well, each with its denominator; then one for the
    contract, where somebody counted over all actions.
    """
    for action in [*leavers(report), *([OF_CONTRACT] if _of_contract(report) else [])]:
        asked = [step for step in STEPS if f"{action.key}/{step[1]}" in report.numbers.rows]
        steps = [step for step in asked if is_told(report, report.numbers.rows[f"{action.key}/{step[1]}"])]
        rows = [_people(report, action), *(_step(report, action, *step) for step in steps)]
        title = labels.spaced(f"Des bénéficiaires aux sorties : {_name(report, action)}")
        headers = ["Étape", "Visé", "Nombre", "Rapporté à"]
        yield PrintedTable(title, headers, rows, (4, 1, 2, 5)).without_silent_columns()
        yield from report.notes(
            [
                ("Bénéficiaires", f"{action.key}.public"),
                *((name, f"{action.key}/{code}") for name, code, _whole in steps),
            ]
        )
        if silent := [step[0].removeprefix("dont ") for step in asked if step not in steps]:
            yield Paragraph(labels.spaced(f"Facultatif, et non renseigné : {', '.join(silent)}."), is_small=True)
    yield Paragraph(labels.spaced(_reserve()), is_small=True)


def _reserve() -> str:
    return (
        "Une issue inconnue n'est comptée ni comme positive ni comme négative. "
        f"Sous {FEWEST_EXITS} sorties, aucun taux."
    )


def _of_contract(report: Report) -> tuple[Decimal, Decimal] | None:
    """Who left well and who left, of the whole contract, each once; none unless both are said."""
    keys = [f"{WHOLE_CONTRACT}/{code}" for code in (POSITIVE, EXITS)]
    part, of = (report.numbers.value(key, REALISED) if key in report.numbers.rows else None for key in keys)
    return None if part is None or of is None else (part, of)


def _name(report: Report, action: Action) -> str:
    return action.title if action is OF_CONTRACT else report.name(action)


def _people(report: Report, action: Action) -> list[str]:
    key = f"{action.key}.public"
    name = "Bénéficiaires" if action is OF_CONTRACT else "Bénéficiaires de l'action"
    return [name, target(report, key), report.numbers.cell(key, "Total"), labels.ABSENT]


def _step(report: Report, action: Action, name: str, code: str, whole: str | None) -> list[str]:
    numbers, key = report.numbers, f"{action.key}/{code}"
    line = [name, target(report, key), numbers.cell(key, REALISED)]
    if whole is None:
        return [*line, labels.ABSENT]
    part, of = numbers.value(key, REALISED), numbers.value(f"{action.key}/{whole}", REALISED)
    if part is None or of is None:
        return [*line, labels.spaced("pas de taux : un des deux nombres manque")]
    if of < FEWEST_EXITS:
        return [*line, labels.spaced(f"pas de taux : moins de {FEWEST_EXITS}")]
    rate = numbers.computed(key, f"sur {whole}", share(part, of), f"{_name(report, action)}, {name}")
    return [*line, f"{rate} {OF[whole]}"]


def share(part: Decimal, whole: Decimal) -> str:
    """« 60,0 % »: of everybody who was counted, not of a sample, so that it bears no interval."""
    return labels.rate(float(100 * part / whole))


def told_of_all(report: Report) -> list[str]:
    """The line of the synthesis: those who left well of those who left, of the contract where somebody counted each once,
    else over all actions that count both.
    """
    name, numbers, actions = "Sorties positives", report.numbers, leavers(report)
    if not actions:
        return [name, "sans objet", "Aucune action de ce contrat ne mène à l'emploi."]
    if (once := _of_contract(report)) is not None:
        return [name, *_rated(report, once, "des sorties", "Chaque personne comptée une fois.", "Ensemble du contrat")]
    counted = {
        action: [numbers.value(f"{action.key}/{code}", REALISED) for code in (POSITIVE, EXITS)] for action in actions
    }
    whole = {action: (part, of) for action, (part, of) in counted.items() if part is not None and of is not None}
    if not whole:
        return [name, *_without_rate(report, [part for part, _of in counted.values() if part is not None])]
    part, of = (sum(column, Decimal(0)) for column in zip(*whole.values(), strict=True))
    others = {action: part for action, (part, _of) in counted.items() if action not in whole and part is not None}
    whose, double = _whose(report, [*whole])
    over = f"{double} {_without_exits(report, others)}".strip()
    return [name, *_rated(report, (part, of), whose, over, "Somme des actions")]


def _whose(report: Report, actions: Sequence[Action]) -> tuple[str, str]:
    """Of which actions a rate is, and what that does to its counts."""
    if len(actions) == 1:
        return f"des sorties de l'action {_called(report, actions[0])}", ""
    double = "Une personne sortie de plusieurs actions y compte plusieurs fois."
    if not all(action.number for action in actions):
        return f"des sorties de {len(actions)} actions", double
    return f"des sorties des actions {grammar.listed([action.number for action in actions])}", double


def _without_exits(report: Report, positive: Mapping[Action, Decimal]) -> str:
    """« L'action 1.2.4 compte 21 sorties positives de plus, sans dire sur combien de sorties. »"""
    told = [
        f"L'action {_called(report, action)} compte {labels.counted(int(part), 'sortie positive', 'sorties positives')} "
        "de plus, sans dire sur combien de sorties."
        for action, part in positive.items()
    ]
    return " ".join(told)


def _called(report: Report, action: Action) -> str:
    """« 1.2.4 », « « Parrainage » »."""
    return action.number or f"« {report.begun_name(action)} »"


def _rated(report: Report, counts: tuple[Decimal, Decimal], whose: str, over: str, origin: str) -> tuple[str, str]:
    """« 18 sur 30 sorties », and its rate where there is one, with whose it is."""
    part, of = counts
    counted = f"{labels.plain(float(part))} sur {labels.counted(int(of), 'sortie')}"
    told = report.numbers.computed(COMPUTED, "sorties positives", counted, f"{origin}, feuille Indicateurs")
    if of < FEWEST_EXITS:
        return told, labels.spaced(f"Pas de taux sous {FEWEST_EXITS} sorties. {over}".strip())
    over = f"{over} {_reserve_of_contract(report)}".strip()
    rate = report.numbers.computed(
        COMPUTED, "taux de sorties positives", share(part, of), "Sorties positives / sorties"
    )
    return told, labels.spaced(f"Soit {rate} {whose}. {over}".strip())


def _reserve_of_contract(report: Report) -> str:
    """What the workbook says that limits the exits of the whole contract."""
    said = [report.comment(f"{WHOLE_CONTRACT}/{code}") for code in (EXITS, POSITIVE)]
    told = list(dict.fromkeys(comment.rstrip(".") for comment in said if comment))
    return f"À lire ainsi : {' ; '.join(told)}." if told else ""


def _without_rate(report: Report, positive: list[Decimal]) -> tuple[str, str]:
    why = "Le nombre de sorties n'est pas renseigné : aucun taux ne peut être calculé."
    if not positive:
        return NOT_GIVEN, why
    counted = labels.plain(float(sum(positive, Decimal(0))))
    told = report.numbers.computed(COMPUTED, "sorties positives", counted, "Somme des actions, feuille Indicateurs")
    return told, why
