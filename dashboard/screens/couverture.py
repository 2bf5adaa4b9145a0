"""Couverture: which themes the actions of each territory bear, within one stage."""

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import cached, contract_words, coverage_chart, labels, readings, receipts
from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    stages = {
        row["stage"]: f"{labels.STAGES[row['stage']]} ({row['territories_count']} territoires dans l'Atlas)"
        for row in cached.read(warehouse, "coverage_stages").iter_rows(named=True)
    }
    left, right = st.columns(2)
    with left:
        widgets.choose_one(chosen, "stade", "Stade des actions", list(stages), stages.__getitem__)
    with right:
        widgets.choose_one(chosen, "compte", "Ce que montre la matrice", list(fields.COUNTS), fields.COUNTS.__getitem__)
    coverage = cached.ask(warehouse, "couverture", chosen)
    if not coverage["has_actions"].any():
        st.info(
            f"Aucune action de ce stade ({labels.STAGES[chosen.stade]}) n'a été trouvée dans les documents de ces "
            "territoires. Choisissez un autre stade ou d'autres territoires."
        )
    if coverage.is_empty():
        return
    _coverage(warehouse, chosen, coverage)
    _index(warehouse, chosen)
    _profile(warehouse, chosen)


def _coverage(warehouse: Warehouse, chosen: Selection, coverage: pl.DataFrame) -> None:
    absent = _without_actions(warehouse, chosen, coverage.filter("has_actions")["territory_name"].to_list())
    announced = coverage.filter(~pl.col("has_actions"))
    axes = cached.read(warehouse, "axes_announced", territory_ids=announced["territory_id"].unique().sort().to_list())
    sources = cached.read(warehouse, "action_sources", territory_ids=chosen.territoires, stage=chosen.stade)
    show_content(
        warehouse,
        Content(
            key="couverture",
            title=f"Couverture thématique : {labels.STAGES[chosen.stade]}",
            frame=coverage,
            receipts=receipts.addresses(chosen, "couverture", coverage),
            chart=_matrix(warehouse, chosen, coverage),
            reading=readings.coverage(coverage),
            notes=[
                "Entre parenthèses, d'où viennent les thèmes : i imprimé, a déduit de l'axe, é choisi par l'Atlas.",
                "Une croix dit qu'aucune action n'a été trouvée dans les documents, non qu'il n'y en a pas sur le territoire.",
                "Le thème est imprimé par le document, déduit de son axe, ou choisi par l'Atlas d'après le titre (éditorial).",
                *([f"Sans action de ce stade dans les documents : {', '.join(absent)}."] if absent else []),
                *_axis_notes(axes),
            ],
            table=Table(
                ["Territoire", "Thème", "Actions", "dont thème imprimé", "déduit de l'axe", "éditorial", "Axe annoncé",
                 "Coût prévu"],
                [
                    [
                        row["territory_name"],
                        row["theme_label"],
                        _counted(row),
                        labels.number(row["printed_count"]),
                        labels.number(row["axis_count"]),
                        labels.number(row["editorial_count"]),
                        " ; ".join(row["announced_axes"] or [labels.ABSENT]),
                        labels.euros(row["planned_cost_eur"]),
                    ]
                    for row in coverage.iter_rows(named=True)
                ],
            ),
            sources=[
                *provenance.action_lines(sources),
                *provenance.axis_lines(axes),
                *cached.sources(warehouse, coverage, "planned_cost_observation_ids"),
            ],
        )
    )  # fmt: skip


def _counted(row: dict) -> str:
    if not row["has_actions"]:
        return "aucune publiée"
    return labels.number(row["actions_count"]) if row["actions_count"] else "aucune trouvée"


def _axis_notes(axes: pl.DataFrame) -> list[str]:
    """How many axes each territory's sources name, and what the mark of an axis is not."""
    if axes.is_empty():
        return []
    told = [
        f"{name} : {contract_words.how_many(rows)}"
        for (name, _contract), rows in axes.group_by(["territory_name", "contract_id"], maintain_order=True)
    ]
    return [
        "Un losange est un axe annoncé : une source nomme l'axe du contrat, personne n'en a publié les actions. C'est une "
        "présence, d'aucun stade, sans nombre ni part ; ni l'indice ni les parts ne le comptent.",
        f"Axes annoncés — {' ; '.join(told)}.",
    ]


