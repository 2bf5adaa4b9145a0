"""Runs a command in a process that is killed where it writes: before its nth act of writing, or a moment after.

A child of a process that has loaded everything runs the command; what it does to the files of a folder is heard by an
audit hook, each statement that it asks of a base of writings by what traces them; it ends the child without another word.
Nothing of it is in the product.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parent.parent
NURSERY = """
import json, os, signal, sqlite3, sys
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
import duckdb, polars, scipy.optimize
import dashboard.cli, dashboard.commands.export, dashboard.commands.release, queries.build, queries.warehouse
import queries.acts, queries.backup, queries.writings.opening, queries.writings.postgresql
from tests.bilan_acts import put_in_place
import dashboard.datasets.tables, dashboard.datasets.forms, dashboard.datasets.datasets, dashboard.datasets.refusals
for form in dashboard.datasets.forms.FORMS.values():
    resolve_name(f"dashboard.datasets.{form.writer}")

ASKING = {("psycopg.connection", "execute"), ("psycopg.transaction", "__enter__"), ("psycopg.transaction", "__exit__")}
WRITING = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.link", "os.symlink", "open"}
def accept(home, root, proposal):
    told = json.loads(Path(proposal).read_text(encoding="utf-8"))
    queries.build.build(Path(home), Path(root), proposal=queries.acts.Proposal(**told))


def put(home):
    made = queries.acts.Proposal("bilan-a", original={"original.ods": b"0"}, document={"a.csv": "1", "b.csv": "2"})
    put_in_place(Path(home), made)


COMMANDS = {
    "accept": accept,
    "put": put,
    "restore": lambda home, folder: queries.backup.restore(Path(home), Path(folder), lambda _line: None),
    "read_acts": lambda home: queries.writings.opening.read_acts(Path(home)),
    "build": lambda home, root: queries.build.build(Path(home), Path(root)),
    "release": lambda root, day: dashboard.commands.release.release(date.fromisoformat(day), "", Path(root)),
    "export": lambda *arguments: dashboard.cli.main(["export", *arguments]),
}


def watch(folder, at, delay, reports):
    acts = 0

    def hear(event, arguments):
        if event not in WRITING or not str(arguments[0]).startswith(folder):
            return
        if event != "open" or (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            count()

    def count():
        nonlocal acts
        acts += 1
        os.write(reports, b".")
        if acts == at:
            if not delay:
                os.kill(os.getpid(), signal.SIGKILL)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process as SIGKILL does: nothing of it runs on
            signal.setitimer(signal.ITIMER_REAL, delay)

    def hear_call(frame, event, _called):
        if event == "call" and (frame.f_globals.get("__name__"), frame.f_code.co_name) in ASKING:
            count()

    def connect(*arguments, _connect=sqlite3.connect, **named):
        connection = _connect(*arguments, **named)
        connection.set_trace_callback(lambda _statement: count())
        return connection

    sys.addaudithook(hear)
    sqlite3.connect = connect
    if os.environ.get("CTAI_ECRITS"):
        sys.setprofile(hear_call)


print("ready", flush=True)
for line in sys.stdin:
    case = json.loads(line)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.environ.update(case["variables"])
        watch(case["folder"], case["at"], case["delay"], write)
        code = 1
        try:
            COMMANDS[case["command"]](*case["arguments"])
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    heard = b""
    while piece := os.read(read, 4096):
        heard += piece
    os.close(read)
    _child, status = os.waitpid(child, 0)
    print(json.dumps({"acts": len(heard), "code": os.waitstatus_to_exitcode(status)}), flush=True)
"""


@dataclass(frozen=True)
class Ending:
    """How a command ended: acts of writing that were begun, and its exit code, or minus the signal."""

    acts: int
    code: int

    @property
    def was_killed(self) -> bool:
        return self.code < 0


class Nursery:
    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._line() == "ready"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.communicate()

    def run(
        self, command: str, arguments: list[str], folder: Path, at: int = 0, delay: float = 0, home: Path | None = None
    ) -> Ending:
        """Killed at the act of that number in `folder`, or that many seconds after it; to the end without a number."""
        variables = {"CTAI_ECRITS": os.environ.get("CTAI_ECRITS", "")} | ({"CTAI_HOME": str(home)} if home else {})
        case = {"command": command, "arguments": arguments, "folder": str(folder), "at": at, "delay": delay}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(case | {"variables": variables}) + "\n")
        self.process.stdin.flush()
        return Ending(**json.loads(self._line()))

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()
