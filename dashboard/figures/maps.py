"""The map: what is printed of one subject for every territory of a level, drawn, told and listed."""

from collections.abc import Sequence

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EACH, LATEST
from dashboard.drawing import map_labels, map_looks, thematic
from dashboard.drawing.chart import Chart
from dashboard.drawing.thematic import SILENT, is_drawn
from dashboard.figures import map_links, map_lists, map_notes, map_sentence, pages, provenance
from dashboard.figures.content import Ranking
from dashboard.figures.map_classes import classed, unit_words
from dashboard.figures.spec import SLIDES, VALUE, Answer, Ask, Column, Figure, Row
from dashboard.words import grades, labels, money
from dashboard.words.rates import PER_1000, per_inhabitants
from geo.levels import MAPPED
from geo.territories import ATTRIBUTION
from queries import classes

YEARS = {LATEST: "Dernière année connue", EACH: "Année par année (petites cartes)"}
CITED = ("observation_ids", "set_aside_ids")
MOST_NAMES = 5
FEWEST_CLASSED = 10  # territories: fewer values are read one by one
LEVELS = {level.id: f"par {level.name}" for level in MAPPED} | {
    "contrat": "par commune ou intercommunalité sous contrat"
}


def is_count(subject: Row) -> bool:
    """Whether the subject is a number or money, which shades would deceive about."""
    return not subject["is_ratio"] and subject["unit"] != "pct"


def has_shades(chosen: Selection, subject: Row) -> bool:
    """Shades for ratios and shares, circles for numbers and money: never a shade for a number, nor classes of a few."""
    is_rate = not is_count(subject) or chosen.forme == "habitants"
    return is_rate and subject["territories_count"] >= FEWEST_CLASSED


def column_of(chosen: Selection, subject: Row) -> str:
    """The column that is drawn and told."""
    return "value_per_1000" if chosen.forme == "habitants" and is_count(subject) else "value"


def year_words(code: str) -> str:
    """A year, or which of them, as they are offered."""
    return YEARS.get(code, code)


def subject_words(subject: Row) -> str:
    """« Places d'hébergement du DNA, CADA (barème) ; 10 territoires »."""
    who = f"par personne ({subject['base_label']})" if subject["is_ratio"] else subject["breakdown_label"]
    words = ", ".join(part for part in (subject["measure_label"], who) if part)
    places = labels.counted(subject["territories_count"], "territoire")
    return f"{words} ({labels.NATURES[subject['nature']]}) ; {places}"


def title(subject: Row, column: str, level: str, year: str) -> str:
    words = subject_words(subject).rpartition(" ; ")[0]
    rate = " pour 1\u202f000 habitants" if column == "value_per_1000" else ""
    return f"{words}{rate}, {LEVELS[level]} ({year})"


def figure_words(row: Row) -> str:
    """The figure as printed, or why there is none."""
    if row["status"] in map_looks.MISSING and row["status"] not in ("zero", "bound"):
        return map_looks.MISSING[row["status"]][0]
    return thematic.figure_words(row)


def remarks(row: Row) -> list[str]:
    return [
        money.doubts_of_figure(row),
        "confiance basse" if row["confidence"] == "L" else "",
        labels.OBS_STATUSES[row["obs_status"]] or "" if row["obs_status"] else "",
        "autre chiffre du même territoire, non dessiné" if row["place"] > 1 else "",
        "sans place sur la carte" if row["longitude"] is None else "",
    ]


def reading(frame: pl.DataFrame, column: str) -> str:
    """The extremes of what is drawn."""
    known = map_sentence.ordered(frame, column)
    if known.is_empty():
        return f"Aucune valeur à classer : seulement des {map_sentence.NO_ORDER}, ou pourquoi le chiffre manque."
    highest, lowest, aside = known.row(-1, named=True), known.row(0, named=True), map_sentence.aside(frame, column)
    if known.height == 1:
        return f"Seul chiffre exact{aside} : {highest['territory_name']}, {_amount(highest, column)}."
    if highest[column] == lowest[column]:
        return f"Un même chiffre partout où il est publié{aside} : {_amount(highest, column)}."
    rows = list(known.iter_rows(named=True))
    return f"Le plus élevé : {_held(rows, highest, column)} ; le plus bas : {_held(rows, lowest, column)}{aside}."


