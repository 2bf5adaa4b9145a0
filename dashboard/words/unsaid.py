"""Codes that nothing says in French: found before a page or a file would look for their words.

Those that the cards admit are refused by `ctai check` and `ctai build`, with the card that admits them: nothing is built.
Those that a warehouse bears are refused by who serves it, since a server may be older than the warehouse built beside it.
Measures, bases, themes and operators bear their words in the data, which their cards require.
"""

from collections.abc import Mapping
from pathlib import Path

from dashboard.words.code_words import UNLISTED, is_said
from data.cards import Card, CardsRefused, load_cards
from data.curation import ROOT
from data.problems import Problem, quoted
from queries.columns import cards as known_cards
from queries.warehouse import Warehouse, WarehouseUnavailable

EXPECTED = "un code qui a ses mots en français, dans dashboard/words"
MOST_NAMED = 5


def admitted(root: Path = ROOT) -> list[Problem]:
    """The codes without words that the cards of a checkout admit; none of damaged cards, which are told elsewhere."""
    try:
        cards = load_cards(root / "data" / "cards")
    except CardsRefused:
        return []
    return [
        Problem(f"data/cards/{table}.toml", 1, f"columns.{column}", quoted(code), EXPECTED)
        for table, column, code in _listed(cards)
        if not is_said(table, column, code)
    ]


def _listed(cards: Mapping[str, Card]) -> list[tuple[str, str, str]]:
    return [
        (table, column.name, code) for table, card in cards.items() for column in card.columns for code in column.values
    ]


def refuse_unsaid(warehouse: Warehouse) -> None:
    """Raises WarehouseUnavailable, which names the codes that the warehouse bears and that have no words here."""
    coded = dict(UNLISTED)
    for table, column, _code in _listed(known_cards()):
        coded[table] = list(dict.fromkeys([*coded.get(table, []), column]))
    offered = set(warehouse.tables())
    found = [
        f"{table}.{column} « {code} »"
        for table, columns in sorted(coded.items())
        if table in offered
        for column, code in warehouse.codes(table, columns)
        if not is_said(table, column, code)
    ]
    if found:
        rest = f" et {len(found) - MOST_NAMED} de plus" if len(found) > MOST_NAMED else ""
        raise WarehouseUnavailable(
            "L'entrepôt en service porte des codes que l'application ne sait pas dire en français : "
            f"{', '.join(found[:MOST_NAMED])}{rest}. Si elle a été mise à jour, arrêtez-la et relancez « ctai serve » ; "
            "sinon, donnez-leur des mots dans dashboard/words."
        )
