"""What a document prints, in its own words, and where it can be read."""

import re

from dashboard.words import labels

# Between the cells of a row, where the reading of a text leaves bars; an empty cell says nothing.
BARS = re.compile(r"\s*\|(?:\s*\|)*\s*")


def unmarked(words: str) -> str:
    """Words without the marks of emphasis and of tables that the reading of the text left in them."""
    return BARS.sub(" · ", words.replace("**", "")).strip(" ·")


UNVERIFIED = "D'après un relevé, passage non vérifié"


COUNTED = "compté dans le fichier"


def passage(row: dict) -> str:
    """What the document prints, between guillemets, and what a survey says of it, which is no quotation; nothing is quoted
    of a data file, where the Atlas counted.
    """
    return told(row.get("as_printed"), row.get("survey_note")) or (COUNTED if is_counted(row) else "")


def is_counted(row: dict) -> bool:
    """Whether a figure was counted in a data file: its place is then a filter."""
    return row.get("read_via") == "data_file" and not row.get("as_printed")


def place(row: dict) -> str:
    """« Article 3 », or « filtre : département = Isère » for a figure that was counted."""
    return f"filtre : {row['locator']}" if is_counted(row) else row["locator"]


def told(as_printed: str | None, survey_note: str | None) -> str:
    """« …300 000 euros… », or what the survey says, or both; without the marks that the reading of a text left."""
    quoted = f"« {unmarked(as_printed)} »" if as_printed else None
    noted = f"{UNVERIFIED} : {survey_note}" if survey_note else None
    return ". ".join(words for words in (quoted, noted) if words)


def confidence(row: dict) -> str:
    """« confiance haute »: how sure the reading of a figure is. Nothing is highly sure of a passage that nobody verified."""
    is_unverified = bool(row.get("survey_note")) and not row.get("as_printed")
    if is_unverified and row["confidence"] == "H":
        return "lecture non vérifiée"
    return f"confiance {labels.CONFIDENCES[row['confidence']]}"


def address(url: str | None) -> str:
    return url or "adresse publique non connue"
