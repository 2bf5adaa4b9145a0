"""A contract in French: the kinds of its clauses, its axes, and who signed it for another territory."""

import polars as pl

from dashboard import labels

CLAUSES = {
    "payment": "versement", "condition": "condition", "carry_over": "report", "budget_code": "imputation budgétaire",
    "publication": "publication", "evaluation": "évaluation", "renewal": "renouvellement",
    "amendment_rule": "modification",
}  # fmt: skip
# Names of territories that take the article: « de la CC Thiers Dore et Montagne », « de Rennes Métropole ».
FEMININE = ("CC ", "CA ", "CU ", "Métropole ", "Communauté ")
VOWELS = "AEÉÈIOUYHaeéèiouyh"


def of(name: str) -> str:
    """« de la CC Thiers Dore et Montagne », « d'Orléans », « de Rennes Métropole »."""
    if name.startswith(FEMININE):
        return f"de la {name}"
    return f"d'{name}" if name[0] in VOWELS else f"de {name}"


def signed(row: dict) -> str:
    """« Signataire du contrat de la CC Thiers Dore et Montagne (2023) »; a party only, where no signature was read."""
    is_signed = row["status"] == "signed" and "signatory" in row["roles"]
    year = f" ({row['contract_year']})" if row["contract_year"] else ""
    return f"{'Signataire du' if is_signed else 'Partie au'} contrat {of(row['contract_territory_name'])}{year}"


def roles(row: dict) -> str:
    return ", ".join(labels.CONTRACT_FACTS[role] for role in row["roles"])


def axes(row: dict) -> str:
    """The axes of a contract, that the list is cut where it is, or that no document names them."""
    if not row["axes"]:
        return "inconnus"
    return " ; ".join(row["axes"]) + (" (liste coupée)" if row["axes_are_cut"] else "")


def how_many(axes: pl.DataFrame) -> str:
    """Of the axes of one contract: « 5 axes nommés sur 7 annoncés », « 3 axes nommés, liste coupée », « 6 axes nommés »."""
    many = "s" if axes.height > 1 else ""
    named = f"{axes.height} axe{many} nommé{many}"
    announced = axes["announced_count"][0]
    if announced is not None and announced > axes.height:
        return f"{named} sur {announced} annoncés"
    return f"{named}, liste coupée" if axes["is_cut"].any() else named


def parties_to(count: int) -> str:
    """What a territory without a contract of its own is told of those it signed."""
    return f"aucun en propre ; partie à {count}{labels.NBSP}contrat{'s' if count > 1 else ''} d'un autre territoire"
