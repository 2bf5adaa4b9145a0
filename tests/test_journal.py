"""The journal as lines of JSON (`CTAI_JOURNAL=json`): what a reader is shown when something fails leads to its line, which holds
nothing that the reader typed; libraries write as the Atlas does; nobody forges a line nor fills the journal.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from dashboard.server.journal import written
from tests.browser import ROOT, unused_port
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.reader import TIMEOUT, heard_of

TYPED = "jean-dupont"
# A server of which a page and a route fail with what was typed, and whose libraries write, while and after they are loaded.
BROKEN = """
import logging, sys, warnings
from dashboard.screens import sources
from dashboard.server import files, running
def broken(*given):
    raise RuntimeError(f"jean-dupont\\n{given}")
files.served_path = sources.show = broken
gather = running.gather
def gathered():
    gather()
    for name in ("uvicorn.error", "streamlit.web", "asyncio"):
        logging.getLogger(name).warning("Une ligne\\nde deux lignes, de %s", name)
    for each in range(500):
        logging.getLogger("uvicorn.error").warning("Demande %s", each)
    warnings.warn("un avertissement")
running.gather = gathered
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""
FIELDS = {"moment", "niveau", "evenement", "source", "processus"}


class Journal:
    """A server, and the lines that it has written."""

    def __init__(self, home: Path, path: Path) -> None:
        self.path, self.counts = path, unused_port()
        variables = dict(
            os.environ, CTAI_HOME=str(home), CTAI_JOURNAL="json", CTAI_METRIQUES=f"127.0.0.1:{self.counts}"
        )
        with path.open("w") as errors:
            self.server = subprocess.Popen(
                [sys.executable, "-c", BROKEN],
                cwd=ROOT,
                env=variables,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.server.stdout is not None
        self.address = next(line for line in self.server.stdout).split(" : ")[1].strip()

    def ask(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=TIMEOUT)
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def lines(self) -> list[dict[str, Any]]:
        """Every line is one event, and no event is more than one, whatever ends a line."""
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def under(self, sign: str) -> dict[str, Any]:
        [line] = [line for line in self.lines() if line.get("signe") == sign]
        return line


@pytest.fixture(scope="module")
def journal(prebuilt: Prebuilt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    folder = tmp_path_factory.mktemp("journal")
    prebuilt(folder / "home", copy_fixture(folder, ROOT))
    started = Journal(folder / "home", folder / "journal")
    yield started
    started.server.terminate()
    started.server.wait(timeout=TIMEOUT)
    assert started.server.stdout is not None
    started.server.stdout.close()


def test_the_sign_that_a_failing_page_shows_leads_to_its_line(journal: Journal) -> None:
    shown = str(heard_of(journal.address, "sources", f"rubrique=divergences&recherche={TYPED}"))
    [sign] = re.findall(r"donnez le signe ([0-9a-f]{8}) ", shown)
    line = journal.under(sign)
    assert set(line) == FIELDS | {"signe", "page", "version", "choix", "erreur", "pile"}
    assert (line["niveau"], line["page"], line["erreur"]) == ("erreur", "sources", "RuntimeError")
    assert line["choix"] == {"rubrique": "divergences"}
    assert line["pile"][-1].endswith(" broken")
    assert re.fullmatch(r"service \d+", line["processus"])


def test_the_sign_that_a_failing_answer_bears_leads_to_its_line(journal: Journal) -> None:
    status, text = journal.ask(f"/telechargements/{TYPED}%0A%7B%22signe%22%3A%22forge%22%7D%E2%80%A8.csv?mots={TYPED}")
    [sign] = re.findall(r"signe à qui tient le serveur\u00a0: ([0-9a-f]{8})", json.loads(text)["detail"])
    line = journal.under(sign)
    assert status == 500
    assert set(line) == FIELDS | {"signe", "secondes", "erreur", "pile"}
    assert 0 <= line["secondes"] < TIMEOUT
    assert line["evenement"].startswith(f"Erreur {sign} à l'adresse /telechargements/")
    assert [line for line in journal.lines() if line.get("signe") == "forge"] == []


def test_libraries_write_the_same_lines_and_a_flood_is_cut_short(journal: Journal) -> None:
    told = journal.lines()
    of_libraries = [line["source"] for line in told if line["evenement"].startswith("Une ligne\nde deux lignes")]
    assert of_libraries == ["uvicorn.error", "streamlit.web", "asyncio"]
    assert [line["niveau"] for line in told if "un avertissement" in line["evenement"]] == ["avertissement"]
    assert [line["evenement"] for line in told if line["evenement"].startswith("Demande")] == [
        f"Demande {each}" for each in range(10)
    ]
    assert [set(line) for line in told if not set(line) >= FIELDS] == []


def test_no_words_of_a_reader_are_in_the_journal(journal: Journal) -> None:
    heard_of(journal.address, "sources", f"recherche={TYPED}")
    journal.ask("/telechargements/themes.csv")
    written_so_far = json.dumps([line for line in journal.lines() if "/telechargements/jean" not in line["evenement"]])
    assert TYPED not in written_so_far
    token = "A" * 43
    assert written(f"/bilans/verifies/{token}.xlsx") == "/bilans/verifies/"
    assert written("/x\ny") == "/x%0Ay"


def test_one_process_alone_counts_too(journal: Journal) -> None:
    journal.ask("/geo/regions.geojson")
    journal.ask("/telechargements/themes.csv")
    connection = HTTPConnection("127.0.0.1", journal.counts, timeout=TIMEOUT)
    connection.request("GET", "/metrics")
    assert (
        'atlas_reponses_total{methode="GET",route="geo",statut="200"} 1.0' in connection.getresponse().read().decode()
    )
