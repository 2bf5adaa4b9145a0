"""Reçu d'un chiffre: what one row of a figure is computed from, printed where, chosen how, and how to run it again."""

import polars as pl
import streamlit as st

from dashboard import cached, labels, receipts
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table
from queries import comparability
from queries.sql import sql_text
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Reçu d'un chiffre", anchor=False)
    asked = receipts.FIGURES.get(chosen.figure)
    if asked is None:
        st.info(
            "Un reçu s'ouvre depuis une figure : dans un tableau, suivez « Reçu » au bout de la ligne du chiffre. "
            "Il montre le document, l'endroit et le passage où chaque chiffre est imprimé."
        )
        return
    row = receipts.row_of(asked, cached.ask(warehouse, chosen.figure, chosen), chosen.ligne)
    if row.is_empty():
        st.warning(
            "Ce chiffre n'est plus dans les données : il a été corrigé ou retiré depuis que l'adresse a été copiée. "
            "Ouvrez la page Comparer pour le retrouver."
        )
        return
    st.subheader(labels.spaced(asked.says(row.row(0, named=True))), anchor=False)
    used = _printed(warehouse, receipts.cited(row, asked.cites))
    aside = _printed(warehouse, receipts.cited(row, asked.sets_aside))
    events = cached.read(warehouse, "receipt_events", event_ids=receipts.cited_events(row, asked.cites))
    _figures(warehouse, used, "recu-chiffres", "Les chiffres imprimés dont il vient", USED)
    _events(warehouse, events)
    if used.is_empty() and events.is_empty():
        st.info(
            "Aucun chiffre imprimé n'entre dans cette ligne : elle compte des lignes de l'Atlas, ou dit une absence."
        )
    _actions(warehouse, row, chosen)
    _rules(asked, row)
    _figures(warehouse, aside, "recu-ecartes", "Les chiffres écartés", ASIDE)
    _definitions(warehouse, used)
    _row(warehouse, row)
    _run_again(warehouse, asked, chosen)
    _report([*_cited(used, "observation_id"), *_cited(events, "event_id")], chosen)


USED = "Chaque chiffre avec le document, l'endroit et le passage où il est imprimé."
ASIDE = "Des documents impriment autre chose du même fait : ces chiffres sont montrés, et ne sont pas retenus."


def _printed(warehouse: Warehouse, ids: tuple[str, ...]) -> pl.DataFrame:
    return cached.read(warehouse, "receipt_figures", observation_ids=ids)


def _figures(warehouse: Warehouse, frame: pl.DataFrame, key: str, title: str, reading: str) -> None:
    if frame.is_empty():
        return
    show_content(
        warehouse,
        Content(
            key=key,
            title=title,
            frame=frame,
            reading=reading,
            table=Table(
                ["Ce qui est compté", "Chiffre", "Nature, période", "Passage", "Endroit", "Document", "Lecture"],
                [_cells(row) for row in frame.iter_rows(named=True)],
            ),
        ),
    )


def _cells(row: dict) -> list[str]:
    about = [
        row["measure_label"],
        row["breakdown_label"],
        row["action_title"] or row["theme_label"],
        row["territory_name"],
    ]
    status = labels.OBS_STATUSES[row["obs_status"]]
    via = "lu par un relevé de pages publiques" if provenance.is_surveyed(row) else None
    reading = [f"confiance {labels.CONFIDENCES[row['confidence']]}", status, via, row["note"]]
    return [
        ", ".join(words for words in about if words),
        labels.figure_words(row),
        f"{labels.NATURES[row['nature']]}{' sous condition' if row['is_conditional'] else ''}, {labels.figure_period(row)}",
        provenance.passage(row),
        row["locator"],
        f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])}), "
        f"{provenance.address(row['url'])} [{row['observation_id']}]",
        " ; ".join(words for words in reading if words),
    ]


