"""The financial chapter of the document of a bilan: planned and real, who else paid, the account of programme 104."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from dashboard.bilan.asked import Action
from dashboard.bilan.general import ACCOUNT, MOST_PAYERS
from dashboard.bilan.planned import reported_on, unlike, why_no_gap
from dashboard.bilan.tables import GRANTED
from dashboard.documents.bilan import charts, planned_times, words
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import COMPUTED, NOT_GIVEN, Sum, money
from dashboard.documents.document import Block, Heading, Paragraph, Picture, PrintedTable
from dashboard.words import labels

PLANNED, REAL = "Coût prévu", "Coût réel"
COLUMNS = (PLANNED, REAL, "P104 demandé", GRANTED, "P104 dépensé")
PAID = "Montant payé"
PAYMENTS = ("Montant prévu", PAID)
PAYERS = [f"financeur-{place:02}" for place in range(1, MOST_PAYERS + 1)]
LEFT, RIGHT = ("compte-report", "compte-verse"), ("compte-depense", "compte-report-suivant")


def finances(report: Report) -> Iterator[Block]:
    """What was planned and what was spent, action by action, then who paid and what is left."""
    yield from _by_action(report)
    if (chart := _chart(report)) is not None:
        yield Paragraph(f"{chart.alternative.partition('.')[0]}.", is_kept=True)
        yield chart
    yield Heading("Autres financeurs", 2)
    yield from _payers(report)
    yield from report.notes((report.numbers.text(key, "Financeur"), key) for key in PAYERS)
    if told := _closing(report):
        yield Paragraph(labels.spaced(told))
    if "compte-verse" in report.numbers.rows:
        yield Heading("Compte du programme 104", 2)
        yield from _account(report)
    yield Heading("Ce que le bilan dit de ces montants", 2)
    yield report.place("ecarts-financiers", _gaps(report), "pourquoi les dépenses s'écartent de ce qui était prévu")


def _by_action(report: Report) -> Iterator[Block]:
    totals = {column: _total(report, report.actions(), column) for column in COLUMNS}
    columns = [column for column in COLUMNS if column != GRANTED or totals[GRANTED].euros() != NOT_GIVEN]
    timed = [planned_times.header(report, column) for column in columns]
    headers = ["Action", *timed[:2], "Écart", *timed[2:]]
    rows = [_action(report, action, columns) for action in report.actions()]
    told = {column: planned_times.total(report, column, totals[column]) for column in COLUMNS}
    whole = [told[PLANNED], told[REAL], _gap_of_totals(report, totals), *(told[column] for column in columns[2:])]
    widths = (16, *[3] * len(whole))
    yield PrintedTable("Coût et programme 104, par action", headers, [*rows, ["Ensemble", *whole]], widths)
    yield Paragraph(labels.spaced(_how_to_read(report, told)), is_small=True)


def _how_to_read(report: Report, totals: Mapping[str, str]) -> str:
    """What a gap is, or why there is none; what « au moins » says, where it is said."""
    why = why_no_gap(report.form, report.actions())
    compared = [action for action in report.actions() if report.form.is_planned_for(action)]
    told = ["Écart : coût réel moins coût prévu." if compared else "", why, _without(report)]
    if totals[PLANNED] == labels.ABSENT:
        told.append("Ce que le contrat prévoit en tout est au chapitre 1.")
    if totals[GRANTED] == NOT_GIVEN:
        told.append("P104 accordé, action par action : non renseigné.")
    if any(words.startswith("au") for words in totals.values()):
        told.append("« Au moins » : somme des actions qui répondent, d'autres ne répondent pas.")
    return " ".join(filter(None, told))


def _without(report: Report) -> str:
    """How many actions have no cost to say: they are no lack in a sum."""
    without = _total(report, report.actions(), REAL).without
    return (
        f"Dont {labels.counted(without, 'action')} sans dépense (« sans objet ») : la somme est entière."
        if without
        else ""
    )


def _action(report: Report, action: Action, columns: Sequence[str]) -> list[str]:
    key = f"{action.key}.finances"
    cells = [planned_times.cell(report, action, column) for column in columns]
    return [labels.spaced(report.begun_name(action)), *cells[:2], _gap(report, action, key), *cells[2:]]


def _gap(report: Report, action: Action, key: str) -> str:
    if not report.form.is_planned_for(action):
        return labels.ABSENT
    planned, real = (report.numbers.value(key, column) for column in (PLANNED, REAL))
    if planned is None or real is None:
        return labels.ABSENT
    return report.numbers.computed(key, "Écart", signed(real - planned), "coût réel moins coût prévu")


def _gap_of_totals(report: Report, totals: dict[str, Sum]) -> str:
    planned, real = totals[PLANNED], totals[REAL]
    if unlike(report.form, report.actions()):
        return labels.ABSENT
    if planned.value is None or real.value is None or planned.missing or real.missing:
        return labels.ABSENT
    return report.numbers.computed(COMPUTED, "écart total", signed(real.value - planned.value), "Somme des écarts")


def signed(value: Decimal) -> str:
    """« +1 200 € », « −300 € », « 0 € »."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{money(abs(value))}"


