"""How names and counts stand in a French sentence."""

from collections.abc import Sequence

SINGULAR_BELOW = 2
MOST_NAMED, FIRST_NAMED = 120, 20  # names of a sentence: all of them, or the first of more
IRREGULAR = {"bail": "baux", "€": "€", "%": "%", "h": "h", "ETP": "ETP", "": ""}


def some(names: Sequence[str]) -> Sequence[str]:
    """All of them, or the first of more than anybody reads in a sentence, and how many others there are."""
    if len(names) <= MOST_NAMED:
        return names
    others = f"{len(names) - FIRST_NAMED:,}".replace(",", "\u202f")
    return [*names[:FIRST_NAMED], f"{others} autres"]


def listed(names: Sequence[str], link: str = "et") -> str:
    """« Dijon, Metz et Rennes »; « Dijon, Metz, … et 1 028 autres » where they are too many for a sentence."""
    told = some(names)
    return f"{', '.join(told[:-1])} {link} {told[-1]}" if len(told) > 1 else told[0]


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def plural(count: float, one: str, several: str | None = None) -> str:
    """The words for so many, each in the plural where none is given: zero and one are singular in French."""
    if abs(count) < SINGULAR_BELOW:
        return one
    return several or " ".join(
        IRREGULAR.get(word, word if word.endswith("s") else f"{word}s") for word in one.split(" ")
    )
