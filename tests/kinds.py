"""Of a sweep, `make test` runs a case of each kind that can fail by itself, and `make soak` all the others."""

from collections.abc import Collection, Iterable

import pytest
from _pytest.mark.structures import ParameterSet

# To parametrise a sweep with: whether it is whole.
EACH_KIND = [pytest.param(False, id="each kind"), pytest.param(True, marks=pytest.mark.soak, id="whole")]


def swept(cases: Iterable[str], kept: Collection[str]) -> list[ParameterSet]:
    """The cases of a sweep, by name, to parametrise a test with: those that are not kept wait for `make soak`."""
    named = list(cases)
    assert set(kept) <= set(named), set(kept) - set(named)
    return [pytest.param(name, marks=() if name in kept else pytest.mark.soak) for name in named]
