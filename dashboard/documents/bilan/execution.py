"""The first chapters of the document of a bilan: the contract, its steering, its actions and who they were for."""

from collections.abc import Iterator, Sequence

from dashboard.bilan.asked import Action, Amount
from dashboard.bilan.general import ANSWER, MEETINGS, SAID_WRONG, SIGNED
from dashboard.bilan.tables import PUBLIC_COLUMNS, TARGET
from dashboard.documents.bilan import charts
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import NOT_GIVEN, money
from dashboard.documents.bilan.words import agreed
from dashboard.documents.document import Block, Facts, Paragraph, PrintedTable
from dashboard.words import labels
from dashboard.words.grammar import plural

WHOLE = "contrat.public"
UNSAID = "non publié"
NATURES = (
    "Un plafond, un engagement et une prévision sont trois choses : ils ne s'additionnent pas. « Sous condition » : le document "
    "met une condition au versement. Un montant de plusieurs années n'est pas partagé entre elles."
)


def contract(report: Report) -> Iterator[Block]:
    """What was agreed: who, for whom, on what, for how much, until when."""
    told = report.form.contract
    axes = list(dict.fromkeys(report.axis(action) for action in report.actions()))
    length = labels.counted(told.duration_months, "mois") if told.duration_months else UNSAID
    yield Facts(
        [
            ("Intitulé", labels.spaced(told.title)),
            ("Parties", labels.spaced(" ; ".join(told.parties) or UNSAID)),
            ("Signé le", _signed(report)),
            ("Calendrier", _calendar(told.starts_on, told.ends_on)),
            ("Durée", length),
            ("Actions", labels.counted(len(report.actions()), "action")),
        ]
    )
    if any(axes):
        rows = [[axis or "Sans axe", _count(report, axis)] for axis in axes]
        yield PrintedTable("Axes du contrat", ["Axe", "Actions"], [[labels.spaced(a), b] for a, b in rows], (9, 2))
    if told.amounts:
        rows = [_amount(report, amount) for amount in told.amounts]
        yield PrintedTable("Montants publiés du contrat", ["Montant", "Nature", "Période", "Euros"], rows, (5, 3, 3, 2))
        yield Paragraph(labels.spaced(NATURES), is_small=True)
    else:
        yield Paragraph("L'Atlas ne publie aucun montant de ce contrat.")
    if said := report.numbers.text(SAID_WRONG, ANSWER):
        yield Paragraph(labels.spaced(f"Ce que ce bilan dit du contrat : {said}"))


def _signed(report: Report) -> str:
    """As the contract's documents publish it; else as the bilan says."""
    if report.form.contract.signed_on:
        return labels.partial_date(report.form.contract.signed_on)
    told = report.numbers.day(SIGNED, ANSWER)
    return labels.spaced(f"{told} (d'après ce bilan)") if told else UNSAID


def _calendar(starts_on: str | None, ends_on: str | None) -> str:
    if not starts_on and not ends_on:
        return UNSAID
    start, end = (labels.partial_date(day) if day else "date non publiée" for day in (starts_on, ends_on))
    return f"{start} – {end}"


def _count(report: Report, axis: str) -> str:
    return labels.counted(sum(report.axis(action) == axis for action in report.actions()), "action")


def _amount(report: Report, amount: Amount) -> list[str]:
    nature = labels.NATURES[amount.nature] + (" sous condition" if amount.is_conditional else "")
    when = labels.period(None, amount.period_start, amount.period_end)
    told = report.numbers.published(
        amount.observation_id, money(amount.amount_eur), f"{amount.label}, {nature}, {when}"
    )
    return [labels.spaced(amount.label), nature, when, told]


def steering(report: Report) -> Iterator[Block]:
    """The meetings that were held, and what is said of those who worked together."""
    numbers = report.numbers
    rows = []
    for code, (name, count) in MEETINGS.items():
        for number in range(1, count + 1):
            key = f"{code}-{number}"
            cells = [numbers.day(key, "Date"), numbers.text(key, "Participants"), numbers.text(key, "Décisions")]
            if any(cells):
                rows.append([name, *(cell or NOT_GIVEN for cell in cells)])
    if rows:
        told = [[labels.spaced(cell) for cell in row] for row in rows]
        yield PrintedTable("Instances tenues", ["Instance", "Date", "Participants", "Décisions"], told, (3, 3, 4, 6))
    else:
        yield Paragraph("Aucune instance n'est renseignée.")
    yield report.place("gouvernance", "", "partenariat : qui participe, ce qui fonctionne, ce qui manque")


