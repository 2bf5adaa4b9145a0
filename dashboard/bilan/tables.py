"""The tables of the workbook, sheet by sheet: what is known in each row, and what is asked."""

from collections.abc import Iterator, Mapping, Sequence

from dashboard.bilan import general, units
from dashboard.bilan.asked import (
    KEY,
    STATE_WORDS,
    UNIT,
    Action,
    Asked,
    Column,
    Form,
    Home,
    Kind,
    Question,
    Role,
    Row,
    Sheet,
    Table,
)
from dashboard.bilan.indicators import (
    ACTORS_SECTION,
    MONEY_SECTION,
    POSITIVE_EXITS,
    PUBLIC_SECTION,
    Item,
    Promise,
    Wanted,
    exits_of_contract,
    in_section,
    kind_of,
    of_themes,
    unit_words,
)
from dashboard.bilan.planned import planned_for
from dashboard.words import bilan_words

Promises = Mapping[str, Sequence[Promise]]
ACTION = Column("Action", width=44)
COUNTINGS = tuple(bilan_words.COUNTINGS.values())
# The columns of the sections that every action answers: the item of the repertoire that each asks.
PUBLIC_COLUMNS = {
    "Total": "1.1-beneficiaires",
    "Hommes": "1.1-hommes",
    "Femmes": "1.1-femmes",
    "Moins de 25 ans": "1.1-moins-de-25-ans",
    "BPI": "1.1-bpi",
    "BPI hommes": "1.1-bpi-hommes",
    "BPI femmes": "1.1-bpi-femmes",
    "BPI de moins de 25 ans": "1.1-bpi-moins-de-25-ans",
}
ACTORS_COLUMNS = {
    "Acteurs formés": "1.2-acteurs-formes",
    "Heures de formation": "1.2-heures-de-formation",
    "Outils": "1.2-outils",
}
MONEY_COLUMNS = {"Coût réel": "2-cout-total", "P104 dépensé": "2-subvention-p104"}
PLANNED_COST, REQUESTED, GRANTED = "Coût prévu", "P104 demandé", "P104 accordé"
PLANNED_FOR = "Années du coût prévu"
TARGET, REALISED = "Objectif", "Réalisé"
WHOLE_CONTRACT = "contrat"
OF_CONTRACT = "Ensemble du contrat, chaque personne comptée une fois (ajout de l'Atlas, facultatif)"
NOTES = (
    ("Façon de compter", Role.COUNTING, Kind.CHOICE, "Chaque personne comptée une fois, ou chaque participation."),
    ("Source", Role.SOURCE, Kind.TEXT, "D'où vient le chiffre : émargements, logiciel, convention, compte…"),
    ("Compté le", Role.COUNTED_ON, Kind.DATE, "Date à laquelle le chiffre a été compté."),
    ("Commentaire", Role.COMMENT, Kind.TEXT, "Ce qu'il faut savoir pour lire le chiffre. Aucun nom de personne."),
)


def tables(form: Form, items: Mapping[str, Item], promises: Promises) -> tuple[Table, ...]:
    """Every table of a form. What concerns the whole contract is asked of who reports on all of it."""
    is_whole = not form.operator
    made = [*general.contract(form), general.actions(form), _public(form, items, promises)]
    made += [_actors(form, items, promises), _costs(form, items, promises), general.payers(form)]
    made += [general.account()] if is_whole else []
    made.append(_indicators(form, items, promises))
    made += general.narrative() if is_whole else []
    return tuple(table for table in made if table.rows)


def _public(form: Form, items: Mapping[str, Item], promises: Promises) -> Table:
    columns = [ACTION, Column(TARGET, "Nombre de personnes visé.")]
    columns += [Column(name, items[code].asked.definition) for name, code in PUBLIC_COLUMNS.items() if code in items]
    rows = [_people(action, items, promises) for action in form.actions]
    if not form.operator:
        rows.append(_people_of_contract(items))
    return Table(
        Sheet.PUBLIC,
        "Personnes, par action",
        (*_keyed(columns), *_notes_columns(is_counted=True)),
        tuple(row for row in rows if row.questions),
        "Une personne qui suit plusieurs actions compte une fois dans chacune, et une fois dans la ligne du contrat.",
    )


