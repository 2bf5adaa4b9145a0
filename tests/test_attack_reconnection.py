"""Twenty readers, each cut off again and again for one second to ten minutes: no choice is lost, no figure is another's.

The long one: `.venv/bin/python -m pytest -n 0 -s -m soak tests/test_attack_reconnection.py`
"""

import asyncio
import math
import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.reconnecting import CHOICES, Choice, Relay, Server, apart, counts, go, open_browser

SEED = 14
READERS, CUTS = 20, 10  # cuts of each reader
SHORTEST, LONGEST = 1.0, 600.0  # seconds
PATIENCE = 180_000  # milliseconds: twenty browsers share the machine with the server; slow is not lost


@dataclass
class Tally:
    cuts: int = 0
    held: int = 0
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    loading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))  # first loads, not the matter here

    def __str__(self) -> str:
        return f"{self.cuts} coupures ({self.held} sans rien dire, la plus longue {self.longest:.0f} s), {len(self.wrong)} fautes"


@pytest.fixture
def server(atlas_home: Path) -> Iterator[Server]:
    started = Server(atlas_home)
    yield started
    started.kill()


async def _reader(browser: Browser, server: Server, seed: str, cuts: int, longest: float, tally: Tally) -> None:
    """Cut after cut, and one choice each time: the first thing done when the connection is back, or into the void."""
    chance = random.Random(seed)
    relay = Relay(server.port)
    async with AsyncExitStack() as stack:
        context = await stack.enter_async_context(
            await browser.new_context(locale="fr-FR", viewport={"width": 1440, "height": 900})
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        for number in range(cuts):
            choice = chance.choice(CHOICES)
            length = math.exp(chance.uniform(math.log(SHORTEST), math.log(longest)))
            is_held = chance.random() < 0.3
            case = f"lecteur {seed}, coupure {number} ({length:.0f} s{', sans rien dire' if is_held else ''}) : {choice.kind}"
            async with tally.loading:
                await go(page, f"http://127.0.0.1:{relay.port}{choice.start}")
                if choice.before:
                    await choice.before(page)
            try:
                await _cut(page, relay, choice, length, is_held)
            except Exception as failure:
                tally.wrong.append(f"{case} : {str(failure)[:300]}")
                print(tally.wrong[-1], flush=True)  # noqa: T201
                relay.mend()
            tally.cuts += 1
            tally.held += is_held
            tally.longest = max(tally.longest, length)
            print(f"{tally} — {case}", flush=True)  # noqa: T201


async def _cut(page: Page, relay: Relay, choice: Choice, length: float, is_held: bool) -> None:
    if is_held:
        relay.hold()
        await choice.act(page)  # at once, before the browser can know
        await asyncio.sleep(length)
        relay.mend()
    else:
        relay.cut()
        await asyncio.sleep(length)
        relay.mend()
        await choice.act(page)
    await counts(page, choice)


def _attack(server: Server, readers: int, cuts: int, longest: float) -> Tally:
    tally = Tally()

    async def all_at_once() -> None:
        async with open_browser() as browser:
            await asyncio.gather(
                *(_reader(browser, server, f"{SEED}-{number}", cuts, longest, tally) for number in range(readers))
            )

    apart(all_at_once)
    return tally


@pytest.mark.soak  # in `make test`, test_reconnection holds it
def test_a_reader_cut_off_for_a_moment_loses_nothing(server: Server) -> None:
    tally = _attack(server, readers=1, cuts=1, longest=2)
    assert tally.wrong == []
    assert tally.cuts == 1


@pytest.mark.soak
def test_twenty_readers_cut_off_ten_times_each_lose_nothing(server: Server) -> None:
    tally = _attack(server, READERS, CUTS, LONGEST)
    assert tally.wrong == []
    assert tally.cuts == READERS * CUTS
