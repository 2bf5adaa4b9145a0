"""The read-me of a bundle, in French and in English, from the two texts of `texts/`."""

from pathlib import Path
from string import Template

from dashboard.datasets.dataset import Column, Dataset
from dashboard.datasets.files.about import LICENCE_ADDRESS, TYPES
from dashboard.words.labels import number, spaced
from geo.territories import ATTRIBUTION

TEXTS = Path(__file__).parent / "texts"
ENGLISH_TYPES = {
    "text": "text",
    "partial_date": "date, at least the year (YYYY, YYYY-MM or YYYY-MM-DD)",
    "integer": "integer",
    "number": "number",
    "boolean": "true or false",
    "date": "date (YYYY-MM-DD)",
    "list": 'list of texts, joined by "|" in the CSV',
}


def read_me(dataset: Dataset, sentence: str, name: str) -> str:
    """`LISEZMOI.md` or `README.md` of this dataset; `sentence` is the citation. Definitions stay in French."""
    is_french = name == "LISEZMOI.md"
    text = (TEXTS / name).read_text(encoding="utf-8")
    return Template(spaced(text) if is_french else text).substitute(
        title=dataset.title,
        grain=dataset.grain,
        rows=number(dataset.frame.height) if is_french else f"{dataset.frame.height:,}",
        documents=number(dataset.documents.height) if is_french else f"{dataset.documents.height:,}",
        key=", ".join(f"`{column}`" for column in dataset.key) or ("aucune" if is_french else "none"),
        version=dataset.data_version,
        columns="\n".join(_column(column, is_french) for column in dataset.columns),
        filters="\n".join(f"- {spaced(f'{subject} : {chosen}')}" for subject, chosen in dataset.filters)
        or ("- aucun" if is_french else "- none"),
        command=dataset.command,
        sentence=spaced(sentence),
        licence_address=LICENCE_ADDRESS,
        attribution=spaced(ATTRIBUTION),
    )


def _column(column: Column, is_french: bool) -> str:
    """A row of the table of columns."""
    types, yes, no = (TYPES, "oui", "non") if is_french else (ENGLISH_TYPES, "yes", "no")
    values = ", ".join(f"`{value}`" for value in column.values)
    cells = [
        f"`{column.name}`",
        types[column.type],
        yes if column.is_required else no,
        spaced(column.description),
        values,
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