def _total(report: Report, actions: Sequence[Action], column: str) -> Sum:
    return report.numbers.total((f"{action.key}.finances", column) for action in actions)


def _chart(report: Report) -> Picture | None:
    axes = list(report.by_axis())
    names = [labels.spaced(words.short_axis(axis)) for axis, _own in axes]
    drawn = {PLANNED: "prévu", REAL: "réel"}
    title = "Coût prévu et coût réel, axe par axe"
    if unlike(report.form, report.actions()):
        del drawn[PLANNED]
        title = f"Coût réel ({reported_on(report.form)}), axe par axe"
    amounts = {name: [_total(report, own, column) for _axis, own in axes] for column, name in drawn.items()}
    return charts.money(title, names, amounts)


def _payers(report: Report) -> Iterator[Block]:
    """Who else pays, for which action; without what was planned where nobody says it."""
    numbers = report.numbers
    named = [key for key in PAYERS if key in numbers.rows and numbers.text(key, "Financeur")]
    if not named:
        yield Paragraph("Aucun autre financeur n'est renseigné.")
        return
    sums = {column: numbers.total((key, column) for key in named) for column in PAYMENTS}
    shown = [column for column in PAYMENTS if column == PAID or sums[column].euros() != NOT_GIVEN]
    rows = [[*_who_pays(report, key), *(numbers.cell(key, one) for one in shown)] for key in named]
    told = [numbers.computed(COMPUTED, f"total {one}", sums[one].euros(), "Autres financeurs") for one in shown]
    widths = (4, 6, *[3] * len(shown))
    yield PrintedTable("", ["Financeur", "Action", *shown], [*rows, ["Ensemble", "", *told]], widths)
    if len(shown) < len(PAYMENTS):
        yield Paragraph(labels.spaced("Montant prévu de chacun : non renseigné."), is_small=True)


def _who_pays(report: Report, key: str) -> list[str]:
    """The payer, and the action that it pays for."""
    action = report.numbers.text(key, "Action") or "ensemble du contrat"
    return [labels.spaced(report.numbers.text(key, "Financeur")), labels.spaced(action)]


def _closing(report: Report) -> str:
    """Whether what the actions cost was paid by somebody; nothing while a part of it is unknown."""
    numbers, actions = report.numbers, report.actions()
    cost, spent = (_total(report, actions, column) for column in (REAL, "P104 dépensé"))
    paid = numbers.total((key, PAID) for key in PAYERS if numbers.text(key, "Financeur"))
    if report.form.operator or cost.value is None or spent.value is None or cost.missing or spent.missing:
        return ""
    others = paid.value or Decimal(0)
    gap = cost.value - spent.value - others
    told = (
        f"Coût réel : {money(cost.value)} ; programme 104 : {money(spent.value)} ; autres financeurs : {money(others)}"
    )
    if abs(gap) <= 1:
        return f"{told}. Tout le coût a son payeur."
    words = numbers.computed(
        COMPUTED, "coût sans payeur", money(abs(gap)), "Coût réel, P104 dépensé, autres financeurs"
    )
    silent = f" ; {labels.counted(paid.missing, 'financeur')} sans montant" if paid.missing else ""
    return f"{told}. {words} {'sans payeur nommé' if gap > 0 else 'de plus que le coût'}{silent}."


def _account(report: Report) -> Iterator[Block]:
    numbers = report.numbers
    rows = [
        [labels.spaced(name), numbers.cell(key, "Montant"), numbers.day(key, "Date") or labels.ABSENT]
        for key, name in ACCOUNT.items()
    ]
    yield PrintedTable("", ["Mouvement", "Montant", "Date"], rows, (6, 3, 4)).without_silent_columns()
    yield from report.notes((name, key) for key, name in ACCOUNT.items())
    yield Paragraph(labels.spaced(_balance(report)))


def _balance(report: Report) -> str:
    """Whether what came in is what went out."""
    numbers = report.numbers
    came_in, went_out = (numbers.total((key, "Montant") for key in keys) for keys in (LEFT, RIGHT))
    if came_in.missing or went_out.missing or came_in.value is None or went_out.value is None:
        return f"L'équilibre du compte ne peut pas être vérifié : un de ses montants est {NOT_GIVEN}."
    left, right = came_in.value, went_out.value
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
    """What the workbook says of the amounts of each action."""
    said = [(report.name(action), report.comment(f"{action.key}.finances")) for action in report.actions()]
    return "\n".join(labels.spaced(f"{name} : {comment}") for name, comment in said if comment)
