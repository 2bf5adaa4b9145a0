"""How long a task takes, for benchmarks that name a median."""

import statistics
import time
from collections.abc import Callable


def median_of(times: int, task: Callable[[], object]) -> float:
    """In ms, of so many runs; one before them loads what the task needs."""
    task()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent)
