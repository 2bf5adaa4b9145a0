"""What a receipt shows of a row of another figure: the printed figures behind it, its dates, its actions, the row itself.

No choice asks for them: the page gives their rows, which it reads by the identifiers that the row cites.
"""

from dataclasses import replace

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import action, printed_figures, provenance
from dashboard.figures.spec import Answer, Column, Figure, Row
from dashboard.words import code_words, labels, passages
from queries import columns


def _counted(row: Row) -> str:
    return ", ".join(words for words in (printed_figures.counted(row), row["territory_name"]) if words)


def _document(row: Row) -> str:
    published = labels.published(row["published_on"], row["published_label"])
    counted = f", {row['licence']}, fichier lu : {row['data_file']}" if passages.is_counted(row) else ""
    return f"{row['document_title']} ({row['publisher']}, {published}){counted} [{row['observation_id']}]"


def page_of(row: Row, chosen: Selection) -> str:
    """The page of the document of a row: all that was taken from it."""
    return address("sources", chosen, rubrique="documents", document=row["document_id"])


def _outside(row: Row, _chosen: Selection) -> str:
    return row["url"] or ""


def _how_read(row: Row) -> str:
    """How sure the reading is, what the figure is worth, and through what it was read."""
    status = labels.OBS_STATUSES[row["obs_status"]]
    via = "lu par un relevé de pages publiques" if provenance.is_surveyed(row) else None
    reading = [passages.confidence(row), status, via, row["note"]]
    return " ; ".join(words for words in reading if words)


PLACE = Column("place", "Endroit", passages.place)
# A link outside: nothing is asked of its host until it is clicked.
ADDRESS = Column("url", "Adresse publique", lambda row: passages.address(row["url"]), _outside)
USED = Figure(
    key="recu-chiffres",
    title="Les chiffres dont il vient",
    columns=(
        Column("counted", "Ce qui est compté", _counted),
        printed_figures.FIGURE,
        printed_figures.NATURE,
        printed_figures.PASSAGE,
        PLACE,
        Column("document", "Document", _document, page_of),
        ADDRESS,
        Column("reading", "Lecture", _how_read),
    ),
    reading="Chaque chiffre avec le document, l'endroit et le passage où il est publié, ou le filtre par lequel il a été compté.",
)
SET_ASIDE = replace(
    USED,
    key="recu-ecartes",
    title="Les chiffres écartés",
    reading="Des documents publient autre chose du même fait : ces chiffres sont montrés, et ne sont pas retenus.",
)
DEFINITIONS = Figure(
    key="recu-definitions",
    title="Définitions",
    rows=lambda answer: answer.frame.select("measure_label", "definition", "definition_source").unique(
        maintain_order=True
    ),
    columns=(
        Column("measure", "Mesure", lambda row: row["measure_label"]),
        Column("definition", "Définition", lambda row: row["definition"]),
        Column("definition_source", "Source de la définition", lambda row: row["definition_source"]),
    ),
    reading="Ce que compte chaque mesure, et d'où vient sa définition.",
)


def _event(row: Row) -> str:
    return f"{labels.CONTRACT_FACTS[row['kind']]} [{row['contract_id']}]"


def _date(row: Row) -> str:
    return labels.partial_date(row["event_on"]) + (" (déduite)" if row["basis"] == "inferred" else "")


def _document_of_a_date(row: Row) -> str:
    return f"{row['document_title']} ({row['publisher']}) [{row['event_id']}]"


DATES = Figure(
    key="recu-dates",
    title="Les dates dont il vient",
    columns=(
        Column("event", "Événement", _event),
        Column("date", "Date", _date, value="event_on"),
        printed_figures.PASSAGE,
        PLACE,
        Column("document", "Document", _document_of_a_date, page_of),
        ADDRESS,
    ),
    reading="Chaque date avec le document, l'endroit et le passage où elle est publiée.",
)


def _theme(row: Row) -> str:
    return labels.THEME_BASES[row["basis"]] + (", principal" if row["is_primary"] else "")


def _document_of_an_action(row: Row) -> str:
    return f"{row['document_title']} ({row['publisher']}) [{row['action_id']}]"


ACTIONS = Figure(
    key="recu-actions",
    title="Les actions comptées",
    columns=(
        action.TITLE,
        action.STAGE,
        Column("operator", "Organisme", lambda row: row["operator"] or labels.ABSENT),
        Column("theme", "Thème", _theme),
        PLACE,
        Column("document", "Document", _document_of_an_action, page_of),
    ),
    reading="Chaque action, d'où lui vient ce thème, et l'endroit où elle est décrite.",
)


def actions(territory: str, theme: str) -> Figure:
    """The actions that a cell of the coverage counts, of this territory and theme."""
    return replace(ACTIONS, title=f"{ACTIONS.title} : {territory}, {theme}")


def _cells(answer: Answer) -> pl.DataFrame:
    """A line per column of the row."""
    cells = answer.frame.row(0, named=True)
    told = [labels.ABSENT if value is None else str(value) for value in cells.values()]
    said = [_said(name, value, cells) for name, value in cells.items()]
    return pl.DataFrame(
        {"name": list(cells), "value": told, "words": said, "meaning": [_column(name) for name in cells]}
    )


def _said(column: str, value: object, cells: Row) -> str:
    """A code in words; a breakdown has its words in the row, beside it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column == "breakdown":
        return cells.get("breakdown_label") or ""
    is_code = isinstance(value, str) and code_words.is_said("", column, value)
    return code_words.words("", column, str(value)) if is_code else ""


def _column(name: str) -> str:
    """What a column is, where the dictionary says it: a read may name one in its own way."""
    try:
        return columns.meaning("", name).description
    except KeyError:
        return ""


ROW = Figure(
    key="recu-ligne",
    title="La ligne, telle que la requête la donne",
    listed=_cells,
    columns=(
        Column("column", "Colonne", lambda row: row["name"]),
        Column("value", "Valeur", lambda row: row["value"]),
        Column("words", "En mots", lambda row: row["words"]),
        Column("meaning", "Sens", lambda row: row["meaning"]),
    ),
    reading="Chaque colonne de la ligne, sans arrondi ni mise en forme : ce que contient le fichier téléchargé. Un code y est "
    "suivi de ce qu'il veut dire.",
)
