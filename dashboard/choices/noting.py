"""Which choices something is made of, noted while it is made: what did not look at a choice is the same whatever it is.

A figure is given the whole selection, for its question and for its links, and looks at a few choices of it.
"""

from typing import Self

from dashboard.choices.fields import CHOICES, Selection

NOTED, SET = "_noted", "_set"


class Noting(Selection):
    """A selection that notes which of its choices are looked at; those that are changed on the way are no choices."""

    def __getattribute__(self, name: str) -> object:
        held = object.__getattribute__(self, "__dict__")
        if name in CHOICES and name not in held[SET]:
            held[NOTED].add(name)
        return object.__getattribute__(self, name)

    def changed(self, **changes: object) -> Self:
        """The same with these values, whose looks are noted with those of the first."""
        made = super().changed(**changes)
        made.__dict__[SET] = self.__dict__[SET] | changes.keys()
        return made


def noting(chosen: Selection) -> Noting:
    """The same choices, none of them looked at yet."""
    made = object.__new__(Noting)
    made.__dict__.update(chosen.__dict__, **{NOTED: set(), SET: frozenset()})
    return made


def noted(chosen: Noting) -> tuple[str, ...]:
    """The choices that were looked at, in a fixed order."""
    return tuple(sorted(chosen.__dict__[NOTED]))
