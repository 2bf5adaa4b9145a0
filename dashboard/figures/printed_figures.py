"""What figures share whose rows are printed figures, one each."""

from dashboard.figures.spec import VALUE, Column, Row
from dashboard.words import labels, passages

ROW = ("observation_id",)  # the key of a row, and what it cites


def counted(row: Row) -> str:
    """What a figure counts, of whom or of what action or theme."""
    about = [row["measure_label"], row["breakdown_label"], row["action_title"] or row["theme_label"]]
    return ", ".join(words for words in about if words)


def says(row: Row) -> str:
    """What is counted, where, and the figure."""
    about = [counted(row), row["territory_name"]]
    return f"{', '.join(words for words in about if words)} : {labels.figure_words(row)}"


FIGURE = Column("figure", "Chiffre", labels.figure_words, value=VALUE)
NATURE = Column("nature", "Nature, période", lambda row: f"{labels.nature(row)}, {labels.figure_period(row)}")
PASSAGE = Column("passage", "Passage", passages.passage)
