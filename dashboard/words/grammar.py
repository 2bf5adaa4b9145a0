"""How names and counts stand in a French sentence."""

from collections.abc import Sequence

SINGULAR_BELOW = 2
IRREGULAR = {"bail": "baux", "€": "€", "%": "%", "h": "h", "ETP": "ETP", "": ""}


def listed(names: Sequence[str], link: str = "et") -> str:
    """« Dijon, Metz et Rennes »."""
    return f"{', '.join(names[:-1])} {link} {names[-1]}" if len(names) > 1 else names[0]


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