def by_year(frame: pl.DataFrame, column: str) -> str:
    """The extremes of each small map: « 2021 : de 4 561 places (Centre-Val de Loire) à 22 982 (Île-de-France) »."""
    drawn = map_sentence.ordered(frame, column)
    clauses = []
    for year in frame["map_year"].unique().sort():
        known = list(drawn.filter(map_year=year).iter_rows(named=True))
        if not known:
            words = "aucune valeur à classer"
        elif len(known) == 1:
            words = f"{_amount(known[0], column)} ({known[0]['territory_name']})"
        elif known[0][column] == known[-1][column]:
            words = f"{_amount(known[0], column)} partout où un chiffre est publié"
        else:
            words = f"de {_held(known, known[0], column)} à {_held(known, known[-1], column)}"
        clauses.append(f"{year} : {words}")
    return f"{' ; '.join(clauses)}."


def _held(rows: Sequence[Row], row: Row, column: str) -> str:
    """« 300 000 € (Dijon Métropole, Rennes Métropole) »: an amount and all who have it, when they are few."""
    names = [each["territory_name"] for each in rows if each[column] == row[column]]
    return f"{_amount(row, column)} ({', '.join(names) if len(names) <= MOST_NAMES else 'plusieurs territoires'})"


def _amount(row: Row, column: str) -> str:
    return f"{per_inhabitants(row)} pour mille habitants" if column == "value_per_1000" else figure_words(row)


def notes(frame: pl.DataFrame, is_shaded: bool, method: str) -> list[str]:
    """How it is drawn, and what is not: drawn and not drawn make the whole."""
    is_each = frame["map_year"].is_not_null().any()
    silent = frame.filter(pl.col("status").is_in(SILENT)).height
    words = [
        "Sur chaque petite carte, un territoire laissé vide n'a aucun chiffre publié cette année-là ; entre parenthèses, le "
        "nombre de chiffres publiés. Les classes, ou l'échelle des cercles, sont les mêmes pour toutes les années."
        if is_each
        else f"Aucun chiffre n'est publié pour {labels.quantity(silent, 'territory')}{map_notes.other_amounts(frame)}.",
        f"Classes : {method} ; entre parenthèses, le nombre de territoires de chacune ; la borne haute appartient à la classe."
        if is_shaded
        else "Un nombre se lit à la surface d'un cercle ; il n'est jamais montré par une teinte.",
        "Une hachure ou une forme dit ce qui n'est pas une valeur : sans objet, secret, non transmis, intervalle, borne, ordre "
        "de grandeur ; un cercle rouge, une confiance basse ou des sources contradictoires.",
        *map_notes.framed(thematic.frames_of(frame)),
        *(_drawn(frame, year) for year in frame["map_year"].unique().sort()),
    ]
    years = frame.filter(~pl.col("status").is_in(SILENT))["year"].drop_nulls().unique().sort().to_list()
    if len(years) > 1 and not is_each:
        words.insert(
            2, f"Les années diffèrent selon les territoires ({', '.join(map(str, years))}) : le tableau les dit."
        )
    return words


def _drawn(frame: pl.DataFrame, year: int | None) -> str:
    """What of a map's rows is drawn, and what is not."""
    rows = list(frame.filter(pl.col("map_year").eq_missing(year)).iter_rows(named=True))
    drawn = [row for row in rows if is_drawn(row)]
    lost = [row["territory_name"] for row in rows if not is_drawn(row)]
    silent = sum(row["status"] in SILENT for row in drawn)
    empty = f", dont {labels.number(silent)} sans chiffre" if year else ""
    names = f" ; sans place sur la carte : {', '.join(lost)}" if lost else ""
    return f"{f'{year}, sur' if year else 'Sur'} la carte : {labels.quantity(len(drawn), 'territory')}{empty}{names}."


def _subject(answer: Answer) -> Row:
    """What is mapped, in the words of `reads/map_subjects.sql`."""
    known = answer.read("map_subjects")
    found = known.filter(map_level=answer.chosen.niveau, subject_id=answer.chosen.sujet)
    return found.row(0, named=True)


def years(frame: pl.DataFrame) -> list[int]:
    """Those of the small maps; none where the map is one."""
    return frame["map_year"].drop_nulls().unique().sort().to_list()


def _title(answer: Answer) -> str:
    chosen, subject = answer.chosen, _subject(answer)
    year = year_words(chosen.millesime).split(" (")[0].lower()
    return title(subject, column_of(chosen, subject), chosen.niveau, year)


def _reading(answer: Answer) -> str:
    column = column_of(answer.chosen, _subject(answer))
    if years(answer.frame):
        return by_year(answer.frame, column)
    return map_sentence.limited(reading(answer.frame, column), answer.frame, answer.chosen.sujet)


