"""The examples of docs/api.md run as they are printed, against the app that is served."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.printed_examples import PRINTED, examples

PYTHON, SHELL = examples("python"), examples("sh")


@pytest.mark.parametrize("example", PYTHON, ids=range(len(PYTHON)))
def test_a_python_example_runs(
    address: str, example: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(example.replace(PRINTED, address), "api.md", "exec"), {})  # what the page prints is what is run
    assert len(capsys.readouterr().out) > 20


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
@pytest.mark.parametrize("command", [line for example in SHELL for line in example.splitlines()])
def test_a_command_runs(address: str, command: str, tmp_path: Path) -> None:
    words = shlex.split(command.replace(PRINTED, address))
    done = subprocess.run([*words, "--fail", "--silent", "--show-error"], cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) > 500 or next(tmp_path.iterdir()).stat().st_size > 1_000_000
