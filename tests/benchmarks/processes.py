"""What processes use, read from /proc: a process with those that it started."""

import os
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def newest_child() -> int:
    """The process that this one started last."""
    return children(os.getpid())[-1]


def children(process: int) -> list[int]:
    found: list[int] = []
    for task in (PROC / str(process) / "task").iterdir():
        with suppress(OSError):  # a thread that has just ended: the process and its other children live
            found += map(int, (task / "children").read_text().split())
    return found


def _family(process: int) -> list[int]:
    try:
        return [process, *(one for child in children(process) for one in _family(child))]
    except OSError:  # it has just ended
        return []


def memory_mb(process: int) -> float:
    """Memory of the process and of those that it started; what they share (libraries) counts once."""
    total = 0
    for one in _family(process):
        try:
            lines = (PROC / str(one) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_seconds(process: int) -> float:
    """Processor time of the process and of those that it started and that live."""
    total = 0
    for one in _family(process):
        try:
            fields = (PROC / str(one) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICKS
