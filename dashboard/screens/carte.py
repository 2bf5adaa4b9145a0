"""Carte: what is printed of one subject for every territory of a level, on the composed map of France."""

from dataclasses import replace

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import cached, labels, map_readings, receipts, same_data, thematic
from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.content import Cell, Content, Link, Table
from dashboard.screens import relief
from geo.territories import ATTRIBUTION
from queries import classes
from queries.warehouse import Warehouse

LATEST, EACH = "derniere", "chaque"
YEARS = {LATEST: "La dernière imprimée", EACH: "Année par année (petites cartes)"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("Carte", anchor=False)
    subjects = cached.read(warehouse, "map_subjects")
    shown, subject = _choices(warehouse, chosen, subjects)
    if subject is None:
        st.info("Aucune mesure n'est imprimée pour plusieurs territoires de ce niveau. Choisissez un autre niveau.")
        return
    frame = cached.ask(warehouse, "carte", shown)
    if frame.filter(pl.col("status") != "no_data").is_empty():
        st.info("Rien n'est imprimé de cette mesure pour cette année. Choisissez une autre année.")
    else:
        _map(warehouse, shown, subject, frame)
    widgets.choose_switch(
        chosen,
        "relief",
        "Montrer l'argent de l'État en relief",
        "Une carte en trois dimensions ; elle charge 3 Mo de plus.",
    )
    if chosen.relief == "oui":
        relief.show(warehouse, chosen)


def _choices(warehouse: Warehouse, chosen: Selection, subjects: pl.DataFrame) -> tuple[Selection, dict | None]:
    """The selection, its subject one that is known at its level, and the row of that subject."""
    names = {code: words for code, words in fields.MAP_LEVELS.items() if code in set(subjects["map_level"])}
    left, middle, right = st.columns([1, 2, 1])
    with left:
        widgets.choose_one(chosen, "niveau", "Niveau", list(names), names.__getitem__)
    known = {row["subject_id"]: row for row in subjects.filter(map_level=chosen.niveau).iter_rows(named=True)}
    if not known:
        return chosen, None
    chosen = replace(chosen, sujet=chosen.sujet if chosen.sujet in known else next(iter(known)))
    subject = known[chosen.sujet]
    with middle:
        widgets.choose_one(
            chosen, "sujet", "Mesure", list(known), lambda code: map_readings.subject_words(known[code]),
            resets={"millesime": LATEST},
        )  # fmt: skip
    printed = subject["years"].split(",")
    years = [LATEST, *([EACH] if len(printed) > 1 else []), *printed]
    chosen = replace(chosen, millesime=chosen.millesime if chosen.millesime in years else LATEST)
    with right:
        widgets.choose_one(chosen, "millesime", "Année", years, _year_words)
    _choose_form(chosen, subject)
    known_territories = cached.read(warehouse, "territories_known")
    widgets.choose_territories(chosen, labels.told_apart(known_territories))
    return chosen, subject


def _year_words(code: str) -> str:
    return YEARS.get(code, code)


def _choose_form(chosen: Selection, subject: dict) -> None:
    left, right = st.columns(2)
    if map_readings.is_count(subject):
        with left:
            widgets.choose_one(
                chosen, "forme", "Ce que montre la carte", list(fields.MAP_FORMS), fields.MAP_FORMS.__getitem__
            )
    if _is_shaded(chosen, subject):
        with right:
            widgets.choose_one(
                chosen, "methode", "Classes", list(classes.METHODS), lambda code: classes.METHODS[code].capitalize()
            )


def _is_shaded(chosen: Selection, subject: dict) -> bool:
    """Shades for ratios and shares, circles for numbers and money: never a shade for a number."""
    return not map_readings.is_count(subject) or chosen.forme == "habitants"


def _map(warehouse: Warehouse, chosen: Selection, subject: dict, frame: pl.DataFrame) -> None:
    is_shaded = _is_shaded(chosen, subject)
    column = "value_per_1000" if is_shaded and map_readings.is_count(subject) else "value"
    words, places = (
        map_readings.classed(frame, subject, column, chosen.methode) if is_shaded else ([], [None] * frame.height)
    )
    told = frame.filter(pl.col("status") != "no_data")
    sources = cached.sources(warehouse, told, "observation_ids", "set_aside_ids")
    mapped = thematic.Subject(
        chosen.niveau,
        column,
        words,
        places,
        chosen.territoires,
        frame["map_year"].drop_nulls().unique().sort().to_list(),
        subject["base_label"] or "",
        {source.identifier: source.document for source in sources},
    )
    draw = thematic.shades if is_shaded else thematic.circles
    chart = draw(frame, mapped, "departement")
    _fit_phone(chart, bool(mapped.years))
    show_content(
        warehouse,
        Content(
            key="carte",
            title=map_readings.title(
                subject, column, chosen.niveau, _year_words(chosen.millesime).split(" (")[0].lower()
            ),
            frame=frame,
            chart=chart,
            reading=map_readings.by_year(frame, column) if mapped.years else map_readings.reading(frame, column),
            notes=[
                *map_readings.notes(frame, is_shaded, classes.METHODS[chosen.methode]),
                *_of_another_level(warehouse, chosen),
            ],
            receipts=receipts.addresses(chosen, "carte", told),
            same_data=same_data.address(chosen, "carte"),
            ways=lambda place: _ways(frame.row(place, named=True), chosen),
            table=Table(
                ["Territoire", "Chiffre imprimé", "Pour 1\u202f000 habitants", "Année, nature", "Remarque"],
                [_cells(row, chosen) for row in told.iter_rows(named=True)],
            ),
            sources=sources,
            attribution=ATTRIBUTION,
        ),
    )


def _of_another_level(warehouse: Warehouse, chosen: Selection) -> list[str]:
    """The territories under contract that are neither a commune nor an EPCI: this level has no outline for them."""
    if chosen.niveau != "contrat":
        return []
    known = cached.read(warehouse, "territories_known").filter(pl.col("contracts_count") > 0)
    return map_readings.of_another_level(known)


def _fit_phone(chart: go.Figure, is_small: bool) -> None:
    """Tells the style sheet what a narrow screen needs: lines of legend, height for a width, size of names."""
    lines = sum(bool(trace.name) for trace in chart.data)
    (west, east), (south, north) = chart.layout.xaxis.range, chart.layout.yaxis.range
    name = 12 if is_small else 8.5
    style = f"--lignes: {lines}; --hauteur: {(north - south) / (east - west):.3f}; --nom: {name}px"
    st.html(f"<style>.st-key-figure-carte {{ {style} }}</style>")


def _ways(row: dict, chosen: Selection) -> list[Link]:
    """Where a click on a territory leads, besides the receipt of its figure; it may have none."""
    name, territory_id = row["territory_name"], row["territory_id"]
    sheet = replace(chosen, volet="fiche", fiche=territory_id)
    silence = f" ({thematic.MISSING['no_data'][0]})" if row["status"] == "no_data" else ""
    ways = [Link(f"Fiche : {name}{silence}", f"/territoires?{sheet.query()}")]
    if territory_id not in chosen.territoires:
        compared = replace(chosen, territoires=(*chosen.territoires, territory_id))
        ways.append(Link(f"Ajouter {name} à la comparaison", f"/carte?{compared.query()}"))
    return ways


def _cells(row: dict, chosen: Selection) -> list[Cell]:
    sheet = replace(chosen, volet="fiche", fiche=row["territory_id"])
    remarks = [f"degré {row['grade']}" if row["grade"] else "", *map_readings.remarks(row)]
    return [
        Link(row["territory_name"], f"/territoires?{sheet.query()}", f"Fiche : {row['territory_name']}"),
        map_readings.figure_words(row),
        thematic.per_inhabitants(row),
        f"{row['year']}, {labels.NATURES[row['nature']]}",
        " ; ".join(remark for remark in remarks if remark) or labels.ABSENT,
    ]