def _people(action: Action, items: Mapping[str, Item], promises: Promises) -> Row:
    asked = in_section(PUBLIC_SECTION, action, items, promises.get(action.action_id or "", ()))
    known: dict[str, object] = {ACTION.header: general.named(action)}
    key = f"{action.key}.public"
    questions = _measured(key, action.key, PUBLIC_COLUMNS, asked, items)
    target = PUBLIC_COLUMNS["Total"]
    if target not in asked:
        return Row(key, action.action_id, known)
    if action.target is not None:
        known[TARGET] = action.target
    else:
        questions[TARGET] = _target(key, f"{action.key}/{target}", asked[target])
    return Row(key, action.action_id, known, questions | _notes(key))


def _people_of_contract(items: Mapping[str, Item]) -> Row:
    """Distinct persons over all actions, which no sum of theirs gives. Nobody else asks for them."""
    key = f"{WHOLE_CONTRACT}.public"
    asked = {
        code: Asked(
            item.asked.label, item.asked.definition, item.asked.unit, code, None, item.asked.measure_id, item.asked.breakdown,
            parent_item_id=item.asked.parent_item_id, is_addition=True,
        )
        for code, item in items.items()
        if item.section == PUBLIC_SECTION
    }  # fmt: skip
    return Row(
        key,
        None,
        {ACTION.header: OF_CONTRACT},
        _measured(key, WHOLE_CONTRACT, PUBLIC_COLUMNS, asked, items) | _notes(key),
    )


def _actors(form: Form, items: Mapping[str, Item], promises: Promises) -> Table:
    columns = [ACTION, Column(TARGET, "Nombre d'acteurs à former.")]
    columns += [Column(name, items[code].asked.definition) for name, code in ACTORS_COLUMNS.items() if code in items]
    rows = []
    for action in form.actions:
        asked = in_section(ACTORS_SECTION, action, items, promises.get(action.action_id or "", ()))
        key = f"{action.key}.acteurs"
        questions = _measured(key, action.key, ACTORS_COLUMNS, asked, items)
        if (trained := ACTORS_COLUMNS["Acteurs formés"]) in asked:
            questions[TARGET] = _target(key, f"{action.key}/{trained}", asked[trained])
        rows.append(
            Row(
                key, action.action_id, {ACTION.header: general.named(action)}, questions | _notes(key, is_counted=False)
            )
        )
    return Table(
        Sheet.ACTORS,
        "Acteurs de l'intégration, par action",
        (*_keyed(columns), *_notes_columns(is_counted=False)),
        tuple(row for row in rows if len(row.questions) > len(NOTES)),
        "Six heures données à douze personnes font six heures.",
    )


def _costs(form: Form, items: Mapping[str, Item], promises: Promises) -> Table:
    columns = [
        ACTION,
        Column(PLANNED_COST, "Coût total de l'action que prévoit le contrat, pour les années dites à côté."),
        Column(PLANNED_FOR, "Temps pour lequel le contrat prévoit ce coût ; celui du bilan quand il est à donner.", 12),
        Column(REQUESTED, "Subvention du programme 104 que demande le contrat."),
        Column(GRANTED, "Subvention du programme 104 accordée pour cette action."),
    ]
    columns += [Column(name, items[code].asked.definition) for name, code in MONEY_COLUMNS.items() if code in items]
    rows = []
    for action in form.actions:
        asked = in_section(MONEY_SECTION, action, items, promises.get(action.action_id or "", ()))
        key = f"{action.key}.finances"
        planned = {PLANNED_COST: action.planned_cost_eur, REQUESTED: action.requested_p104_eur}
        known = {ACTION.header: general.named(action)} | {
            name: value for name, value in planned.items() if value is not None
        }
        questions = {name: general.amount(key, name, action.key) for name in (*planned, GRANTED) if name not in known}
        if PLANNED_COST in known:
            known[PLANNED_FOR] = planned_for(action)
        questions |= _measured(key, action.key, MONEY_COLUMNS, asked, items) | _notes(key, is_counted=False)
        rows.append(Row(key, action.action_id, known, questions))
    return Table(
        Sheet.FINANCES,
        "Coût et programme 104, par action",
        (*_keyed(columns), *_notes_columns(is_counted=False)),
        tuple(rows),
        "En euros. « P104 » : subvention sur les crédits du programme 104.",
    )


