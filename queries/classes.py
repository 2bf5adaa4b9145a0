"""Classes of a map: where the bounds between shades stand, by the method that the reader chose.

Quantiles by numpy's linear rule; natural breaks by Jenks's algorithm (jenkspy), which makes the classes as even
inside as it can.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

METHODS = {"quantiles": "quantiles", "egales": "amplitudes égales", "naturelles": "seuils naturels (Jenks)"}
COUNT = 5


def bounds(values: Sequence[float], method: str, count: int = COUNT) -> list[float]:
    """The bounds of the classes, lowest and highest included, each once; none for no value.

    Never more classes than different values: of one value, one class. Raises KeyError for an unknown method.
    """
    if method not in METHODS:
        raise KeyError(method)
    different = sorted(set(values))
    if not different:
        return []
    wanted = min(count, len(different))
    if wanted == 1:
        return [different[0], different[0]]
    return sorted({float(bound) for bound in _cuts(list(values), different, method, wanted)})


def _cuts(values: list[float], different: list[float], method: str, wanted: int) -> Sequence[float]:
    if method == "quantiles":
        return np.quantile(values, np.linspace(0, 1, wanted + 1)).tolist()
    if method == "egales":
        return np.linspace(different[0], different[-1], wanted + 1).tolist()
    if wanted == len(different):  # each value is a class of its own
        return [different[0], *((low + high) / 2 for low, high in pairwise(different)), different[-1]]
    import jenkspy  # compiled: loaded when it is first asked for

    return jenkspy.jenks_breaks(values, n_classes=wanted)


def place(value: float, limits: Sequence[float]) -> int:
    """The class of a value: the first whose upper bound reaches it; the lowest bound belongs to the first class."""
    return max(bisect_left(limits, value) - 1, 0)
