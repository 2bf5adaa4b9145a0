"""What is asked of the contract, of the state of its actions, of who pays, of its steering, and what is to be decided."""

from collections.abc import Iterable, Sequence

from dashboard.bilan.asked import KEY, Action, Column, Form, Home, Kind, Question, Row, Sheet, Table
from dashboard.words import bilan_words, labels

HEADING, ANSWER = "Rubrique", "Réponse"
SIGNED, SAID_WRONG = "contrat-signature-dite", "contrat-commentaire"
# A workbook may be older than these rows.
LATER_ROWS = (SIGNED, SAID_WRONG)
YES_OR_NO = (bilan_words.YES, bilan_words.NO)
# What the amounts of a bilan are: the column or the row that asks, the code of its kind.
AMOUNTS = {
    "Coût prévu": "planned",
    "P104 demandé": "requested",
    "P104 accordé": "granted",
    "compte-demande": "requested",
    "compte-engage": "committed",
    "compte-report": "carried_in",
    "compte-verse": "paid",
    "compte-depense": "spent",
    "compte-report-suivant": "carried_out",
}
KEYS = Column(KEY, "Ne pas modifier : la ligne est retrouvée par ce repère.", 20)
MOST_PAYERS = 15


def named(action: Action) -> str:
    """« 1.1.1. Poste de coordinateur »; an action to be named has the number of its row."""
    if not action.is_known:
        return f"Action ajoutée n° {action.key.rpartition('-')[2]}"
    return f"{action.number}. {action.title}" if action.number else action.title


def _signed(day: str | None) -> str:
    """As documents publish it: the day, or the month or the year alone."""
    return labels.partial_date(day) if day else "date non publiée"


def contract(form: Form) -> list[Table]:
    """Who reports on what, and the amounts that documents publish."""
    identity = {
        "contrat-identifiant": ("Identifiant du contrat", form.contract.contract_id),
        "contrat-territoire": ("Territoire", form.contract.territory_name),
        "contrat-code": ("Code du territoire", form.contract.territory_id),
        "contrat-intitule": ("Intitulé", form.contract.title),
        "contrat-parties": ("Parties", " ; ".join(form.contract.parties) or "non publiées"),
        "contrat-signature": ("Signé le", _signed(form.contract.signed_on)),
        "periode-debut": ("Période : du", form.period_start),
        "periode-fin": ("Période : au", form.period_end),
        "formulaire": ("Version du formulaire", form.form_version),
        "donnees": ("Version des données de l'Atlas", form.data_version),
        "organisme": ("Organisme, pour une partie du classeur", form.operator or "toutes les actions"),
        "actions-ajoutees": ("Lignes d'actions ajoutées", form.added_actions),
    }
    rows = [Row(key, None, {HEADING: heading, ANSWER: value}) for key, (heading, value) in identity.items()]
    asked = [
        ("bilan-statut", "État du bilan", Kind.CHOICE, "status", tuple(bilan_words.STATUSES.values()), True),
        ("bilan-publication", "Publication dans l'Atlas", Kind.CHOICE, "is_published", YES_OR_NO, True),
        ("bilan-auteur", "Fonction de l'auteur (pas de nom)", Kind.TEXT, "author_function", (), True),
        ("bilan-remis", "Remis le", Kind.DATE, "handed_on", (), True),
        ("bilan-valide", "Validé en comité de pilotage le", Kind.DATE, "validated_on", (), False),
    ]
    for key, heading, kind, field, choices, is_required in asked:
        question = Question(key, ANSWER, kind, Home.BILAN, field, choices=choices, is_required=is_required)
        rows.append(Row(key, None, {HEADING: heading}, {ANSWER: question}))
    rows += [] if form.operator else _corrections(form)
    columns = (KEYS, Column(HEADING, width=44), Column(ANSWER, width=60))
    return [Table(Sheet.CONTRACT, "Le contrat et son bilan", columns, tuple(rows)), _published(form)]


def _corrections(form: Form) -> list[Row]:
    """What who answers knows of the contract and the Atlas does not, or has wrong."""
    asked = {SAID_WRONG: ("Ce qui est faux ou manque ci-dessus", Kind.TEXT, "text")}
    if not form.contract.signed_on:
        asked = {SIGNED: ("Signé le, d'après vous : l'Atlas ne le sait pas", Kind.DATE, "dated_on")} | asked
    return [
        Row(key, None, {HEADING: heading}, {ANSWER: Question(key, ANSWER, kind, Home.TEXTS, field, key)})
        for key, (heading, kind, field) in asked.items()
    ]


