"""Which numbers can be read in a passage as printed: the value of a figure must be one of them.

French writing: « 300 000 », « 300.000 », « 1 477,71 », « 3 millions », « 300 k€ », « 88 ME », « une centaine », « 1/3 »,
« 2 personnes sur 3 », « mi-temps ». Digits are read in the largest way: 300 is not
read in « 300 000 », unless they stand in a row of six cells or more. Digits of other scripts (« ٣ », « ３ ») are none.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import pairwise

import polars as pl

from data.files import ORIGIN
from data.problems import Problem, quoted

SPACES = " \u00a0\u202f\u2009"
THOUSANDS = rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?![0-9])|[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![0-9])"
DIGITS = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?:(?P<thousands>{THOUSANDS})|(?P<digits>[0-9]+))(?P<decimals>,[0-9]+|\.[0-9]{{1,2}}(?![0-9.]))?"
)
LARGER = re.compile(rf"[{SPACES}]?(?:(k|K|M|Md)(?=[{SPACES}]?(?:€|E\b))|(millier|million|milliard)s?\b)")
TABLE_ROW = re.compile(rf"(?<![0-9])(?:[0-9]+[{SPACES}]){{5,}}[0-9]+(?![0-9])")
MULTIPLES = {
    "k": 1_000,
    "K": 1_000,
    "M": 1_000_000,
    "Md": 1_000_000_000,
    "millier": 1_000,
    "million": 1_000_000,
    "milliard": 1_000_000_000,
}
WORDS = {
    "zéro": 0, "aucun": 0, "aucune": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "soixante-dix": 70, "quatre-vingt": 80, "quatre-vingts": 80,
    "quatre-vingt-dix": 90, "cent": 100, "mille": 1000,
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
    "mi-temps": 0.5, "mi-journée": 0.5, "demi-journée": 0.5,
}  # fmt: skip
HIGHER = ("cent", "mille", "millier", "million", "milliard")
SHARES = {"moitié": 1 / 2, "un tiers": 1 / 3, "un quart": 1 / 4, "deux tiers": 2 / 3, "trois quarts": 3 / 4}
FRACTION = re.compile(r"(?<![0-9/])(?<![0-9]\s)([0-9]+)(?:\s*/\s*|\s+(?:\w+\s+)?sur\s+)([0-9]+)\b(?!\s*/)")
FIGURES = ("value", "value_low", "value_high")
DECIMALS = 2  # of a quotient that does not end


def numbers(passage: str) -> set[float]:
    """Every number that can be read in the passage, exactly; a fraction counts as its quotient, and as that per cent."""
    return {*_digits(passage), *_words(passage), *_shares(passage)}


def is_read(figure: float, readable: Collection[float]) -> bool:
    """Whether a figure is one of the numbers, to the last digit; a quotient is stored with two decimals."""
    return any(figure in (number, round(number, DECIMALS)) for number in readable)


def unread_values(observations: pl.DataFrame) -> Iterator[Problem]:
    """Figures whose value or bounds cannot be read in their passage, or in what the survey says where it gives none.

    `observations` has its origin columns. A figure that has neither is no matter of reading: it was counted in a data
    file, or a check says what it lacks.
    """
    columns = [*ORIGIN, *FIGURES, "unit", "as_printed", "survey_note"]
    cited_ones = observations.select(columns).filter(
        pl.any_horizontal(pl.col("as_printed", "survey_note").is_not_null())
    )
    for row in cited_ones.iter_rows(named=True):
        cited = "as_printed" if row["as_printed"] else "survey_note"
        if {row[column] for column in FIGURES} <= {None, *_digits(row[cited] or "")}:
            continue  # most figures are written in digits, which are the soonest read
        readable = sorted(numbers(row[cited] or ""))
        for column in FIGURES:
            figure = row[column]
            if figure is not None and not is_read(figure, readable):
                expected = f"un nombre qui se lit dans {cited}, {quoted(row[cited])}"
                if row["unit"] == "pct" and is_read(round(100 * figure, 10), readable):
                    expected += " ; un pourcentage s'écrit 35, pas 0.35"
                yield Problem(row["file"], row["line"], column, quoted(f"{figure:.15g}"), expected)


def _digits(passage: str) -> Iterator[float]:
    for match in DIGITS.finditer(passage):
        whole = re.sub("[^0-9]", "", match["thousands"] or match["digits"])
        number = Decimal(whole + (match["decimals"] or "").replace(",", "."))
        larger = LARGER.match(passage, match.end())
        yield float(number * MULTIPLES[larger[1] or larger[2]] if larger else number)
    for row in TABLE_ROW.findall(passage):
        yield from (float(cell) for cell in row.split())


def _words(passage: str) -> Iterator[float]:
    found = re.findall(r"[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*", passage.lower())
    for word, follower in pairwise([*found, ""]):
        name, follower = _singular(word), _singular(follower)
        if name in WORDS:
            yield WORDS[name] * (WORDS | MULTIPLES)[follower] if follower in HIGHER else WORDS[name]
        elif "-" in word and all(part in WORDS or part == "et" for part in word.split("-")):
            yield sum(WORDS[part] for part in word.split("-") if part != "et")


def _singular(word: str) -> str:
    return word if word in WORDS else word.removesuffix("s")


def _shares(passage: str) -> Iterator[float]:
    text = passage.lower()
    quotients = [share for words, share in SHARES.items() if re.search(rf"\b{words}\b", text)]
    quotients += [int(part) / int(whole) for part, whole in FRACTION.findall(text) if int(part) < int(whole)]
    for quotient in quotients:
        yield quotient
        yield 100 * quotient
