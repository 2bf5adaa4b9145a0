"""A contract in French: the kinds of its clauses, how many axes it has, and who is a party to that of another."""

import polars as pl

from dashboard.words import labels

CLAUSES = {
    "payment": "versement", "condition": "condition", "carry_over": "report", "budget_code": "imputation budgétaire",
    "publication": "publication", "evaluation": "évaluation", "renewal": "renouvellement",
    "amendment_rule": "modification",
}  # fmt: skip
# The measures of one action, where the amount is that of all the actions of a contract.
OF_ALL_ACTIONS = {
    "action_cost": "Coût total des actions du contrat",
    "action_p104_grant": "Subvention du programme 104 pour les actions du contrat",
}


def called(row: dict) -> str:
    """« Metz, CTAI 2022 »: the contract of a row by its territory, its programme and the year of its identifier."""
    if row["contract_id"] is None:
        return f"{row['territory_name']}, hors contrat"
    year = row["contract_id"].rpartition("-")[2]
    return f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]}{f' {year}' if year.isdecimal() else ''}"


def how_many(axes: pl.DataFrame) -> str:
    """Of the axes of one contract: « 5 axes nommés sur 7 annoncés », « 3 axes nommés, liste coupée », « 6 axes nommés »."""
    named = labels.counted(axes.height, "axe nommé")
    announced = axes["announced_count"][0]
    if announced is not None and announced > axes.height:
        return f"{named} sur {announced} annoncés"
    return f"{named}, liste coupée" if axes["is_cut"].any() else named


def parties_to(count: int) -> str:
    """What a territory without a contract of its own is told of those it signed."""
    return f"aucun en propre ; partie à {labels.counted(count, 'contrat')} d'un autre territoire"
