"""The synthesis as a document of one page: the grid, what compares best, each theme, and the documents behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.choices.address import address
from dashboard.documents.behind import publishers_told
from dashboard.documents.document import Block, Document, Paragraph, PrintedTable
from dashboard.figures import closest_pair, synthesis
from dashboard.figures.answer import content
from dashboard.figures.content import Content
from dashboard.figures.fact import SUBJECTS
from dashboard.figures.fact_content import ANNOUNCED, NOTHING_FOUND, STAGES, UNREAD
from dashboard.figures.spec import Answer, Row
from dashboard.figures.synthesis_grid import Grid, grid
from dashboard.words import grades, labels
from dashboard.words.grammar import listed
from dashboard.words.money import DISPUTED

MOST_FACTS = 2  # of a subject, in a cell
MOST_PUBLISHERS = 5  # on a slide; the page on line has all, with their titles
LONGEST_LINE = 46  # signs of the title, in its letters
SHOWN_AT = "Cette synthèse en ligne, chaque chiffre menant à sa source :"
FIRST_COLUMN, OTHER_COLUMNS = 2, 5  # how wide the first is beside that of a territory
OF_THEMES = f"Étape de l'action qui porte chaque thème ({labels.ABSENT} : aucune action trouvée dans les documents)"
OF_A_THEME = {stage: one.removeprefix("action ") for stage, (one, _several) in STAGES.items()} | {
    ANNOUNCED: "axe annoncé", NOTHING_FOUND: labels.ABSENT, UNREAD: labels.ABSENT,
}  # fmt: skip
# What stands before an amount that has no sign of its own.
BEFORE = {grade: f"{name} : " for grade, name in grades.NAMES.items() if grade in grades.SIGNS}


@dataclass(frozen=True)
class Synthesis:
    """A synthesis to be written: its figure, its grid, what compares best, how many documents, its address, its version."""

    figure: Content
    grid: Grid
    best: str
    documents_count: int
    address: str
    version: str

    @property
    def credit(self) -> str:
        """« Atlas CTAI, données 2026.2, 12 documents, /comparer?… »."""
        documents = labels.counted(self.documents_count, "document")
        return f"Atlas CTAI, données {self.version}, {documents}, {self.address}"

    @property
    def sources(self) -> str:
        """Who published the documents behind it: those that a slide has room for."""
        return publishers_told(self.figure.sources, MOST_PUBLISHERS)


def to_write(answer: Answer, version: str, here: str = "") -> Synthesis:
    """What a file of the synthesis holds, whatever its form; `here`, « https://atlas.exemple.fr », begins its address."""
    return Synthesis(
        content(synthesis.SYNTHESIS, answer),
        grid(answer.frame),
        closest_pair.best(answer.frame),
        synthesis.documents_count(answer.frame),
        here + synthesis.naming_territories(address("comparer", answer.chosen), answer.chosen),
        version,
    )


def table(laid_out: Grid) -> tuple[list[str], list[list[str]]]:
    """Headers and rows: a territory is a column up to four, a row beyond."""
    if not laid_out.stands_upright:
        rows = [[each.name, *(cell(each.facts[subject]) for subject in SUBJECTS)] for each in laid_out.territories]
        return ["Territoire", *SUBJECTS.values()], rows
    rows = [
        [words, *(cell(each.facts[subject]) for each in laid_out.territories)] for subject, words in SUBJECTS.items()
    ]
    return ["Sujet", *(each.name for each in laid_out.territories)], rows


def cell(facts: Sequence[Row], most: int = MOST_FACTS) -> str:
    """« 200 000 € en 2022 (engagé) ; 250 000 € en 2023 (prévu) »."""
    left = len(facts) - most
    more = [f"et {labels.counted(left, 'autre', 'autres')}"] if left > 0 else []
    told = [_told(fact) for fact in facts[:most]]
    repeated = f", {DISPUTED})"
    if all(words.endswith(repeated) for words in told):  # once for all that the cell tells
        told = [*(f"{words.removesuffix(repeated)})" for words in told[:-1]), told[-1]]
    return labels.spaced(" ; ".join([*told, *more]))


def _told(fact: Row) -> str:
    """A fact with its precision, less what the row of the money says of its sources."""
    grade = "" if fact["words"].startswith(grades.SIGNS[grades.ROUGH]) else BEFORE.get(grades.of(fact), "")
    note = fact["note"] or ""
    if fact["subject"] in ("per_inhabitant", "yardstick"):
        note = note.replace(f" ({fact['doubt']})", "")
    return f"{grade}{fact['words']}" + (f" ({note})" if note else "")


def themes(laid_out: Grid) -> tuple[list[str], list[list[str]]]:
    """A row per theme, a column per territory: at which stage an action bears it."""
    names = [theme["words"] for theme in laid_out.territories[0].themes]
    rows = [
        [name, *(OF_A_THEME[each.themes[place]["stage"]] for each in laid_out.territories)]
        for place, name in enumerate(names)
    ]
    return ["Thème", *(each.name for each in laid_out.territories)], rows


def document(made: Synthesis, edited_on: date) -> Document:
    """The synthesis as PDF and ODT hold it: up to four territories, one page."""
    return Document(
        title=labels.spaced(_title([each.name for each in made.grid.territories])),
        subtitle=labels.spaced(made.figure.reading),
        sender=[f"Atlas CTAI, chaque chiffre avec sa source. Édité le {labels.day(edited_on)}."],
        footer=labels.spaced(f"Atlas CTAI — synthèse — données {made.version}"),
        dated=edited_on,
        blocks=_blocks(made),
    )


def _title(names: Sequence[str]) -> str:
    """The names, where they hold in a line; the grid has them all."""
    whole = f"Synthèse : {listed(names)}"
    return whole if len(whole) <= LONGEST_LINE else f"Synthèse de {labels.counted(len(names), 'territoire')}"


def _blocks(made: Synthesis) -> list[Block]:
    headers, rows = table(made.grid)
    widths = [FIRST_COLUMN, *[OTHER_COLUMNS] * (len(headers) - 1)] if made.grid.stands_upright else ()
    told: list[Block] = [PrintedTable("", headers, rows, widths, is_small=True)]
    told.append(Paragraph(labels.spaced(f"Ce qui se compare le mieux ici. {made.best}"), is_small=True))
    if made.grid.stands_upright:
        told.append(PrintedTable(labels.spaced(OF_THEMES), *themes(made.grid), is_small=True))
    origin = f"{labels.spaced(f'{publishers_told(made.figure.sources)} {SHOWN_AT}')} {made.address}"
    return [*told, Paragraph(labels.spaced(_signs(made.grid)), is_small=True), Paragraph(origin, is_small=True)]


def _signs(laid_out: Grid) -> str:
    """What the words that warn of an amount in the grid mean."""
    told = [grades.meaning(grade) for grade in grades.SIGNS if grade in laid_out.grades]
    return " ".join([*told, "Repère commun : par BPI (bénéficiaire de la protection internationale) qui a signé un CIR (contrat "
                     "d'intégration républicaine) dans le département."])  # fmt: skip
