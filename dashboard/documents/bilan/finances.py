"""The financial chapter of the document of a bilan: planned and real, who else paid, the account of programme 104."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboard.bilan.asked import Action
from dashboard.bilan.general import ACCOUNT, MOST_PAYERS
from dashboard.documents.bilan import charts, words
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN, Sum, money
from dashboard.documents.document import Block, Heading, Paragraph, PrintedTable
from dashboard.words import labels

PLANNED, REAL = "Coût prévu", "Coût réel"
COLUMNS = (PLANNED, REAL, "P104 demandé", "P104 accordé", "P104 dépensé")
LEFT, RIGHT = ("compte-report", "compte-verse"), ("compte-depense", "compte-report-suivant")


def finances(report: Report) -> Iterator[Block]:
    """What was planned and what was spent, action by action, then who paid and what is left."""
    yield from _by_action(report)
    if (chart := _chart(report)) is not None:
        yield Paragraph("Coût prévu et coût réel, axe par axe.", is_kept=True)
        yield chart
    yield Heading("Autres financeurs", 2)
    yield _payers(report)
    if "compte-verse" in report.numbers.rows:
        yield Heading("Compte du programme 104", 2)
        yield from _account(report)
    yield Heading("Explication des écarts", 2)
    yield report.place("ecarts-financiers", _gaps(report), "pourquoi les dépenses s'écartent de ce qui était prévu")


def _by_action(report: Report) -> Iterator[Block]:
    headers = ["Action", *COLUMNS[:2], "Écart", *COLUMNS[2:]]
    rows = [_action(report, action) for action in report.actions()]
    totals = {column: _total(report, report.actions(), column) for column in COLUMNS}
    told = {
        column: report.numbers.computed(
            COMPUTED, f"total {column}", total.euros(), "Somme des actions, feuille Finances"
        )
        for column, total in totals.items()
    }
    whole = [told[PLANNED], told[REAL], _gap_of_totals(report, totals), *(told[column] for column in COLUMNS[2:])]
    yield PrintedTable("Coût et programme 104, par action", headers, [*rows, ["Ensemble", *whole]], (16, *[3] * 6))
    yield Paragraph(
        labels.spaced(
            "Écart : coût réel moins coût prévu. « Au moins » : somme des actions qui répondent, d'autres ne répondent pas."
        ),
        is_small=True,
    )


def _action(report: Report, action: Action) -> list[str]:
    numbers, key = report.numbers, f"{action.key}.finances"
    cells = [numbers.cell(key, column) for column in COLUMNS]
    return [labels.spaced(report.name(action)), *cells[:2], _gap(report, key), *cells[2:]]


def _gap(report: Report, key: str) -> str:
    planned, real = (report.numbers.value(key, column) for column in (PLANNED, REAL))
    if planned is None or real is None:
        return labels.ABSENT
    return report.numbers.computed(key, "Écart", signed(real - planned), "coût réel moins coût prévu")


def _gap_of_totals(report: Report, totals: dict[str, Sum]) -> str:
    planned, real = totals[PLANNED], totals[REAL]
    if planned.value is None or real.value is None or planned.missing or real.missing:
        return labels.ABSENT
    return report.numbers.computed(COMPUTED, "écart total", signed(real.value - planned.value), "Somme des écarts")


def signed(value: Decimal) -> str:
    """« +1 200 € », « −300 € », « 0 € »."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{money(abs(value))}"


def _total(report: Report, actions: Sequence[Action], column: str) -> Sum:
    return report.numbers.total((f"{action.key}.finances", column) for action in actions)


def _chart(report: Report) -> Block | None:
    axes = list(report.by_axis())
    names = [labels.spaced(words.short_axis(axis)) for axis, _own in axes]
    planned, real = ([_known(_total(report, own, column)) for _axis, own in axes] for column in (PLANNED, REAL))
    return charts.money(names, planned, real)


def _known(total: Sum) -> Decimal | None:
    """A sum that lacks a part is none to draw."""
    return None if total.missing else total.value


def _payers(report: Report) -> Block:
    numbers, rows = report.numbers, []
    for place in range(1, MOST_PAYERS + 1):
        key = f"financeur-{place:02}"
        if key not in numbers.rows or not (payer := numbers.text(key, "Financeur")):
            continue
        amounts = [numbers.cell(key, column) for column in ("Montant prévu", "Montant payé")]
        action = numbers.text(key, "Action") or "ensemble du contrat"
        rows.append([labels.spaced(cell) for cell in (payer, action)] + amounts)
    if not rows:
        return Paragraph("Aucun autre financeur n'est renseigné.")
    return PrintedTable("", ["Financeur", "Action", "Montant prévu", "Montant payé"], rows, (4, 6, 3, 3))


def _account(report: Report) -> Iterator[Block]:
    numbers = report.numbers
    rows = [
        [labels.spaced(name), numbers.cell(key, "Montant"), numbers.day(key, "Date") or labels.ABSENT]
        for key, name in ACCOUNT.items()
    ]
    yield PrintedTable("", ["Mouvement", "Montant", "Date"], rows, (6, 3, 4))
    yield Paragraph(labels.spaced(_balance(report)))


def _balance(report: Report) -> str:
    """Whether what came in is what went out."""
    numbers = report.numbers
    sides = [[numbers.value(key, "Montant") for key in keys] for keys in (LEFT, RIGHT)]
    if any(value is None for side in sides for value in side):
        return f"L'équilibre du compte ne peut pas être vérifié : un de ses montants est {NOT_GIVEN}."
    left, right = (sum((value for value in side if value is not None), Decimal(0)) for side in sides)
    of = "compte du programme 104"
    came = numbers.computed(COMPUTED, "reporté + versé", money(left), of)
    went = numbers.computed(COMPUTED, "dépensé + reporté sur la suite", money(right), of)
    if left == right:
        return (
            f"Le compte est équilibré : reporté et versé, {came} ; dépensé et reporté sur la période suivante, {went}."
        )
    gap = numbers.computed(COMPUTED, "déséquilibre du compte", signed(left - right), of)
    return f"Le compte n'est pas équilibré : {came} d'entrées, {went} de sorties, soit {gap} à expliquer."


def _gaps(report: Report) -> str:
    """What the workbook says of the amounts of actions that cost more or less than planned."""
    told = []
    for action in report.actions():
        row = report.numbers.rows[f"{action.key}.finances"]
        comment = report.numbers.text(row.key, "Commentaire")
        planned, real = (report.numbers.value(row.key, column) for column in (PLANNED, REAL))
        if comment and planned != real:
            told.append(f"{report.name(action)} : {comment}")
    return "\n".join(labels.spaced(line) for line in told)
