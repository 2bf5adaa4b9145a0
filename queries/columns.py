"""What each column of a table, a view or a dataset means: the cards' own words, or those of `columns.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from data.cards import Card, Column, load_cards

WORDS = Path(__file__).with_name("columns.toml")
# A column of these names is that of the card, under another name.
SAME_CODES = {
    "territory_level": ("territories", "level"),
    "action_stage": ("actions", "stage"),
    "measure_family": ("measures", "family"),
    "measure_role": ("measures", "role"),
}
# Where several cards have a column of one name, a view means that of the first.
FIRST_CARDS = ("observations", "territories", "actions", "contracts", "reconciliations")


@cache
def cards() -> dict[str, Card]:
    """The cards of the checkout, those that a view's column is looked up in first coming first."""
    every = load_cards()
    return {name: every[name] for name in (*FIRST_CARDS, *(name for name in every if name not in FIRST_CARDS))}


def meaning(table: str, column: str) -> Column:
    """The card's column, for one of a table; for a view or a dataset, that of the same name, or its own words.

    Raises KeyError when nothing says what the column means: a test holds that each column is said.
    """
    if table in cards():
        return cards()[table].column(column)
    own = _words().get(table, {}).get(column) or _words()["columns"].get(column)
    if own is None:
        card = next((card for card in cards().values() if column in card.names), None)
        if card is None:
            raise KeyError(f"{table}.{column}")
        return card.column(column)
    if column in SAME_CODES:
        card_name, name = SAME_CODES[column]
        return Column(column, "text", own, values=cards()[card_name].column(name).values)
    return Column(column, "text", own)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
