"""Thirty readers, and one of the processes that serve killed every twenty seconds: nobody sees an error, nothing is lost.

`.venv/bin/python -m pytest -n 0 -s -m soak tests/test_attack_workers.py`
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.reconnecting import CHOICES, LONG, Choice, Server, apart, counts, go, open_browser

SEED = 16
READERS, SECONDS, EVERY = 30, 180.0, 20.0
THINKS = (2.0, 10.0)  # seconds
PATIENCE = 180_000  # milliseconds: thirty browsers share the machine with the server; slow is not lost
# What a reader would call an error, whoever says it.
ERRORS = (
    "Cette page n’a pas pu être affichée", "Le fichier n’a pas pu être téléchargé", "Une erreur empêche la page",
    "Aucun entrepôt", "Erreur du serveur", "Trop de lecteurs",
)  # fmt: skip


@dataclass
class Tally:
    kills: int = 0
    visits: int = 0
    notices: int = 0
    wrong: list[str] = field(default_factory=list)
    loading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(3))

    def __str__(self) -> str:
        done = f"{self.kills} processus tués, {self.visits} choix suivis, {self.notices} connexions perdues"
        return f"{done}, {len(self.wrong)} fautes"


@pytest.fixture
def server(atlas_home: Path) -> Iterator[Server]:
    started = Server(atlas_home, workers=2)
    yield started
    started.stop()


async def _reader(context: BrowserContext, server: Server, seed: str, end: float, tally: Tally) -> None:
    """Opens a view, makes a choice there, looks at it for a while, opens the next one."""
    chance = random.Random(seed)
    page = await context.new_page()
    page.on("console", lambda told: _hear(told.text, tally))
    while time.monotonic() < end:
        choice = chance.choice(CHOICES)
        try:
            async with tally.loading:
                await go(page, f"http://127.0.0.1:{server.port}{choice.start}")
            await _visit(page, choice, chance)
        except Exception as failure:
            tally.wrong.append(f"lecteur {seed}, {choice.kind}, {page.url} : {str(failure)[:400]}")
            print(tally.wrong[-1], flush=True)  # noqa: T201
        tally.visits += 1


def _hear(told: str, tally: Tally) -> None:
    """Streamlit says in the console that its connection is lost."""
    tally.notices += "WebSocket onclose" in told


async def _visit(page: Page, choice: Choice, chance: random.Random) -> None:
    if choice.before:
        await choice.before(page)
    await asyncio.sleep(chance.uniform(*THINKS))
    await choice.act(page)
    await counts(page, choice)
    await asyncio.sleep(chance.uniform(*THINKS))
    await counts(page, choice)  # whatever happened meanwhile
    await expect(page.locator("#connexion")).to_be_empty(timeout=LONG)
    words = await page.locator("body").inner_text()
    assert [error for error in ERRORS if error in words] == []
    assert await page.locator("[data-testid=stException], [role=dialog]").count() == 0


async def _kill(server: Server, end: float, tally: Tally) -> None:
    """The one that has the most readers, at its busiest."""
    while time.monotonic() + EVERY < end:
        await asyncio.sleep(EVERY)
        serving = server.serving()
        held = {process: server.held(process) for process in serving}
        gone = max(serving, key=held.__getitem__)
        os.kill(gone, signal.SIGKILL)
        tally.kills += 1
        print(f"{tally} — tué : {held[gone]} connexions sur {sum(held.values())}", flush=True)  # noqa: T201


@pytest.mark.soak
def test_thirty_readers_see_no_error_while_processes_are_killed(server: Server) -> None:
    tally = Tally()

    async def all_at_once() -> None:
        async with open_browser() as browser:
            context = await browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
            context.set_default_timeout(PATIENCE)
            end = time.monotonic() + SECONDS
            readers = (_reader(context, server, f"{SEED}-{number}", end, tally) for number in range(READERS))
            await asyncio.gather(_kill(server, end, tally), *readers)

    apart(all_at_once)
    print(tally, flush=True)  # noqa: T201
    assert tally.wrong == []
    assert tally.kills >= SECONDS // EVERY - 1
    assert tally.visits > READERS
    assert server.process.poll() is None
    assert len(server.serving()) == 2