def _sentence(answer: Answer) -> str:
    subject = _subject(answer)
    column, name = column_of(answer.chosen, subject), subject_words(subject).rpartition(" ; ")[0]
    words = per_inhabitants if column == "value_per_1000" else figure_words
    whole = map_notes.under_contract(answer) if answer.chosen.niveau == "contrat" else answer.frame
    return map_sentence.sentence(answer.frame, subject, name, column, words, whole["territory_id"].n_unique())


def _chart(answer: Answer) -> Chart:
    frame, chosen, subject = answer.frame, answer.chosen, _subject(answer)
    column, is_shaded = column_of(chosen, subject), has_shades(chosen, subject)
    words, places = classed(frame, subject, column, chosen.methode) if is_shaded else ([], [None] * frame.height)
    mapped = thematic.Subject(
        chosen.niveau,
        column,
        words,
        places,
        chosen.territoires,
        years(frame),
        subject["base_label"] or "",
        is_written=not years(frame) and not is_shaded and _known(frame) <= map_labels.MOST,
        unit=unit_words(subject, column),
        documents={source.identifier: source.document for source in provenance.sources(answer.read, frame, *CITED)},
    )
    draw = thematic.shades if is_shaded else thematic.circles
    return draw(frame, mapped, "departement")


def _known(frame: pl.DataFrame) -> int:
    """How many values and bounds are drawn."""
    return frame.filter((pl.col("place") == 1) & pl.col("status").is_in(["value", "bound"])).height


def _notes(answer: Answer) -> list[str]:
    chosen = answer.chosen
    told = notes(answer.frame, has_shades(chosen, _subject(answer)), classes.METHODS[chosen.methode])
    if chosen.niveau != "contrat":
        return told
    return [*told, *map_notes.of_another_level(map_notes.under_contract(answer))]


def _rankings(answer: Answer) -> list[Ranking]:
    """The whole list beside the map; who has no figure, of the territories under contract."""
    chosen, subject = answer.chosen, _subject(answer)
    column = column_of(chosen, subject)
    title = "Pour 1\u202f000 habitants" if column == "value_per_1000" else subject["measure_label"]
    words = per_inhabitants if column == "value_per_1000" else figure_words
    told = map_lists.ranking(answer, title, column, words, chosen.niveau == "contrat")
    if chosen.niveau != "contrat":
        return told
    return [*told, *map_lists.off_the_map(answer, map_notes.without_mark(map_notes.under_contract(answer)))]


def _told(answer: Answer) -> pl.DataFrame:
    return answer.frame.filter(~pl.col("status").is_in(SILENT))


def _says(row: Row) -> str:
    return f"{row['territory_name']}, {row['year']} : {figure_words(row)}" if row["year"] else row["territory_name"]


def _remark(row: Row) -> str:
    grade = grades.shown(row["grade"], row["qualifier"])
    told = [grades.said(grade) if grade else "", *remarks(row)]
    return " ; ".join(remark for remark in told if remark) or labels.ABSENT


TERRITORY = Column(
    "territory",
    "Territoire",
    lambda row: row["territory_name"],
    address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
    label=lambda row: f"Fiche : {row['territory_name']}",
)


def _calculation(row: Row) -> str:
    """« 200 000 € × 1 000 ÷ 122 572 habitants (2023) = 1 632 € », where the map may show it so."""
    if all(row.get(name) is None for name in PER_1000):
        return ""
    persons = f"{labels.number(row['population'])} habitants ({row['population_year']})"
    return f"{figure_words(row)} × 1\u202f000 ÷ {persons} = {per_inhabitants(row)}"


MAP = Figure(
    key="carte",
    title=_title,
    ask=Ask("map_values", ("niveau", "sujet", "millesime"), also=("forme", "methode", "territoires")),
    rows=lambda answer: answer.frame.clear() if _told(answer).is_empty() else answer.frame,
    listed=_told,
    row=("territory_id", "year", "observation_ids"),
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    rules={"chiffre": "rule"},
    says=_says,
    calculation=_calculation,
    columns=(
        TERRITORY,
        Column("figure", "Chiffre publié", figure_words, value=VALUE),
        Column("rate", "Pour 1\u202f000 habitants", per_inhabitants, value=PER_1000),
        Column("nature", "Année, nature", lambda row: f"{row['year']}, {labels.NATURES[row['nature']]}"),
        Column("remark", "Remarque", _remark),
    ),
    chart=_chart,
    reading=_reading,
    notes=_notes,
    sources=CITED,
    attribution=ATTRIBUTION,
    same_data=map_links.filters,
    ways=map_links.ways,
    rankings=_rankings,
    made_as=SLIDES,
    sentence=_sentence,
)
