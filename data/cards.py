"""Schema cards: what each table promises, stated once in `data/cards/<table>.toml`.

The card reads the curated files, builds the warehouse's table and writes the data dictionary. A column that has a
`pattern` has its sentence in `[forms]`: what is expected, in words.
"""

import graphlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.card_forms import NAME, misshapen
from data.files import read_document
from data.problems import MOST_TOLD, Problem, quoted
from data.reading import named
from geo.levels import IN_CARDS, NAMES

CARDS = Path(__file__).parent / "cards"
LEVEL_IDS = "{level_ids}"
# What the code that reads the files names by itself.
NAMED_BY_CODE = {
    "documents": {"document_id", "title", "published_on", "read_via", "text_sha256"},
    "observations": {
        *("observation_id", "territory_id", "measure_id", "breakdown", "document_id", "as_printed", "survey_note"),
        *("value", "value_low", "value_high", "unit"),
    },
    "territories": {"territory_id", "level", "insee_code", "name", "document_id"},
    "territory_members": {"territory_id", "member_id"},
    "territory_successors": {"former_territory_id", "territory_id"},
    "territory_postcodes": {"postcode", "insee_code", "territory_id"},
    "releases": {"release_number", "position", "released_on", "summary"},
    "release_changes": {"release_number", "place", "position", "table_name", "row_key", "change", "reason"},
}


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    description: str
    required: bool = False
    pattern: str | None = None
    form: str | None = None
    values: tuple[str, ...] = ()
    references: str | None = None
    default: str | None = None
    default_if: dict[str, str] | None = None
    default_from: dict[str, str] | None = None
    unit: str | None = None

    @property
    def words(self) -> dict[str, str]:
        """What each value of the list says, where the description names them one by one, in their order."""
        named = re.split(r", (?:ou )?| ou ", self.description.rpartition(" : ")[2].rstrip("."))
        return dict(zip(self.values, named, strict=True)) if len(named) == len(self.values) else {}


@dataclass(frozen=True)
class Rule:
    """A sentence that each row keeps: `holds` is a SQL expression, `column` the one to blame."""

    column: str
    holds: str
    expected: str


@dataclass(frozen=True)
class Card:
    table: str
    title: str
    grain: str
    home: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def referenced_tables(self) -> set[str]:
        return {column.references.split(".")[0] for column in self.columns if column.references}


class CardsRefused(Exception):
    """No table can be read: `problems` says what is wrong with the cards."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems[:MOST_TOLD])))
        self.problems = problems


def load_cards(folder: Path = CARDS) -> dict[str, Card]:
    """All cards by table name, a referenced table before those that refer to it. Raises CardsRefused."""
    root = folder.parents[1]
    cards: dict[str, Card] = {}
    problems: list[Problem] = []
    for path in sorted(path for path in folder.glob("*.toml") if not path.name.startswith(".")):
        card, found = _card(path, root)
        problems += found
        if card:
            cards[card.table] = card
    if problems := problems or _unfit(cards, named(folder, root)):
        raise CardsRefused(sorted(problems))
    needs = {table: card.referenced_tables - {table} for table, card in cards.items()}
    try:
        return {table: cards[table] for table in graphlib.TopologicalSorter(needs).static_order()}
    except graphlib.CycleError as error:
        circle = " → ".join(error.args[1])
        raise CardsRefused(
            [_of_folder(named(folder, root), circle, "des tables qui ne se citent pas en rond")]
        ) from error


def _card(path: Path, root: Path) -> tuple[Card | None, list[Problem]]:
    name = named(path, root)
    content, lines, problems = read_document(path, root, "une carte")
    content = _with_levels(content)
    if not problems and not NAME.fullmatch(path.stem):
        problems = [Problem(name, 1, "", quoted(path.stem), "un nom de table en minuscules, chiffres et _")]
    if problems := problems or misshapen(content, lines, name):
        return None, problems
    columns, forms = content["columns"], content.get("forms", {})
    card = Card(
        table=path.stem,
        title=content["title"],
        grain=content["grain"],
        home=content["home"],
        primary_key=tuple(content["primary_key"]),
        unique=tuple(tuple(names) for names in content.get("unique", [])),
        rules=tuple(Rule(**rule) for rule in content.get("rules", [])),
        columns=tuple(
            Column(name=name, form=forms.get(name), **{**promise, "values": tuple(promise.get("values", ()))})
            for name, promise in columns.items()
        ),
    )
    return card, []


def _with_levels(said: Any) -> Any:
    """What a card says, the levels of territory as `geo` declares them: « {level_ids} » in a list is each of them."""
    if isinstance(said, dict):
        return {key: _with_levels(each) for key, each in said.items()}
    if isinstance(said, list):
        return [one for each in said for one in (NAMES if each == LEVEL_IDS else [_with_levels(each)])]
    if isinstance(said, str):
        for name, words in IN_CARDS.items():
            said = said.replace(name, words)
    return said


def _unfit(cards: dict[str, Card], folder: str) -> list[Problem]:
    """Cards that are absent though others or the code name them, or that lack a column that is named."""
    problems = []
    for table, columns in NAMED_BY_CODE.items():
        if table not in cards:
            problems.append(_of_folder(folder, "aucune carte", f"le fichier {table}.toml"))
        elif lacking := sorted(columns - set(cards[table].names)):
            problems.append(Problem(f"{folder}/{table}.toml", 1, "columns", "une carte incomplète", ", ".join(lacking)))
    for card in cards.values():
        for column in card.columns:
            places = [column.references] if column.references else []
            places += ["{table}.{field}".format_map(column.default_from)] if column.default_from else []
            for place in places:
                table, _, name = place.partition(".")
                if table not in cards or name not in cards[table].names:
                    file = f"{folder}/{card.table}.toml"
                    problems.append(
                        Problem(file, 1, f"columns.{column.name}", quoted(place), "une colonne d'une carte")
                    )
    return problems


def _of_folder(folder: str, found: str, expected: str) -> Problem:
    return Problem(folder, 1, "", found, expected)