def _matrix(warehouse: Warehouse, chosen: Selection, coverage: pl.DataFrame) -> go.Figure:
    """What the reader asked the matrix to show; a share needs a list of actions that says it is exhaustive."""
    if chosen.compte == "argent":
        return coverage_chart.coverage(coverage, "planned_cost_eur", labels.euros)
    if chosen.compte == "part":
        shares = cached.ask(warehouse, "profil", chosen).select("territory_id", "theme_id", "actions_share_pct")
        joined = coverage.join(shares, on=["territory_id", "theme_id"], how="left", maintain_order="left")
        return coverage_chart.coverage(joined, "actions_share_pct", labels.rate)
    return coverage_chart.coverage(coverage, "actions_count", str)


NOT_ALONE = (
    "Ce qu'un territoire serait seul à couvrir n'est pas dit : il faudrait que tous aient, à ce stade, une liste d'actions "
    "qui se dise exhaustive."
)


def _index(warehouse: Warehouse, chosen: Selection) -> None:
    """How many themes each territory covers: a minimum where its document does not claim to be exhaustive."""
    index = cached.read(warehouse, "coverage_index", territory_ids=chosen.territoires, stage=chosen.stade)
    if index.is_empty():
        return
    alone = ["Thèmes que lui seul couvre ici"] if index["is_alone_known"][0] else []
    show_content(
        warehouse,
        Content(
            key="indice",
            title="Indice de couverture",
            frame=index,
            reading=readings.coverage_index(index),
            table=Table(
                ["Territoire", "Thèmes couverts", "Part des thèmes", *alone],
                [
                    [
                        row["territory_name"],
                        f"{_at_least(row)}{row['covered_count']} sur {row['themes_count']}",
                        f"{_at_least(row)}{labels.rate(row['covered_pct'])}",
                        *([row["themes_alone"] or "aucun"] if alone else []),
                    ]
                    for row in index.iter_rows(named=True)
                ],
            ),
            notes=[
                "Indice : le nombre de thèmes de la nomenclature commune qu'une action au moins porte à ce stade. Il dit "
                "l'étendue, non la qualité ni l'effort.",
                *([] if alone else [NOT_ALONE]),
            ],
        ),
    )


def _at_least(row: dict) -> str:
    return "" if row["is_exhaustive"] else "au moins "


def _profile(warehouse: Warehouse, chosen: Selection) -> None:
    """Shares of actions beside the national shares of money: two measures, side by side, on one theme."""
    profile = cached.ask(warehouse, "profil", chosen)
    if profile.is_empty():
        return
    show_content(
        warehouse,
        Content(
            key="profil",
            title="Profil par thème, à côté des onze premiers contrats",
            frame=profile,
            receipts=receipts.addresses(chosen, "profil", profile),
            reading=(
                "La part des actions du territoire qui portent chaque thème, et la part de l'argent des onze premiers contrats "
                "que la DIAIR imprime pour lui. Ce sont deux mesures : elles se lisent côte à côte, sans écart."
            ),
            table=Table(
                ["Territoire", "Thème", "Part des actions", "Actions", "Part de l'argent des onze contrats"],
                [
                    [
                        row["territory_name"],
                        row["theme_label"],
                        labels.rate(row["actions_share_pct"]),
                        f"{row['actions_count']} sur {row['total_count']}",
                        labels.quantity(row["national_share_pct"], "pct"),
                    ]
                    for row in profile.iter_rows(named=True)
                ],
            ),
            notes=["Une action peut porter plusieurs thèmes : les parts des actions ne s'ajoutent pas à cent."],
            sources=cached.sources(warehouse, profile, "observation_ids"),
        ),
    )


def _without_actions(warehouse: Warehouse, chosen: Selection, present: list[str]) -> list[str]:
    names = cached.read(warehouse, "territories_named", territory_ids=chosen.territoires)["territory_name"]
    return [name for name in names if name not in present]
