"""Territoires, one action of the catalogue: what it is, what is printed of it, and what resembles it elsewhere."""

from dataclasses import replace
from html import escape as escape_html

import polars as pl
import streamlit as st

from dashboard import action_words, cached, labels, receipts
from dashboard.choices.fields import Selection
from dashboard.figure import escape, show_content, show_table
from dashboard.figures import documents, provenance
from dashboard.figures.content import Cell, Content, Link, Table
from queries import search
from queries.warehouse import Warehouse

KINSHIPS = {"whole": "l'action dont celle-ci est une partie", "part": "une partie", "sibling": "une autre partie"}
SAME_BASES = {"declared": "Oui : deux chiffres rapprochés", "perhaps": "Peut-être : mots du titre et de l'organisme"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    described = cached.read(warehouse, "action_described", action_id=chosen.action)
    _back(chosen)
    if described.is_empty():
        code = search.harmless(chosen.action)
        st.warning(
            labels.spaced(
                f"Aucune action ne porte le code « {code} » : elle a été renommée ou retirée depuis que l'adresse a été copiée. "
                "Cherchez-la par son titre ou son organisme dans le catalogue."
            )
        )
        return
    row = described.row(0, named=True)
    show_content(
        warehouse,
        Content(
            key="action",
            title=labels.spaced(row["title"]),
            frame=described,
            reading=row["description"] or "Le document n'en dit pas plus que le titre.",
            table=Table(["Propriété", "Valeur"], _properties(row, chosen)),
        ),
    )
    _costs(warehouse, chosen)
    _figures(warehouse, chosen)
    _promises(warehouse, chosen)
    _relatives(warehouse, chosen)
    same = cached.read(warehouse, "same_project_actions", action_id=chosen.action)
    _same_project(warehouse, same, chosen)
    _similar(warehouse, chosen, same["action_id"].to_list())


def address(chosen: Selection, action_id: str) -> str:
    """The page of one action; without an action, the catalogue."""
    return f"/territoires?{replace(chosen, volet='actions', action=action_id).query()}"


def _back(chosen: Selection) -> None:
    words = (
        f"Retour aux actions trouvées pour « {chosen.recherche} »"
        if chosen.recherche
        else "Retour au catalogue des actions"
    )
    st.html(f'<p><a href="{escape_html(address(chosen, ""))}" target="_self">← {escape(words)}</a></p>')


def _properties(row: dict, chosen: Selection) -> list[list[Cell]]:
    sheet = f"/territoires?{replace(chosen, volet='fiche', fiche=row['territory_id']).query()}"
    public = [f"« {row['public_label']} »" if row["public_label"] else "", action_words.AUDIENCES[row["audience"]]]
    document = (
        f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])})"
    )
    lines: dict[str, Cell] = {
        "Où": Link(row["territory_name"], sheet),
        "Organisme": row["operator"] or "non imprimé",
        "Public": " : ".join(words for words in reversed(public) if words),
        "Thèmes, le principal d'abord": action_words.themes(row),
        "Stade": action_words.stage(row),
        "Calendrier": action_words.calendar(row),
        "Contrat": _contract(row),
        "Axe du document": row["axis_label"] or labels.ABSENT,
        "Document": Link(document, documents.address(chosen, row["document_id"])),
        "Endroit": row["locator"],
        "Adresse publique": provenance.address(row["url"]),
        "Identifiant": row["action_id"],
    }
    if row["title_basis"] == "editorial":
        lines["Titre"] = "donné par l'Atlas : le document n'en imprime pas"
    if row["parent_title"]:
        lines = {"Partie de": Link(row["parent_title"], address(chosen, row["parent_action_id"])), **lines}
    return [[name, value] for name, value in lines.items()]


def _contract(row: dict) -> str:
    if not row["contract_id"]:
        return "aucun contrat n'est dit la porter"
    return f"{labels.PROGRAMMES[row['programme']]}, {row['contract_territory_name']} [{row['contract_id']}]"


def _costs(warehouse: Warehouse, chosen: Selection) -> None:
    costs = cached.ask(warehouse, "action-couts", chosen)
    if costs.is_empty():
        _nothing("Coût et coût par personne", "Aucun document lu n'imprime le coût de cette action.")
    show_table(
        warehouse,
        costs,
        "action-couts",
        "Coût et coût par personne",
        "Ce que le document imprime de l'argent de l'action. Coût, subvention et natures différentes ne s'ajoutent pas.",
        ["Ce qui est compté", "Montant", "Coût par personne, et par quelle règle"],
        lambda row: [
            row["measure_label"],
            action_words.cost(row | {"cost_nature": row["nature"]})
            + (", sous condition" if row["is_conditional"] else ""),
            action_words.per_person_explained(row),
        ],
        receipts=receipts.addresses(chosen, "action-couts", costs),
    )


