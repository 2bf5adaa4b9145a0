"""Schema cards: what each table promises, stated once in `data/cards/<table>.toml`.

The card reads the curated files, builds the warehouse's table and writes the data dictionary. A column that has a
`pattern` has its sentence in `[forms]`: what is expected, in words.
"""

import graphlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

CARDS = Path(__file__).parent / "cards"


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


def load_cards(folder: Path = CARDS) -> dict[str, Card]:
    """All cards by table name, a referenced table before those that refer to it."""
    cards = {path.stem: _card(path) for path in sorted(folder.glob("*.toml"))}
    needs = {table: card.referenced_tables - {table} for table, card in cards.items()}
    return {table: cards[table] for table in graphlib.TopologicalSorter(needs).static_order()}


def _card(path: Path) -> Card:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    columns, forms = content.pop("columns"), content.pop("forms", {})
    return Card(
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