def _published(form: Form) -> Table:
    columns = (
        KEYS,
        Column("Montant", width=48),
        Column("Nature", width=24),
        Column("Euros"),
        Column("Du"),
        Column("Au"),
    )
    rows = [
        Row(
            one.observation_id,
            None,
            {
                "Montant": one.label,
                "Nature": labels.NATURES[one.nature] + (" sous condition" if one.is_conditional else ""),
                "Euros": one.amount_eur,
                "Du": one.period_start or "",
                "Au": one.period_end or "",
            },
        )
        for one in form.contract.amounts
    ]
    advice = "Pour mémoire : des natures différentes ne s'additionnent pas."
    return Table(Sheet.CONTRACT, "Montants publiés du contrat", columns, tuple(rows), advice)


ACTION_COLUMNS = (
    KEYS,
    Column("Axe", width=30),
    Column("Action", width=44),
    Column("Organisme prévu", width=30),
    Column("Calendrier prévu", width=24),
    Column("État", "Réalisée, réalisée en partie, en cours, reportée, abandonnée, non commencée.", 18),
    Column("Début réel", "Date."),
    Column(
        "Fin réelle", "Date ; vide si l'action continue. Avant la période : rien d'autre n'est demandé de l'action."
    ),
    Column("Organisme réel", "Organisme qui a mené l'action, s'il n'est pas celui prévu.", 30),
    Column("Raison de l'écart", "Pourquoi l'action n'est pas menée comme prévu.", 40),
    Column("Sur refugies.info", "Oui si l'action y est référencée."),
    Column("Adresse de la page", "Adresse de la page de l'action.", 30),
    Column("Faits marquants", width=48),
    Column("Difficultés", width=48),
)
ASKED_OF_ACTIONS = (
    ("État", Kind.CHOICE, "state", tuple(bilan_words.ACTION_STATES.values()), True),
    ("Début réel", Kind.DATE, "started_on", (), False),
    ("Fin réelle", Kind.DATE, "ended_on", (), False),
    ("Organisme réel", Kind.TEXT, "operator", (), False),
    ("Raison de l'écart", Kind.TEXT, "gap_reason", (), False),
    ("Sur refugies.info", Kind.CHOICE, "is_on_refugies_info", YES_OR_NO, False),
    ("Adresse de la page", Kind.TEXT, "page_url", (), False),
    ("Faits marquants", Kind.TEXT, "facts", (), False),
    ("Difficultés", Kind.TEXT, "difficulties", (), False),
)
NAMED_BY_WHO_ANSWERS = (("Axe", "axis_label"), ("Action", "title"), ("Organisme prévu", "planned_operator"))


def actions(form: Form) -> Table:
    """The real state, dates and operator of each action; of one that the contract does not describe, its name too."""
    advice = "Aucun nom de personne : une action est menée par un organisme."
    rows = tuple(_state(action) for action in form.actions)
    return Table(Sheet.ACTIONS, "État des actions", ACTION_COLUMNS, rows, advice)


def _state(action: Action) -> Row:
    known = {
        "Axe": action.axis,
        "Action": named(action),
        "Organisme prévu": " ; ".join(action.operators),
        "Calendrier prévu": action.calendar,
    }
    questions = {
        name: Question(
            action.key,
            name,
            kind,
            Home.ACTIONS,
            field,
            action.key,
            choices=choices,
            is_required=required and action.is_known,
        )
        for name, kind, field, choices, required in ASKED_OF_ACTIONS
    }
    if not action.is_known:
        known = {}
        questions |= {
            name: Question(action.key, name, Kind.TEXT, Home.ACTIONS, field, action.key)
            for name, field in NAMED_BY_WHO_ANSWERS
        }
    return Row(action.key, action.action_id, known, questions)


def amount(row: str, column: str, holder: str) -> Question:
    """An amount of an action, planned, requested or granted."""
    return Question(row, column, Kind.MONEY, Home.MONEY, AMOUNTS[column], f"{holder}/{AMOUNTS[column]}")