def actions(report: Report) -> Iterator[Block]:
    """The state of each action, axis by axis, and what it reached of what it aimed at."""
    if any(report.states(report.actions())):
        yield Paragraph(labels.spaced(_states_told(report)), is_kept=True)
    if (chart := charts.states(report)) is not None:
        yield chart
    for axis, own in report.by_axis():
        rows = [_action(report, action) for action in own]
        headers = ["Action", "État", "Visé", "Atteint", "Taux", "Coût réel", "P104 dépensé"]
        table = PrintedTable(labels.spaced(axis or "Actions sans axe"), headers, rows, (14, 4, 3, 3, 2, 3, 3))
        yield table.without_silent_columns()
        yield from report.notes((report.short_name(action), reached(report, action)[0]) for action in own)
    yield Paragraph(
        labels.spaced(
            "Personnes : celles que l'action a reçues ; acteurs : professionnels et bénévoles formés. Tiret, ou "
            "colonne absente : rien n'est demandé ou rien n'était visé. P104 : subvention sur les crédits du programme 104."
        ),
        is_small=True,
    )


def _states_told(report: Report) -> str:
    states = report.states(report.actions())
    told = [f"{count} {agreed(state, count)}" for state, count in states.items()]
    return f"Sur {labels.counted(len(report.actions()), 'action')} : {', '.join(told)}."


def _action(report: Report, action: Action) -> list[str]:
    numbers, money_key = report.numbers, f"{action.key}.finances"
    key, column = reached(report, action)
    return [
        labels.spaced(report.name(action)),
        report.state(action) or NOT_GIVEN,
        _of_whom(report, key, TARGET),
        _of_whom(report, key, column),
        numbers.rate(key, column, TARGET),
        numbers.cell(money_key, "Coût réel"),
        numbers.cell(money_key, "P104 dépensé"),
    ]


def reached(report: Report, action: Action) -> tuple[str, str]:
    """The cell that says how many people an action reached, or how many actors it trained."""
    is_for_actors = f"{action.key}.public" not in report.numbers.rows
    return (f"{action.key}.acteurs", "Acteurs formés") if is_for_actors else (f"{action.key}.public", "Total")


def _of_whom(report: Report, key: str, column: str) -> str:
    """« 46 personnes », « 64 acteurs »: those who are helped and those who are trained are not one count."""
    words = target(report, key) if column == TARGET else report.numbers.cell(key, column)
    if (value := report.numbers.value(key, column)) is None:
        return words
    return f"{words}{labels.NBSP}{plural(float(value), 'acteur' if key.endswith('.acteurs') else 'personne')}"


def target(report: Report, key: str) -> str:
    """What was aimed at; nobody is asked to give a target, so that none is no lack."""
    return labels.ABSENT if report.numbers.value(key, TARGET) is None else report.numbers.cell(key, TARGET)


def public(report: Report) -> Iterator[Block]:
    """Who the actions were for: women and men, the young, those under international protection."""
    own = [action for action in report.actions() if f"{action.key}.public" in report.numbers.rows]
    if not own:
        yield Paragraph("Aucune action de ce bilan ne compte de personnes.")
        return
    yield Paragraph(
        labels.spaced(
            "Une personne qui suit plusieurs actions est comptée dans chacune : les nombres des actions ne s'additionnent pas. "
            "La dernière ligne compte chaque personne une fois, quand le bilan le dit."
        ),
        is_kept=True,
    )
    keys = [(report.begun_name(action), f"{action.key}.public") for action in own]
    keys += [("Ensemble du contrat, chaque personne une fois", WHOLE)] if WHOLE in report.numbers.rows else []
    yield PrintedTable("Personnes, par action", ["Action", *PUBLIC_COLUMNS], _people(report, keys), (16, *[3] * 8))
    named = [(report.short_name(action), f"{action.key}.public") for action in own]
    yield from report.notes([*named, ("Ensemble du contrat", WHOLE)])
    for picture in charts.people(report, own):
        yield Paragraph(f"{picture.alternative.partition('.')[0]}.", is_kept=True)
        yield picture
    if unsaid := [report.short_name(action) for action in own if _lacks_sexes(report, action)]:
        yield Paragraph(
            labels.spaced(f"Sans femmes et hommes comptés, et sans barre : {', '.join(unsaid)}."), is_small=True
        )
    yield Paragraph(
        labels.spaced(
            "BPI : bénéficiaires de la protection internationale. Non mesuré, sans objet, non transmis, secret : réponses du "
            f"bilan ; « {NOT_GIVEN} » : aucune réponse. Aucune de ces réponses ne vaut zéro."
        ),
        is_small=True,
    )


def _lacks_sexes(report: Report, action: Action) -> bool:
    return any(report.numbers.value(f"{action.key}.public", column) is None for column in ("Femmes", "Hommes"))


def _people(report: Report, keys: Sequence[tuple[str, str]]) -> list[list[str]]:
    """A line an action; one that is not run says so once, beside its name: eight times would not fit."""
    rows = []
    for name, key in keys:
        state = report.numbers.state_not_run(key)
        cells = [report.numbers.cell(key, column) for column in PUBLIC_COLUMNS]
        told = f"{name} ({state})" if state in cells else name
        rows.append([labels.spaced(told), *(labels.ABSENT if cell == state else cell for cell in cells)])
    return rows
