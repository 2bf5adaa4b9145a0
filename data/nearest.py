"""The known codes that somebody most likely meant: « com-1053 » is com-01053, « Metz » is com-57463, « engagé » is committed.

By spelling, accents and case forgiven, and for official codes by their lost zeros. Never by likeness of digits: a
figure of Laval is no figure of Le Mans.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from geo.levels import OFFICIAL

COUNT = 3
LIKENESS = 0.7
SLIP = 0.9  # so near that the others are not worth naming
LONG_LIST = 1000  # words beyond which only those of the same first letter are compared
STEMS = {word: level.stem for level in OFFICIAL for word in (level.stem, level.id)}
TYPED = re.compile(rf"(?:({'|'.join(STEMS)})[- ]?)?(\d{{1,9}}|\d?2[ab]\d{{0,3}})")
WIDTHS = {level.stem: level.signs[0] for level in OFFICIAL}


def nearest(found: str, words: Mapping[str, str]) -> list[str]:
    """Known codes, three at most, the nearest first. `words` says each code's name; two codes may bear the same."""
    wanted = folded(found)
    codes = {folded(code): code for code in words}
    if wanted in codes:
        return [codes[wanted]]
    if official := [codes[reading] for reading in _official(wanted) if reading in codes]:
        return official
    named: dict[str, list[str]] = {}
    for code, name in words.items():
        named.setdefault(folded(name), []).append(code)
    if wanted in named:
        return named[wanted][:COUNT]
    pool = [*codes, *named]
    if len(pool) > LONG_LIST:
        pool = [word for word in pool if word[:1] == wanted[:1]]
    near = get_close_matches(wanted, pool, n=1, cutoff=SLIP) or get_close_matches(
        wanted, pool, n=COUNT, cutoff=LIKENESS
    )
    alike = [word for word in near if _same_digits(wanted, word)]
    meant = dict.fromkeys(code for word in alike for code in ([codes[word]] if word in codes else named[word]))
    return list(meant)[:COUNT]


def suggestion(found: str, words: Mapping[str, str]) -> str:
    """« ; voulez-vous dire com-01053 (Bourg-en-Bresse) ? », to put after what was expected; nothing when none is near."""
    meant = [f"{code} ({words[code]})" if words[code] else code for code in nearest(found, words)]
    return f" ; voulez-vous dire {' ou '.join(meant)} ?" if meant else ""


def folded(text: str) -> str:
    """Without case, accents, or what stands between words."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[\s'’-]+", "-", bare).strip("-")


def _official(wanted: str) -> Iterator[str]:
    """The codes that a number may be: with its level, with its zeros."""
    if not (code := TYPED.fullmatch(wanted)):
        return
    level, digits = STEMS.get(code[1]), code[2]
    for name, width in WIDTHS.items():
        if level == name or (not level and width - 1 <= len(digits) <= width):
            yield f"{name}-{digits.zfill(width)}"


def _same_digits(wanted: str, word: str) -> bool:
    """The same numbers, or all but the year that ends the identifier of a contract."""
    stem = wanted.rpartition("-")[0]
    if re.search(r"\d", stem) and stem == word.rpartition("-")[0]:
        return True
    return [one.lstrip("0") for one in re.findall(r"\d+", wanted)] == [
        one.lstrip("0") for one in re.findall(r"\d+", word)
    ]