def payers(form: Form) -> Table:
    """Who else pays, action by action: rows to be filled, as nobody knows how many."""
    columns = (
        KEYS,
        Column("Action", "Choisir l'action ; vide pour l'ensemble du contrat.", 44),
        Column("Financeur", "Nom de l'organisme.", 30),
        Column("Montant prévu"),
        Column("Montant payé"),
        Column("Commentaire", width=40),
    )
    choices = tuple(named(action) for action in form.actions)
    rows = [_payer(f"financeur-{number:02}", choices) for number in range(1, MOST_PAYERS + 1)]
    return Table(
        Sheet.FINANCES, "Autres financeurs", columns, tuple(rows), "Une ligne par action et par financeur. En euros."
    )


def _payer(key: str, choices: Sequence[str]) -> Row:
    asked: Iterable[tuple[str, Kind, str, tuple[str, ...]]] = (
        ("Action", Kind.CHOICE, "action", tuple(choices)),
        ("Financeur", Kind.TEXT, "payer", ()),
        ("Montant prévu", Kind.MONEY, "planned", ()),
        ("Montant payé", Kind.MONEY, "paid", ()),
        ("Commentaire", Kind.TEXT, "comment", ()),
    )
    questions = {
        name: Question(key, name, kind, Home.MONEY, field, key, choices=given) for name, kind, field, given in asked
    }
    return Row(key, None, {}, questions)


ACCOUNT = {
    "compte-demande": "Demandé à l'État pour la période",
    "compte-engage": "Engagé par l'État pour la période",
    "compte-report": "Reporté de la période précédente",
    "compte-verse": "Versé pendant la période",
    "compte-depense": "Dépensé pendant la période",
    "compte-report-suivant": "Reporté sur la période suivante",
}


def account() -> Table:
    """The money of programme 104 over the period: what was carried and paid is what was spent and is carried on."""
    columns = (KEYS, Column(HEADING, width=44), Column("Montant"), Column("Date"), Column("Commentaire", width=40))
    rows = []
    for key, heading in ACCOUNT.items():
        asked = (
            ("Montant", Kind.MONEY, AMOUNTS[key]),
            ("Date", Kind.DATE, "dated_on"),
            ("Commentaire", Kind.TEXT, "comment"),
        )
        questions = {
            name: Question(
                key, name, kind, Home.MONEY, field, key, is_required=False, may_be_missing=kind is Kind.MONEY
            )
            for name, kind, field in asked
        }
        rows.append(Row(key, None, {HEADING: heading}, questions))
    advice = "Reporté de la période précédente + versé = dépensé + reporté sur la période suivante. En euros."
    return Table(Sheet.FINANCES, "Compte du programme 104", columns, tuple(rows), advice)


MEETINGS = {
    "copil": ("Comité de pilotage", 3),
    "cotech": ("Comité technique", 4),
    "groupe": ("Groupe de travail", 6),
}
SUMMARY = {
    "resultats": "Principaux résultats",
    "difficultes": "Principales difficultés",
    "appreciation-etat": "Appréciation de l'État",
    "appreciation-collectivite": "Appréciation de la collectivité",
    "perspectives": "Propositions pour la période suivante",
    **{f"decision-{number}": f"Décision demandée n° {number}" for number in range(1, 6)},
}


def narrative() -> list[Table]:
    """The meetings that steered the contract, and what is said of the whole and asked of the préfet."""
    meetings = [
        _text(f"{code}-{number}", f"{name} n° {number}", (("Date", Kind.DATE, "dated_on"), *MEETING_TEXTS))
        for code, (name, count) in MEETINGS.items()
        for number in range(1, count + 1)
    ]
    summary = [_text(key, heading, (("Texte", Kind.TEXT, "text"),)) for key, heading in SUMMARY.items()]
    columns = (
        KEYS,
        Column("Instance", width=30),
        Column("Date"),
        Column("Participants", "Organismes ou fonctions.", 40),
    )
    return [
        Table(Sheet.GOVERNANCE, "Instances", (*columns, Column("Décisions", width=60)), tuple(meetings)),
        Table(Sheet.SUMMARY, "Synthèse", (KEYS, Column(HEADING, width=44), Column("Texte", width=100)), tuple(summary)),
    ]


MEETING_TEXTS = (("Participants", Kind.TEXT, "attended_by"), ("Décisions", Kind.TEXT, "text"))


def _text(key: str, heading: str, asked: Iterable[tuple[str, Kind, str]]) -> Row:
    questions = {name: Question(key, name, kind, Home.TEXTS, field, key) for name, kind, field in asked}
    is_meeting = "Date" in questions
    return Row(key, None, {"Instance" if is_meeting else HEADING: heading}, questions)