OWN_WORDS = "La fiche de l'action n'en donne pas : dites en commentaire ce qui est compté."
INDICATOR_COLUMNS = (
    Column(ACTION.header, width=30),
    Column("Indicateur", width=44),
    Column("Définition", width=48),
    Column(UNIT, "Celle de la réponse. Sans unité donnée par la fiche, choisissez-la."),
    Column("Demandé par", "La fiche de l'action, le répertoire officiel, ou l'Atlas."),
    Column(TARGET, "Valeur visée, quand il y en a une."),
    Column(REALISED, "Valeur atteinte, ou un mot : non mesuré, sans objet, non transmis, secret.", 24),
    Column("État", "Renseigné, ou pourquoi il n'y a pas de valeur."),
)


def _indicators(form: Form, items: Mapping[str, Item], promises: Promises) -> Table:
    rows = [
        _indicator(action, wanted)
        for action in form.actions
        for wanted in of_themes(action, items, promises.get(action.action_id or "", ()))
    ]
    if not form.operator and any(row.key.endswith(f"/{POSITIVE_EXITS}") for row in rows):
        whole = {ACTION.header: OF_CONTRACT}
        rows += [_indicator(Action(WHOLE_CONTRACT, None), wanted, whole) for wanted in exits_of_contract(items)]
    return Table(
        Sheet.INDICATORS,
        "Résultats, par indicateur",
        (*_keyed(INDICATOR_COLUMNS), *_notes_columns(is_counted=True)),
        tuple(rows),
        "Vide n'est pas zéro : sans valeur, dites pourquoi.",
    )


def _indicator(action: Action, wanted: Wanted, named: Mapping[str, object] | None = None) -> Row:
    answer_id = key = f"{action.key}/{wanted.code}"
    asked = wanted.asked
    known = {
        **(named or {ACTION.header: general.named(action)}),
        "Indicateur": asked.label,
        "Définition": asked.definition or OWN_WORDS,
        UNIT: unit_words(asked),
        "Demandé par": asked_by(asked),
    }
    value = Question(
        key, REALISED, wanted.kind, Home.ANSWERS, Role.VALUE, answer_id, asked, wanted.choices,
        is_required=asked.is_promised, may_be_missing=True,
    )  # fmt: skip
    state = Question(key, "État", Kind.CHOICE, Home.ANSWERS, Role.STATE, answer_id, asked, tuple(STATE_WORDS.values()))
    questions = {REALISED: value, "État": state}
    if wanted.kind is Kind.NUMBER and units.is_asked(asked):
        del known[UNIT]
        questions[UNIT] = Question(key, UNIT, Kind.CHOICE, Home.ANSWERS, Role.UNIT, choices=tuple(units.CHOICES))
    if wanted.kind in (Kind.COUNT, Kind.NUMBER, Kind.MONEY) and not asked.is_addition:
        questions[TARGET] = _target(key, answer_id, asked)
    return Row(key, action.action_id, known, questions | _notes(key))


def asked_by(asked: Asked) -> str:
    """Who asks for this figure."""
    if asked.is_addition:
        return "ajout de l'Atlas, facultatif"
    return "fiche de l'action" if asked.is_promised else "répertoire officiel"


def _measured(
    key: str, answers: str, columns: Mapping[str, str], asked: Mapping[str, Asked], items: Mapping[str, Item]
) -> dict[str, Question]:
    """A question for each column whose item is asked."""
    return {
        name: Question(
            key, name, Kind.TEXT if items[code].answer == "text" else kind_of(asked[code]), Home.ANSWERS, Role.VALUE,
            f"{answers}/{code}", asked[code], is_required=asked[code].is_mandatory or asked[code].is_promised,
            may_be_missing=True,
        )
        for name, code in columns.items()
        if code in asked
    }  # fmt: skip


def _target(key: str, answer_id: str, asked: Asked) -> Question:
    return Question(key, TARGET, kind_of(asked), Home.ANSWERS, Role.TARGET, answer_id, asked)


def _keyed(columns: Sequence[Column]) -> tuple[Column, ...]:
    return (Column(KEY, "Ne pas modifier : la ligne est retrouvée par ce repère.", 20), *columns)


def _notes_columns(is_counted: bool) -> Iterator[Column]:
    return (Column(name, note, 24) for name, role, _kind, note in NOTES if is_counted or role is not Role.COUNTING)


def _notes(key: str, is_counted: bool = True) -> dict[str, Question]:
    """What is said of all the answers of a row."""
    return {
        name: Question(key, name, kind, Home.ANSWERS, role, choices=COUNTINGS if role is Role.COUNTING else ())
        for name, role, kind, _note in NOTES
        if is_counted or role is not Role.COUNTING
    }
