"""Données, the State's contributions in the SCDL form « subventions »: the lines, what they lack, what is no line."""

from pathlib import PurePath

import polars as pl
import streamlit as st

from dashboard import cached, labels, receipts
from dashboard.choices.fields import Selection
from dashboard.exports.subventions import VERSION, Subventions, period, subventions
from dashboard.figure import show_content
from dashboard.figures.content import Content, Table
from queries.warehouse import Warehouse

UNKNOWN = "à compléter"
LABELS = {
    "subventions.csv": "Le fichier SCDL (CSV)",
    "subventions-a-completer.csv": "Les champs à compléter (CSV)",
    "subventions-non-reprises.csv": "Les montants non repris (CSV)",
    "subventions-schema.json": "Le schéma (Table Schema)",
}
HEADERS = [
    "Ligne", "Montant", "Convention signée le", "Qui attribue", "Qui reçoit", "Versement",
    "Cellules à compléter",
]  # fmt: skip
MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    amounts = cached.ask(warehouse, "subventions", chosen)
    made = subventions(amounts)
    st.markdown(introduction(made))
    _download(made, warehouse.data_version)
    _lines(warehouse, chosen, made)
    _lacks(warehouse, made)
    _set_aside(warehouse, chosen, amounts.filter(pl.col("set_aside_reason").is_not_null()), made)


def introduction(made: Subventions) -> str:
    """What the file is, who owes it by law, and that it is not valid as it is given."""
    lines, required = made.lines.height, made.to_complete.filter(pl.col("obligatoire") == "oui").height
    return labels.spaced(
        f"Les montants que l'État engage par contrat, dans les seize champs du schéma **SCDL « subventions » {VERSION}** "
        "des données essentielles des conventions de subvention. "
        f"**{labels.number(lines)} lignes, {labels.number(required)} cellules obligatoires à compléter**, "
        "celles que demande le schéma officiel : ses champs obligatoires, et un des deux identifiants de qui reçoit (SIRET, "
        "ou RNA d'une association).\n\n"
        "La publication n'est due, au-delà de 23 000 €, que pour les subventions aux **organismes de droit privé** (loi du "
        "12 avril 2000, article 10 ; décret du 5 mai 2017). Un CTAI lie l'État à une collectivité : ses contributions sont "
        "données ici sous cette forme **par choix**, pour être lues par les mêmes outils.\n\n"
        "Ce que les documents lus n'impriment pas (SIRET, jour de signature ou de versement…) reste **vide** et figure dans "
        "la liste à compléter, cellule par cellule, avec la raison : **le fichier n'est pas valide tant qu'il n'est pas "
        "complété**, et le devient une fois ces cellules remplies. L'objet est composé du titre imprimé du contrat, de son "
        "territoire et de l'année du montant. Qui signe n'est pas toujours qui reçoit : le bénéficiaire n'est rempli que si "
        "un document le nomme. L'année d'un montant n'est pas la date de son versement ; quand le jour n'en est pas connu, "
        "une période AAAA-MM-JJ/AAAA-MM-JJ est admise. Le pourcentage est la part du bénéficiaire dans le montant, 1.00 s'il "
        "est seul."
    )


def _download(made: Subventions, data_version: str) -> None:
    with st.container(horizontal=True, key="subventions-fichiers"):
        for name, content in made.files().items():
            st.download_button(
                LABELS[name],
                content,
                file_name=f"atlas-ctai-{PurePath(name).stem}-{data_version}{PurePath(name).suffix}",
                mime=MEDIA_TYPES[PurePath(name).suffix],
                key=f"fichier-{name}",
                on_click="ignore",
            )


def _lines(warehouse: Warehouse, chosen: Selection, made: Subventions) -> None:
    lacking = made.to_complete.filter(pl.col("obligatoire") == "oui")["ligne"].value_counts()
    counts = dict(lacking.rows())
    rows = zip(made.amounts.iter_rows(named=True), made.lines.iter_rows(named=True), strict=True)
    show_content(
        warehouse,
        Content(
            key="subventions",
            title="Les lignes du fichier",
            frame=made.lines,
            receipts=receipts.addresses(chosen, "subventions", made.amounts),
            reading=(
                "Une ligne est un montant engagé par l'État pour un contrat et une année, ou pour le contrat entier quand "
                "aucune année n'est imprimée. Toutes sont des aides en numéraire. Un même argent n'y est jamais deux fois."
            ),
            sources=cached.sources(warehouse, made.amounts, "observation_ids"),
            table=Table(
                HEADERS,
                [_cells(place, row, line, counts) for place, (row, line) in enumerate(rows, start=1)],
            ),
        ),
    )


def _cells(place: int, row: dict, line: dict, counts: dict[int, int]) -> list[str]:
    return [
        f"{place}. {row['territory_name']}, {period(row) or 'sans année'}",
        labels.quantity(row["value"], "eur"),
        labels.partial_date(line["dateConvention"]) if line["dateConvention"] else UNKNOWN,
        line["nomAttribuant"],
        line["nomBeneficiaire"] or UNKNOWN,
        line["conditionsVersement"] or UNKNOWN,
        str(counts.get(place, 0)),
    ]


def _lacks(warehouse: Warehouse, made: Subventions) -> None:
    by_reason = made.to_complete.with_columns(pl.col("raison").str.extract(r"^(.*?)(?: [:;] |$)")).group_by(
        "champ", "obligatoire", "raison", maintain_order=True
    )
    by_field = by_reason.len("lignes").group_by("champ", "obligatoire", maintain_order=True)
    lacking = by_field.agg(pl.sum("lignes"), pl.format("{} ({})", "raison", "lignes").str.join(" ; ").alias("raisons"))
    show_content(
        warehouse,
        Content(
            key="subventions-a-completer",
            title="Ce qui reste à compléter",
            frame=lacking,
            reading="Par champ, combien de lignes sont vides et pourquoi ; le fichier à compléter le dit ligne par ligne.",
            table=Table(
                ["Champ", "Obligatoire", "Lignes vides", "Pourquoi"],
                [
                    [
                        row["champ"],
                        row["obligatoire"],
                        f"{row['lignes']} sur {made.lines.height}",
                        row["raisons"],
                    ]
                    for row in lacking.iter_rows(named=True)
                ],
            ),
        ),
    )


def _set_aside(warehouse: Warehouse, chosen: Selection, amounts: pl.DataFrame, made: Subventions) -> None:
    rows, reasons = amounts.iter_rows(named=True), made.set_aside["raison"]
    show_content(
        warehouse,
        Content(
            key="subventions-non-reprises",
            title="Les montants qui n'ont pas leur place dans ce fichier",
            frame=made.set_aside,
            receipts=receipts.addresses(chosen, "subventions", amounts),
            reading="Chaque contribution de l'État imprimée est une ligne du fichier, ou est ici avec la raison.",
            sources=cached.sources(warehouse, amounts, "observation_ids"),
            table=Table(
                ["Territoire", "Montant", "Nature", "Période", "Pourquoi"],
                [[row["territory_name"], *_other(row), reason] for row, reason in zip(rows, reasons, strict=True)],
            ),
        ),
    )


def _other(row: dict) -> list[str]:
    return [labels.figure_words(row), labels.nature(row), period(row).removeprefix("pour ") or labels.ABSENT]
