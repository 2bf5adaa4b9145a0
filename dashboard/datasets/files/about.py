"""What goes with the rows in a file that holds several tables: read-me, filters, dictionary, sources, codes."""

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import PLACE
from dashboard.datasets.files.delimited import BETWEEN_VALUES, flat
from dashboard.words.labels import number, spaced
from geo.territories import ATTRIBUTION

LICENCE = "Licence Ouverte 2.0 (etalab-2.0)"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
ROWS = "Données"  # the other tables are read as text: their cells are wrapped
TYPES = {
    "text": "texte",
    "partial_date": "date, au moins l'année (AAAA, AAAA-MM ou AAAA-MM-JJ)",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "date": "date (AAAA-MM-JJ)",
    "list": f"liste de textes, séparés par « {BETWEEN_VALUES} » dans les tableaux",
}


def facts(dataset: Dataset) -> dict[str, str]:
    """What to know before using the rows, by subject, in French."""
    columns = dataset.frame.columns
    said = {
        "Titre": dataset.title,
        "Grain": dataset.grain,
        "Lignes": number(dataset.frame.height),
        "Colonnes": number(len(columns)),
        "Version des données": dataset.data_version,
        "Commande": dataset.command,
        "À citer": f"« Atlas CTAI, version des données {dataset.data_version}, Licence Ouverte 2.0 »",
        "Licence": f"{LICENCE} : {LICENCE_ADDRESS}",
        "Documents": "Les documents cités restent à leurs éditeurs ; leur licence est dans les sources.",
    }
    if dataset.key:
        said["Clé"] = ", ".join(dataset.key)
    if PLACE in columns:
        said["Territoires"] = ATTRIBUTION
    if {"obs_status", "missing_reason"} <= set(columns):
        said["Absences"] = (
            "Une cellule vide n'est pas un zéro : obs_status et missing_reason disent pourquoi un chiffre manque. "
            "Zéro est écrit 0. Une fourchette ou une borne est dans value_low et value_high, et value est vide."
        )
    return {subject: text if subject == "Commande" else spaced(text) for subject, text in said.items()}


def tables(dataset: Dataset) -> dict[str, pl.DataFrame]:
    """The tables by name, the rows first; every cell is a text, a number, a date, true or false, or null."""
    return {
        ROWS: flat(dataset.frame),
        "Lisez-moi": _pairs("Sujet", "Texte", facts(dataset)),
        "Filtres": _pairs("Choix", "Valeur", {subject: spaced(chosen) for subject, chosen in dataset.filters}),
        "Dictionnaire": _dictionary(dataset),
        "Sources": flat(dataset.documents),
        "Codes": dataset.codes.rename({"column_name": "Colonne", "code": "Code", "label": "Libellé"}),
    }


def _pairs(left: str, right: str, said: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({left: list(said), right: list(said.values())}, schema={left: pl.String, right: pl.String})


def _dictionary(dataset: Dataset) -> pl.DataFrame:
    rows = [
        (
            column.name,
            spaced(TYPES[column.type]),
            spaced(column.description),
            column.is_required,
            ", ".join(column.values) or None,
        )
        for column in dataset.columns
    ]
    heads = {
        "Colonne": pl.String,
        "Type": pl.String,
        "Définition": pl.String,
        "Toujours remplie": pl.Boolean,
        "Valeurs admises": pl.String,
    }
    return pl.DataFrame(rows, schema=heads, orient="row")
