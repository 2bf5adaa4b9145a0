"""Who left, who left well, and what became of them: each number beside that of which it is a part."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.bilan.asked import Action, Row
from dashboard.bilan.tables import REALISED
from dashboard.documents.bilan.execution import target
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN
from dashboard.documents.document import Block, Paragraph, PrintedTable
from dashboard.words import labels
from queries.exit_statistics import wilson

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
OF = {EXITS: "des sorties", POSITIVE: "des sorties positives"}


def is_step(row: Row) -> bool:
    """Whether an indicator stands in the cascade."""
    return row.key.partition("/")[2] in {code for _name, code, _whole in STEPS}


def leavers(report: Report) -> list[Action]:
    """The actions that are asked who left."""
    return [action for action in report.actions() if f"{action.key}/{POSITIVE}" in report.numbers.rows]


def cascade(report: Report) -> Iterator[Block]:
    """A table an action: from who was accompanied to who still does well, each with its denominator."""
    for action in leavers(report):
        rows = [_people(report, action), *(_step(report, action, *step) for step in STEPS)]
        yield PrintedTable(
            labels.spaced(f"Des bénéficiaires aux sorties : {report.name(action)}"),
            ["Étape", "Visé", "Nombre", "Rapporté à"],
            rows,
            (4, 1, 2, 5),
        )
    yield Paragraph(labels.spaced(_reserve()), is_small=True)


def _reserve() -> str:
    return (
        "Intervalle de Wilson à 95 % : où se trouve le taux, aux hasards d'un petit nombre près. Une issue inconnue n'est "
        f"comptée ni comme positive ni comme négative. Sous {FEWEST_EXITS} sorties, aucun taux."
    )


def _people(report: Report, action: Action) -> list[str]:
    key = f"{action.key}.public"
    return ["Bénéficiaires de l'action", target(report, key), report.numbers.cell(key, "Total"), labels.ABSENT]


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
    rate = numbers.computed(
        key, f"sur {whole}", interval(part, of, is_sure=code != UNKNOWN), f"{report.name(action)}, {name}"
    )
    return [*line, f"{rate} {OF[whole]}"]


def interval(part: Decimal, whole: Decimal, is_sure: bool = True) -> str:
    """« 60,0 % [42,3 % ; 75,4 %] », the interval at 95 %."""
    rate = labels.rate(float(100 * part / whole))
    if not is_sure or part > whole or part != int(part) or whole != int(whole):
        return rate
    low, high = (labels.rate(100 * bound) for bound in wilson(int(part), int(whole)))
    return f"{rate} [{low}\u202f; {high}]"


def told_of_all(report: Report) -> list[str]:
    """The line of the synthesis: those who left well of those who left, over all actions that count both."""
    name, numbers, actions = "Sorties positives", report.numbers, leavers(report)
    if not actions:
        return [name, "sans objet", "Aucune action de ce contrat ne mène à l'emploi."]
    pairs = [[numbers.value(f"{action.key}/{code}", REALISED) for code in (POSITIVE, EXITS)] for action in actions]
    whole = [(part, of) for part, of in pairs if part is not None and of is not None]
    if not whole:
        return [name, *_without_rate(report, [part for part, _of in pairs if part is not None])]
    part, of = (sum(column, Decimal(0)) for column in zip(*whole, strict=True))
    counted = f"{labels.plain(float(part))} sur {labels.plain(float(of))}"
    told = numbers.computed(COMPUTED, "sorties positives", counted, "Somme des actions, feuille Indicateurs")
    over = (
        f"Actions qui comptent les deux : {len(whole)} sur {len(actions)} ; qui sort de deux actions y est deux fois."
    )
    if of < FEWEST_EXITS:
        return [name, told, labels.spaced(f"Pas de taux sous {FEWEST_EXITS} sorties. {over}")]
    rate = numbers.computed(COMPUTED, "taux de sorties positives", interval(part, of), "Sorties positives / sorties")
    return [name, told, labels.spaced(f"Soit {rate}, intervalle à 95 %. {over}")]


def _without_rate(report: Report, positive: list[Decimal]) -> tuple[str, str]:
    why = "Le nombre de sorties n'est pas renseigné : aucun taux ne peut être calculé."
    if not positive:
        return NOT_GIVEN, why
    counted = labels.plain(float(sum(positive, Decimal(0))))
    told = report.numbers.computed(COMPUTED, "sorties positives", counted, "Somme des actions, feuille Indicateurs")
    return told, why
