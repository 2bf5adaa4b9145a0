"""The journal of the server, on the standard error of each of its processes: words for who serves at a desk, one line of JSON
for each event where `CTAI_JOURNAL=json`, for what gathers the journals of several machines.

A line of JSON holds no words of an error, which may repeat what a reader typed: its kind and where it happened. What a reader
is shown when something fails, its sign, leads to its line.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any
from urllib.parse import quote

from dashboard.choices.host_path import SITE

VARIABLE = "CTAI_JOURNAL"
LEVELS = {logging.DEBUG: "détail", logging.INFO: "information", logging.WARNING: "avertissement"}
WORST = "erreur"
TOLD = ("signe", "page", "version", "choix", "secondes")  # what an event may say of itself, by `extra`
OURS = ("dashboard", "queries")
LONGEST = 2_000  # signs of an event
SAME_LINES, WITHIN = 10, 60.0
MOST_KINDS = 1_000
# JSON lets these stand as they are, and some readers of lines end one there.
ENDS_OF_LINES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x7f\x85\u2028\u2029"}


class Lines(logging.Formatter):
    """One line of JSON for each event, whoever writes it; `role` says which process of the server this is."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "moment": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": LEVELS.get(record.levelno, WORST),
            "evenement": record.getMessage()[:LONGEST],
            "source": record.name,
            "processus": f"{self.role} {record.process}",
        }
        line |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line |= {"erreur": record.exc_info[0].__name__, "pile": _places(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False, default=str).translate(ENDS_OF_LINES)


def _places(traceback: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(traceback)]


class Sparing(logging.Filter):
    """Lets a few lines of one kind through per minute, then says how many were left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (record.name, str(record.msg))
        if len(self._seen) > MOST_KINDS:
            self._seen.clear()
        since, count = self._seen.get(kind, (self.clock(), 0))
        left_out = max(0, count - SAME_LINES)
        if self.clock() - since > WITHIN:
            since, count = self.clock(), 0
            if left_out:
                record.msg = f"{record.msg} ({left_out} lignes semblables n'ont pas été écrites)"
        self._seen[kind] = (since, count + 1)
        return count < SAME_LINES


def keep(role: str) -> None:
    """From now on this process writes lines of JSON, where the setting asks for them: what ends it, too."""
    if os.environ.get(VARIABLE) != "json":
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(role))
    handler.addFilter(Sparing())
    logging.basicConfig(handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    sys.excepthook = _ended


def _ended(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(__name__).critical("Le processus s'arrête.", exc_info=(kind, error, traceback))


def gather() -> None:
    """Of what is loaded by now, Streamlit and uvicorn with it, whatever writes on its own: as all else does where lines are
    JSON; in words, sparingly.
    """
    known = [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    if os.environ.get(VARIABLE) == "json":
        for logger in known:
            logger.handlers.clear()
            logger.propagate = True
        return
    handlers = {handler for logger in (logging.getLogger(), *known) for handler in logger.handlers}
    for handler in {*handlers, *([logging.lastResort] if logging.lastResort else [])}:
        handler.addFilter(Sparing())


def written(path: str) -> str:
    """An address as a journal may have it: on one line, and without the name of a workbook, which is all it takes to read it."""
    folder = next((start for start in OF_WORKBOOKS if path.startswith(start)), None)
    return quote(path if folder is None else folder)


OF_WORKBOOKS = tuple(f"{SITE}/bilans/{kind}/" for kind in ("verifies", "reunis", "document", "suivant", "importer"))
