"""A server does not grow as it lives: no forced collection, and memory stays where it is after some hundred pages.

`.venv/bin/python -m pytest -n 0 -s -m soak tests/test_memory.py`
"""

import random
import sys
from pathlib import Path

import pytest

from tests.benchmarks.load import PAGES, PLACES, POPULAR, YEARS
from tests.benchmarks.processes import memory_mb, newest_child
from tests.browser import serving
from tests.reader import Reader, reading, run

OTHERS = (
    "comparer?vue=evolution", "carte?niveau=region", "carte?niveau=epci", "territoires?volet=actions",
    "territoires?volet=voisins", "donnees?partie=dictionnaire", "donnees?partie=subventions", "donnees?partie=versions",
    "sources?", "sources?rubrique=divergences", "sources?document=ctai-metz-2022",
)  # fmt: skip
RERUNS, SETTLED = 5_000, 1_500  # by then Streamlit remembers as many readers who left as it ever does, 128
SEED = 20261129
MOST_GROWTH = 30  # MB, once settled
VISIT, STEP = 10, 250  # pages


def asked(chance: random.Random) -> tuple[str, str]:
    page, _, query = chance.choice(PAGES + POPULAR + OTHERS).partition("?")
    places = f"territoires={','.join(chance.sample(PLACES, chance.randint(1, 6)))}"
    sheet = f"fiche={chance.choice(PLACES)}" if "fiche" in query else ""
    year = f"annee={chance.choice(YEARS)}" if chance.random() < 0.5 else ""
    return page, "&".join(part for part in (query.split("&fiche")[0], places, sheet, year) if part)


async def read_on(address: str, server: int) -> list[float]:
    """The memory of the server at each step, in MB; readers come, read some pages and go."""
    chance, memory = random.Random(SEED), []
    for number in range(RERUNS // VISIT):
        async with reading(address) as reader:
            for _page in range(VISIT):
                await _ask(reader, chance)
        if (number + 1) * VISIT % STEP == 0:
            memory.append(memory_mb(server))
            sys.stdout.write(f"{(number + 1) * VISIT} pages : {memory[-1]:.0f} Mo\n")
            sys.stdout.flush()
    return memory


async def _ask(reader: Reader, chance: random.Random) -> None:
    shown = await reader.page(*asked(chance))
    assert not shown.exceptions, shown.exceptions
    assert shown.version, shown.texts[-1:]


@pytest.mark.soak
def test_memory_stays_where_it_is(atlas_home: Path) -> None:
    with serving(atlas_home) as address:
        memory = run(read_on(address, newest_child()))
    settled = memory[SETTLED // STEP - 1]
    assert max(memory[SETTLED // STEP :]) - settled < MOST_GROWTH, memory