def _actions(warehouse: Warehouse, row: pl.DataFrame, chosen: Selection) -> None:
    """The actions that a cell of the coverage counts."""
    if chosen.figure not in ("couverture", "fiche-themes"):
        return
    cell = row.row(0, named=True)
    where = {"territory_id": chosen.fiche, "territory_name": cell["territory_names"]} if "stage" in cell else cell
    actions = cached.read(
        warehouse, "actions_bearing_theme",
        territory_id=where["territory_id"], theme_id=cell["theme_id"], stage=cell.get("stage", chosen.stade),
    )  # fmt: skip
    if actions.is_empty():
        return
    show_content(
        warehouse,
        Content(
            key="recu-actions",
            title=f"Les actions comptées : {where['territory_name']}, {cell['theme_label']}",
            frame=actions,
            reading="Chaque action, d'où lui vient ce thème, et l'endroit où elle est décrite.",
            table=Table(
                ["Action", "Organisme", "Thème", "Endroit", "Document"],
                [
                    [
                        action["title"],
                        action["operator"] or labels.ABSENT,
                        labels.THEME_BASES[action["basis"]] + (", principal" if action["is_primary"] else ""),
                        action["locator"],
                        f"{action['document_title']} ({action['publisher']}) [{action['action_id']}]",
                    ]
                    for action in actions.iter_rows(named=True)
                ],
            ),
        ),
    )


def _events(warehouse: Warehouse, events: pl.DataFrame) -> None:
    """The dated events behind a divergence of dates."""
    if events.is_empty():
        return
    show_content(
        warehouse,
        Content(
            key="recu-dates",
            title="Les dates imprimées dont il vient",
            frame=events,
            reading="Chaque date avec le document, l'endroit et le passage où elle est imprimée.",
            table=Table(
                ["Événement", "Date", "Passage", "Endroit", "Document"],
                [
                    [
                        f"{labels.CONTRACT_FACTS[row['kind']]} [{row['contract_id']}]",
                        labels.partial_date(row["event_on"]) + (" (déduite)" if row["basis"] == "inferred" else ""),
                        provenance.passage(row),
                        row["locator"],
                        f"{row['document_title']} ({row['publisher']}), {provenance.address(row['url'])} [{row['event_id']}]",
                    ]
                    for row in events.iter_rows(named=True)
                ],
            ),
        ),
    )


def _rules(asked: receipts.Asked, row: pl.DataFrame) -> None:
    chosen_by = {what: row[column].item() for what, column in asked.rules.items()}
    lines = [f"- {what} : {comparability.RULES[rule]}." for what, rule in chosen_by.items() if rule]
    if lines:
        st.header("Comment il a été choisi", anchor=False)
        st.markdown(labels.spaced("\n".join(lines)))


def _definitions(warehouse: Warehouse, frame: pl.DataFrame) -> None:
    measures = frame.select("measure_label", "definition", "definition_source").unique(maintain_order=True)
    if measures.is_empty():
        return
    show_content(
        warehouse,
        Content(
            key="recu-definitions",
            title="Définitions",
            frame=measures,
            reading="Ce que compte chaque mesure, et d'où vient sa définition.",
            table=Table(
                ["Mesure", "Définition", "Source de la définition"], [list(row) for row in measures.iter_rows()]
            ),
        ),
    )


def _row(warehouse: Warehouse, row: pl.DataFrame) -> None:
    cells = row.row(0, named=True)
    show_content(
        warehouse,
        Content(
            key="recu-ligne",
            title="La ligne, telle que la lecture la donne",
            frame=row,
            reading="Chaque colonne de la ligne, sans arrondi ni mise en forme : ce que contient le fichier téléchargé.",
            table=Table(
                ["Colonne", "Valeur"],
                [[name, labels.ABSENT if value is None else str(value)] for name, value in cells.items()],
            ),
        ),
    )


def _run_again(warehouse: Warehouse, asked: receipts.Asked, chosen: Selection) -> None:
    st.header("Le refaire", anchor=False)
    st.markdown(
        labels.spaced(f"La commande, puis la lecture qu'elle lance, sur la version `{warehouse.data_version}` :")
    )
    st.code(receipts.command(asked, chosen), language="sh", wrap_lines=True)
    with st.expander(f"Lecture {asked.question} (SQL)"):
        st.code(sql_text(f"reads/{asked.question}"), language="sql")


def _cited(frame: pl.DataFrame, key: str) -> list[str]:
    """What to quote of each figure, or dated event, in a report of an error."""
    return [
        f"Chiffre ou date : {row[key]}\nDocument : {row['document_title']} ({row['document_id']})\n"
        f"Endroit : {row['locator']}\nPassage : {provenance.passage(row)}"
        for row in frame.iter_rows(named=True)
    ]


def _report(cited: list[str], chosen: Selection) -> None:
    st.header("Signaler une erreur", anchor=False)
    st.markdown("Copiez ce texte et envoyez-le à l'équipe de l'Atlas, avec ce que vous lisez dans le document.")
    lines = [f"Reçu : /recu?{chosen.query()}", *cited, "Ce que je lis : "]
    st.code("\n".join(lines), language=None, wrap_lines=True)
