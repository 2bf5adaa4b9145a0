"""The hidden sheet of a workbook: the lists that are too long for a cell's own rule, a column each."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from dashboard.bilan.workbook_layout import Cell, Look, Page
from dashboard.bilan.workbook_rules import LONGEST_MESSAGE, Rule

NAME = "Listes"
WIDTH = 44


def long_lists(pages: Sequence[Page]) -> dict[Rule, int]:
    """By rule, the column of its list: of more signs than a rule holds, or of words with the comma that parts them."""
    rules = dict.fromkeys(cell.rule for page in pages for cells in page.lines for cell in cells if cell.rule)
    return {rule: column for column, rule in enumerate(rule for rule in rules if _is_long(rule.choices))}


def _is_long(choices: Sequence[str]) -> bool:
    return len(",".join(choices)) > LONGEST_MESSAGE or any("," in one for one in choices)


def page_of(lists: Mapping[Rule, int]) -> list[Page]:
    """The sheet; none without a long list."""
    lines = [
        [Cell(words or None, Look.KNOWN) for words in line]
        for line in zip_longest(*(rule.choices for rule in lists), fillvalue="")
    ]
    return [Page(NAME, lines, [WIDTH] * len(lists), is_hidden=True)] if lists else []
