"""Fictitious answers to the form of a bilan: whole, coherent, the same at each call, and said to be fictitious in words."""

from datetime import timedelta
from decimal import Decimal

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import Form, Home, Kind, Question, Role, Row
from dashboard.bilan.general import LATER_ROWS

FICTITIOUS = "Réponse fictive, pour essai."
PEOPLE = {
    "Objectif": 40, "Total": 48, "Hommes": 27, "Femmes": 21, "Moins de 25 ans": 17, "BPI": 33, "BPI hommes": 18,
    "BPI femmes": 15, "BPI de moins de 25 ans": 12,
}  # fmt: skip
RESULTS = {
    "atlas-sorties": 30, "atlas-issue-inconnue": 4, "3.2-sorties-positives": 18, "3.2-en-formation": 5,
    "3.2-en-emploi-durable": 11, "3.2-sorties-positives-a-6-mois": 13, "3.2-duree-du-parcours": Decimal("7.5"),
    "3.1-participants-assidus": 31, "3.1-niveau-gagne": 22, "3.1-heures-de-formation": 240,
}  # fmt: skip
ACCOUNT = {
    "compte-demande": 60_000, "compte-engage": 55_000, "compte-report": 5_000, "compte-verse": 50_000,
    "compte-report-suivant": 12_000,
}  # fmt: skip


def fictitious(form: Form, status: str = "validé", publication: str = "oui") -> Filled:
    """Every question that is required has an answer, and most others. What is spent is what was paid and carried.

    Exits of the whole contract have none, nor what is said of the contract: a test that is about them answers them.
    """
    answers: dict[str, Answer] = {}
    for rank, row in enumerate(row for _table, row in form.rows() if row.key not in LATER_ROWS):
        for question in row.questions.values():
            if (answer := _answer(form, row, question, rank)) is not None:
                answers[question.question_id] = answer
    answers["bilan-statut/Réponse"] = Answer(status)
    answers["bilan-publication/Réponse"] = Answer(publication)
    _balance(form, answers)
    return Filled(form, answers, "bilan-fictif.xlsx", "0" * 64)


def _answer(form: Form, row: Row, question: Question, rank: int) -> Answer | None:
    if row.key.startswith("contrat/"):
        return None
    if question.kind is Kind.DATE:
        return Answer(form.period_end - timedelta(days=rank % 30)) if question.column != "Fin réelle" else None
    if row.key.startswith("financeur-"):
        return _payer(row, question)
    if question.home is Home.MONEY and question.column == "Montant":
        return Answer(Decimal(ACCOUNT[row.key])) if row.key in ACCOUNT else None
    if question.home is Home.ANSWERS and question.field == Role.STATE:
        return None
    if question.field == Role.UNIT:
        return Answer("nombre")
    if question.kind is Kind.CHOICE:
        return Answer(question.choices[0])
    if question.kind is Kind.CHOICES:
        return Answer(question.choices[:2])
    if question.kind is Kind.TEXT:
        return Answer("https://refugies.info/fictif" if question.field == "page_url" else FICTITIOUS)
    return Answer(Decimal(_number(row, question, rank)))


def _payer(row: Row, question: Question) -> Answer | None:
    """One of the rows is filled."""
    if row.key != "financeur-01":
        return None
    said = {"Action": question.choices[0] if question.choices else None, "Financeur": "Département (fictif)"}
    amounts = {"Montant prévu": Decimal(2_000), "Montant payé": Decimal(1_500)}
    value = (said | amounts).get(question.column, FICTITIOUS)
    return None if value is None else Answer(value)


def _number(row: Row, question: Question, rank: int) -> Decimal | int:
    if row.key.endswith(".public"):
        scale = 3 if row.key.startswith("contrat") else 1
        return PEOPLE[question.column] * scale
    code = row.key.partition("/")[2]
    if code in RESULTS:
        return RESULTS[code] if question.field == Role.VALUE else 12
    amounts = {"Coût prévu": 9_000, "P104 demandé": 6_000, "P104 accordé": 5_500, "Coût réel": 8_400}
    return amounts.get(question.column, 6 + rank % 40)


def _balance(form: Form, answers: dict[str, Answer]) -> None:
    """The actions share what programme 104 spent: what was carried and paid, less what is carried on."""
    if form.operator:
        return
    spent = ACCOUNT["compte-report"] + ACCOUNT["compte-verse"] - ACCOUNT["compte-report-suivant"]
    answers["compte-depense/Montant"] = Answer(Decimal(spent))
    shares = [one.question_id for _table, _row, one in form.questions() if one.column == "P104 dépensé"]
    if not shares:
        return
    share = Decimal(spent // len(shares))
    for each in shares:
        answers[each] = Answer(share)
        answers[each.replace("P104 dépensé", "Coût réel")] = Answer(share + 1_000)
        answers[each.replace("P104 dépensé", "P104 accordé")] = Answer(share + 500)
    answers[shares[-1]] = Answer(spent - share * (len(shares) - 1))
    if "financeur-01/Montant payé" in answers:  # the rest of what the actions cost
        cost = (share + 1_000) * len(shares)
        answers["financeur-01/Montant payé"] = Answer(cost - spent)
