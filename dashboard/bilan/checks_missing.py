"""What a bilan that is handed over may not leave out, and answers that contradict what is said of them."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.bilan.asked import STATE_WORDS, Home, Question, Role, State
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.tables import REALISED, TARGET
from dashboard.bilan.told_answers import COMMENT, MISSING, Told, plain
from dashboard.words.bilan_words import STATUSES

STATUS, VALIDATED_ON = "bilan-statut/Réponse", "bilan-valide/Réponse"
SAY_WHY = "répondez, ou dites pourquoi il n'y a pas de valeur : " + ", ".join(MISSING)
REPORTED, NOT_MEASURED = STATE_WORDS[State.REPORTED], STATE_WORDS[State.NOT_MEASURED]
IN_COMMENT = f"dans la colonne « {COMMENT} » de la ligne"


def status_is_said(told: Told) -> Iterator[Remark]:
    """Whether a draft, handed over or validated: the rest of the check depends on it."""
    question = told.rows["bilan-statut"].questions["Réponse"] if "bilan-statut" in told.rows else None
    if question and not told.filled.text(STATUS):
        yield told.remark(question, Severity.BLOCKING, "une cellule vide", ", ".join(STATUSES.values()), "dites-le")


def validated_has_its_day(told: Told) -> Iterator[Remark]:
    question = told.rows["bilan-valide"].questions["Réponse"] if "bilan-valide" in told.rows else None
    if question and told.filled.text(STATUS) == STATUSES["validated"] and VALIDATED_ON not in told.filled.answers:
        expected = "la date du comité de pilotage, puisque le bilan est « validé »"
        yield told.remark(question, Severity.BLOCKING, "une cellule vide", expected, "donnez la date")


def required_are_answered(told: Told) -> Iterator[Remark]:
    """Once the bilan is handed over; a draft may be incomplete."""
    if told.filled.text(STATUS) not in (STATUSES["submitted"], STATUSES["validated"]):
        return
    for question in missing(told):
        to_do = SAY_WHY if question.may_be_missing else "répondez"
        yield told.remark(question, Severity.BLOCKING, "une cellule vide", "une réponse obligatoire", to_do)


def missing(told: Told) -> Iterator[Question]:
    """The required questions that nothing answers, of what is run; of an action over before the period, none at all."""
    not_run = {action.key for action in told.filled.form.actions if not told.is_run(action)}
    over = {action.key for action in told.filled.form.actions if told.is_over(action)}
    for _table, _row, question in told.filled.form.questions():
        is_figure = question.home in (Home.ANSWERS, Home.MONEY)
        holder = question.answer_id.partition("/")[0]
        is_owed = holder not in (not_run if is_figure else over)
        if question.is_required and is_owed and not told.is_answered(question):
            yield question


def states_agree_with_values(told: Told) -> Iterator[Remark]:
    """« Non mesuré » beside a value, « renseigné » beside nothing, two words that differ."""
    for question in told.values.values():
        beside = told.said_in_row(question, "État") if question.column == REALISED else ""
        if not beside:
            continue
        answer = told.answer(question)
        state = told.rows[question.row].questions["État"]
        if beside == REPORTED:
            if answer is None or answer.value is None:
                found = "« renseigné » sans valeur"
                yield told.remark(state, Severity.BLOCKING, found, "une valeur, ou un autre mot", SAY_WHY)
        elif answer is not None and answer.value is not None:
            found = f"« {beside} » à côté d'une valeur"
            yield told.remark(
                state, Severity.BLOCKING, found, "« renseigné », ou aucune valeur", "choisissez l'un ou l'autre"
            )
        elif answer is not None and answer.state is not MISSING[beside]:
            found = f"« {beside} » à côté de « {STATE_WORDS[answer.state]} »"
            yield told.remark(state, Severity.BLOCKING, found, "le même mot", "choisissez l'un ou l'autre")


def targets_have_a_value(told: Told) -> Iterator[Remark]:
    """What was reached written in the column of what was aimed at, of a figure that nobody has to give."""
    for question in told.values.values():
        row = told.rows[question.row]
        aimed = row.questions.get(TARGET) if question.column == REALISED else None
        if aimed is None or question.is_required or told.is_answered(question) or told.answer(aimed) is None:
            continue
        found = f"« {plain(told.filled.number(aimed.question_id) or Decimal(0))} » sans rien dans « {REALISED} »"
        to_do = f"si c'est ce qui est atteint, écrivez-le dans « {REALISED} » ; sinon, répondez-y"
        yield told.remark(aimed, Severity.TO_EXPLAIN, found, "un objectif, et ce qui est atteint", to_do)


def added_actions_have_a_name(told: Told) -> Iterator[Remark]:
    """An action that the contract does not describe is named once anything is said of it."""
    for action in told.filled.form.actions:
        name = told.rows[action.key].questions.get("Action") if action.key in told.rows else None
        if action.is_known or name is None or told.filled.text(name.question_id):
            continue
        own = [
            one
            for _table, _row, one in told.filled.form.questions()
            if one.answer_id.partition("/")[0] == action.key and told.answer(one)
        ]
        if own:
            found = f"une action ajoutée sans nom, et {len(own)} réponse{'s' * (len(own) > 1)} la concernant"
            yield told.remark(name, Severity.BLOCKING, found, "le nom de l'action", "nommez-la")


def mandatory_not_measured(told: Told) -> Iterator[Remark]:
    """Compulsory figures that were not measured: one remark for a row, whose comment says why of them all."""
    rows: dict[str, list[Question]] = {}
    for question in told.values.values():
        asks = question.asked
        if asks and asks.is_mandatory and question.field == Role.VALUE and told.state(question) is State.NOT_MEASURED:
            rows.setdefault(question.row, []).append(question)
    for first, *others in rows.values():
        columns = ", ".join(one.column for one in (first, *others))
        found = f"« {NOT_MEASURED} » pour {1 + len(others)} réponses ({columns})" if others else f"« {NOT_MEASURED} »"
        expected = "une valeur : la réponse est obligatoire"
        yield told.remark(first, Severity.TO_EXPLAIN, found, expected, f"dites pourquoi, une fois, {IN_COMMENT}")