def _figures(warehouse: Warehouse, chosen: Selection) -> None:
    figures = cached.ask(warehouse, "action-chiffres", chosen)
    if figures.is_empty():
        _nothing("Chiffres imprimés", "Aucun document lu n'imprime de chiffre de cette action.")
    show_table(
        warehouse,
        figures,
        "action-chiffres",
        "Chiffres imprimés",
        "Ce que son document, ou un autre qui est alors nommé, imprime de cette action. Rien n'y est calculé.",
        ["Ce qui est compté", "Chiffre", "Qui ou quoi", "Nature, période", "Passage", "Endroit"],
        _figure_cells,
        receipts=receipts.addresses(chosen, "action-chiffres", figures),
    )


def _nothing(title: str, words: str) -> None:
    """A heading whose table would be empty: the absence is told, not left out."""
    st.header(title, anchor=False)
    st.html(f'<p class="lecture">{escape(words)}</p>')


def _figure_cells(row: dict) -> list[Cell]:
    return [
        row["measure_label"],
        labels.figure_words(row),
        row["breakdown_label"] or labels.ABSENT,
        f"{labels.NATURES[row['nature']]}{' sous condition' if row['is_conditional'] else ''}, {labels.figure_period(row)}",
        provenance.passage(row),
        f"{row['document_title']} ({row['publisher']}), {row['locator']}" if row["is_elsewhere"] else row["locator"],
    ]


def _promises(warehouse: Warehouse, chosen: Selection) -> None:
    promises = cached.ask(warehouse, "action-indicateurs", chosen)
    show_table(
        warehouse,
        promises,
        "action-indicateurs",
        "Indicateurs annoncés",
        "Ce que l'action promet de mesurer, et si un résultat en est imprimé. Une promesse n'est pas un chiffre manquant.",
        ["Indicateur", "Mesure de l'Atlas", "Résultat", "Passage", "Endroit"],
        lambda row: [
            row["label"],
            row["measure_label"] or labels.ABSENT,
            action_words.PROMISES[action_words.promise(row)],
            provenance.passage(row),
            row["locator"],
        ],
        receipts=receipts.addresses(chosen, "action-indicateurs", promises),
    )


def _relatives(warehouse: Warehouse, chosen: Selection) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "action_relatives", action_id=chosen.action),
        "action-parties",
        "Le tout et les parties",
        "Le document découpe l'action en parties : une partie n'est pas comptée comme une action de plus.",
        ["Action", "Ce qu'elle est", "En bref", "Organisme", "Coût imprimé"],
        lambda row: [
            Link(row["title"], address(chosen, row["action_id"])),
            KINSHIPS[row["kinship"]],
            row["description"] or labels.ABSENT,
            row["operator"] or labels.ABSENT,
            action_words.cost(row),
        ],
    )


def _same_project(warehouse: Warehouse, same: pl.DataFrame, chosen: Selection) -> None:
    show_table(
        warehouse,
        same,
        "action-meme-projet",
        "Le même projet dans d'autres documents",
        (
            "« Oui » : l'Atlas a rapproché un chiffre des deux. « Peut-être » : le nom d'un organisme contient celui de "
            "l'autre, et les titres partagent un mot que trois titres au plus portent, ou un sigle. Rien n'est additionné."
        ),
        ["Action", "Territoire", "Organisme", "Le même projet ?", "Pourquoi", "Document"],
        lambda row: [
            Link(row["title"], address(chosen, row["action_id"])),
            row["territory_name"],
            row["operator"] or labels.ABSENT,
            SAME_BASES[row["basis"]],
            row["why"],
            f"{row['document_title']} ({row['publisher']})",
        ],
    )


def _similar(warehouse: Warehouse, chosen: Selection, already_told: list[str]) -> None:
    small_words = ",".join(sorted(search.SMALL_WORDS))
    similar = cached.read(warehouse, "actions_similar", action_id=chosen.action, small_words=small_words)
    show_table(
        warehouse,
        similar.filter(~pl.col("action_id").is_in(already_told)),
        "action-semblables",
        "Actions semblables ailleurs",
        (
            "Dans d'autres territoires, les actions du même thème principal qui ont le plus de mots rares en commun avec "
            "celle-ci, cinq au plus. Des mots en commun ne disent pas que les résultats se comparent."
        ),
        ["Action", "Territoire", "En bref", "Organisme", "Stade", "Mots en commun", "Coût imprimé"],
        lambda row: [
            Link(row["title"], address(chosen, row["action_id"])),
            row["territory_name"],
            row["description"] or labels.ABSENT,
            row["operator"] or labels.ABSENT,
            action_words.stage(row),
            row["shared_words"],
            action_words.cost(row),
        ],
    )  # fmt: skip
