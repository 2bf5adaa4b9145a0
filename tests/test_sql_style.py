"""The SQL is written one way: what can be held without a linter of SQL, which the development tools do not have."""

import re
from pathlib import Path

import pytest

from queries.sql import FOLDER, sql_files, sql_names, sql_text

LONGEST = 120
HEADER_LINES = 2  # the question, or what one row is: each a sentence on one line, in English and in French
KEYWORDS = (
    "select|from|where|and|or|not|in|is|null|case|when|then|else|end|as|on|using|inner|left|join|cross|group|order|by|"
    "having|union|all|with|recursive|distinct|over|partition|qualify|filter|exclude|replace|limit|coalesce|count|sum|min|max"
)
# Reads that answer the rows of a view as they are: a column of the view is one of theirs.
WHOLE_ROWS = {
    "action_figures", "contracts_registered", "dataset_figures", "document_described", "document_figures", "exit_counts_compared",
    "facts_missing", "funding_amounts", "ratios_known", "reconciliations_found", "releases_listed", "series", "set_figures",
    "sheet_amounts", "sheet_contracts", "sheet_lacks", "sheet_ratios", "sheet_set_figures",
}  # fmt: skip
# « No filter » is null, and no choice of a reader is a word of the interface.
A_LEVEL = "$level = 'c"  # « contrat », a level of the maps
WORD_OF_A_PARAMETER = re.compile(r"\$\w+(?:::\w+)?\s*(?:=|<>|in)\s*\(?'\w|\w'\s*=\s*\$\w+")
# `level` says the level of a territory; an id may be made of a code (`'dep-' || departement_code`), never looked into.
FORM_OF_AN_ID = re.compile(r"'[^'\n]*\b(?:com-|epci-|dep-|reg-|set-|fra\b)[^'\n]*'(?! \|\|)")
YEAR_AS_TEXT = re.compile(r"varchar\)?\s*(?:[<>=]+|between)\s*\$\w*year|\$\w*year\s+between[^\n]*varchar")
ONE_SET = "'set-ctair-11'"  # the eleven first contracts, of which documents speak as a whole
# What readers see in an order stands in the French one: Épinal among the E, capitals or not.
UNSORTED = re.compile(r"order by[^()]*?(?<![\w.])((?:\w+\.)?(?:\w+_)?(?:name|label|title|party)\b)(?! collate fr)")
NOT_FRENCH = {"table_name", "column_name"}


def _code(path: Path) -> str:
    """Its statements, without comments."""
    return re.sub(r"--.*", "", path.read_text(encoding="utf-8"))


def _bare(path: Path) -> str:
    """Its statements, without comments nor texts."""
    return re.sub(r"'[^']*'", "''", _code(path))


@pytest.mark.parametrize("path", sql_files(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_a_file_of_sql_is_written_as_the_others(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    too_long = [line for line in lines[HEADER_LINES:] if len(line) > LONGEST]
    assert too_long == []
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
    assert re.findall(rf"\b(?:{KEYWORDS.upper()})\b", _bare(path)) == []
    forms = [form for form in FORM_OF_AN_ID.findall(_code(path)) if form != ONE_SET]
    assert forms == []
    assert set(UNSORTED.findall(_code(path))) <= NOT_FRENCH
    assert YEAR_AS_TEXT.findall(_code(path)) == []
    assert [word for word in WORD_OF_A_PARAMETER.findall(_code(path)) if word != A_LEVEL] == []


def test_the_reads_that_answer_whole_rows_of_a_view_are_known() -> None:
    """The others name their columns, so that a new column of a view changes no answer unseen."""
    found = set()
    for name in sql_names("reads"):
        text = re.sub(r"--.*", "", sql_text(f"reads/{name}"))
        steps = set(re.findall(r"^(?:with )?(\w+) as \(", text, re.MULTILINE))
        taken = re.findall(r"^select \*(?: exclude \([^)]*\))?\s+from (\w+)", text, re.MULTILINE)
        if set(taken) - steps:
            found.add(name)
    assert found == WHOLE_ROWS
