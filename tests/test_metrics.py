"""What who keeps the server reads of it: whether readers may be sent to it, and what its processes count, at an address that
nothing of the app leads to; none of it says what a reader chose or is called.
"""

import os
import re
import signal
from collections.abc import Iterator
from http.client import HTTPConnection
from json import loads
from pathlib import Path

import pytest

from tests.browser import ROOT, unused_port
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.reader import TIMEOUT, reading, run
from tests.reconnecting import Server

TYPED = "jean-dupont"
COUNT = re.compile(r"^(?P<name>\w+)(?:\{(?P<labels>.*)\})? (?P<value>[\d.e+]+)$", re.MULTILINE)


class Watched(Server):
    """Two processes that count, with a lake and a base of what people write that do not answer."""

    def __init__(self, home: Path) -> None:
        self.counts, nobody = unused_port(), unused_port()
        super().__init__(
            home,
            workers=2,
            CTAI_METRIQUES=f"127.0.0.1:{self.counts}",
            CTAI_LAC=f"postgresql://atlas@127.0.0.1:{nobody}/lac",
            CTAI_ECRITS=f"postgresql://atlas@127.0.0.1:{nobody}/ecrits",
        )

    def ask(self, path: str, port: int = 0, method: str = "GET") -> tuple[int, str]:
        connection = HTTPConnection("localhost", port or self.port, timeout=TIMEOUT)
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def counted(self) -> dict[str, float]:
        """By its name with its labels, in their order."""
        status, text = self.ask("/metrics", self.counts)
        assert status == 200
        return {f"{one['name']}{{{one['labels'] or ''}}}": float(one["value"]) for one in COUNT.finditer(text)}

    def answers(self, route: str) -> float:
        return sum(
            value
            for name, value in self.counted().items()
            if name.startswith("atlas_reponses") and f'"{route}"' in name
        )


@pytest.fixture(scope="module")
def watched(prebuilt: Prebuilt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    prebuilt(folder / "home", copy_fixture(folder, ROOT))
    server = Watched(folder / "home")
    yield server
    server.stop()


def test_readers_may_be_sent_to_a_server_that_is_warm_whatever_else_does_not_answer(watched: Watched) -> None:
    status, told = 0, {}
    while status != 200:
        status, text = watched.ask("/pret")
        told = loads(text)
        assert (status == 200) == told["chaud"]
    assert watched.ask("/sante")[1] == f"ok {told['entrepot']}"
    assert (told["pret"], told["lac"], told["ecrits"]) == (True, "sans réponse", "injoignables")


def test_the_processes_count_together_and_what_one_counted_stays_when_it_ends(watched: Watched) -> None:
    asked = watched.answers("geo")
    for _each in range(20):
        watched.ask("/geo/regions.geojson")
    assert watched.answers("geo") == asked + 20

    async def readers() -> float:
        async with (
            reading(f"http://localhost:{watched.port}") as one,
            reading(f"http://localhost:{watched.port}") as other,
        ):
            await one.page("")
            await other.page("comparer")
            open_now = watched.counted()["atlas_lecteurs{}"]
            for worker in watched.serving():
                os.kill(worker, signal.SIGKILL)
            return open_now

    assert run(readers()) == 2
    watched.ask("/sante")
    counted = watched.counted()
    assert counted["atlas_lecteurs{}"] == 0
    assert (
        counted['atlas_page_secondes_count{page="accueil"}'],
        counted['atlas_page_secondes_count{page="comparer"}'],
    ) == (1, 1)
    assert watched.answers("geo") == asked + 20
    assert (
        counted['atlas_memoire_octets{processus="autres"}']
        > counted['atlas_memoire_octets{processus="principal"}']
        > 1e6
    )
    entrepot = watched.ask("/sante")[1].removeprefix("ok ")
    assert counted[f'atlas_entrepot_info{{entrepot="{entrepot}"}}'] == 1


def test_labels_are_few_and_hold_nothing_that_was_asked(watched: Watched) -> None:
    for path in (
        f"/{TYPED}",
        f"/geo/{TYPED}",
        f"/comparer?territoires={TYPED}",
        f"/trouver?mots={TYPED}",
        f"/x{TYPED}/y",
    ):
        watched.ask(path)
    watched.ask("/geo/regions.geojson", method="DUPONT")
    _status, text = watched.ask("/metrics", watched.counts)
    assert 'methode="autre",route="geo",statut="405"' in text
    assert 'route="autre",statut="404"' in text
    assert [word for word in (TYPED, "DUPONT", "territoires=") if word in text] == []


def test_nothing_of_the_app_leads_to_what_is_counted(watched: Watched) -> None:
    for path in ("/metrics", "/metriques", "/_stcore/metrics"):
        assert watched.ask(path)[0] == 404
    listening = {
        fields[1]
        for table in ("tcp", "tcp6")
        for fields in map(str.split, Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:])
        if fields[1].endswith(f":{watched.counts:04X}") and fields[3] == "0A"
    }
    assert listening == {f"0100007F:{watched.counts:04X}"}
