"""Many readers at once, and the bare page under the same load: part of `make bench`.

`python -m tests.benchmarks.load [SECONDS]`: so long for each crowd. A reader opens a connection as a browser does, asks
for a page, then for another or for another choice on the same, after a while of reading. Half of what is asked nobody asked
before (cold), half are views that everybody opens (warm). Told: from the question to the end of the page, in milliseconds.
"""

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field

from tests.benchmarks.bare import OURS, served
from tests.benchmarks.processes import cpu_seconds, memory_mb, newest_child
from tests.browser import CLI, serving
from tests.reader import Reader, reading

SECONDS = 60.0
# How many readers, and how long each reads between two questions.
CROWDS = ((30, 1.0, 5.0), (100, 5.0, 15.0), (100, 1.0, 5.0))
SEED = 20261129
PAGES = (
    "comparer?vue=financement", "comparer?vue=couverture", "comparer?vue=sorties", "carte?niveau=contrat",
    "carte?niveau=departement", "territoires?volet=fiche", "donnees?partie=jeu", "?",
)  # fmt: skip
POPULAR = (
    "comparer?vue=financement&territoires=com-63113,com-57463,epci-200070712", "comparer?vue=couverture",
    "comparer?vue=sorties", "territoires?volet=fiche&fiche=com-57463", "carte?niveau=region", "?",
)  # fmt: skip
PLACES = (
    "com-12145", "com-13055", "com-25056", "com-31555", "com-34172", "com-37261", "com-40088", "com-44109", "com-57463",
    "com-63113", "com-67482", "com-71153", "com-76351", "com-86194", "com-94033", "epci-200023414", "epci-200035715",
    "epci-200040715", "epci-200046977", "epci-200066926", "epci-200070712", "epci-242100410", "epci-242900314",
    "epci-243300316", "epci-243500139", "epci-245400676", "reg-24",
)  # fmt: skip
YEARS = ("2019", "2020", "2021", "2022", "2023")
FAILED = "pas pu"  # what a page says that could not be made


@dataclass
class Heard:
    """What a crowd waited for, in seconds, by kind of question; what went wrong; what the server took."""

    waited: dict[str, list[float]] = field(default_factory=lambda: {"première page": [], "froid": [], "chaud": []})
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    processor: float = 0.0


async def crowd(
    address: str, readers: int, seconds: float, pause: tuple[float, float], server: int, is_bare: bool, first: int = 0
) -> Heard:
    """So many readers for so long; each begins at a moment of its own, and asks what its number says, from `first` on."""
    heard, until, before = Heard(), time.monotonic() + seconds, cpu_seconds(server)
    watching = asyncio.create_task(_watch(heard, server))
    await asyncio.gather(
        *(_reader(address, number, until, pause, heard, is_bare) for number in range(first, first + readers))
    )
    watching.cancel()
    heard.processor = cpu_seconds(server) - before
    return heard


async def _watch(heard: Heard, server: int) -> None:
    while True:
        heard.memory.append(await asyncio.to_thread(memory_mb, server))
        await asyncio.sleep(10)


async def _reader(
    address: str, number: int, until: float, pause: tuple[float, float], heard: Heard, is_bare: bool
) -> None:
    chance = random.Random(f"{SEED}.{number}")
    await asyncio.sleep(chance.uniform(0, min(10.0, pause[1])))
    try:
        async with reading(address) as reader:
            kind, asked = "première page", "?"
            while time.monotonic() < until:
                if not is_bare:
                    other, asked = _question(chance, asked)
                    kind = kind if kind == "première page" else other
                heard.waited[kind].append(await _answered(reader, asked, heard))
                kind = "chaud"
                await asyncio.sleep(chance.uniform(*pause))
    except Exception as error:  # told, and counted against the server
        heard.errors.append(f"{type(error).__name__}: {error}"[:120])


def _question(chance: random.Random, before: str) -> tuple[str, str]:
    """Its kind, and the page with its choices: half are popular, half are territories drawn anew, on a page old or new."""
    if chance.random() < 0.5:
        return "chaud", chance.choice(POPULAR)
    page = chance.choice(PAGES) if chance.random() < 0.5 else before.split("&territoires")[0]
    places = ",".join(chance.sample(PLACES, chance.randint(2, 6)))
    year = f"&annee={chance.choice(YEARS)}" if chance.random() < 0.5 else ""
    sheet = f"&fiche={chance.choice(PLACES)}" if "fiche" in page and "&fiche" not in page else ""
    return "froid", f"{page}&territoires={places}{year}{sheet}"


async def _answered(reader: Reader, asked: str, heard: Heard) -> float:
    page, _, query = asked.partition("?")
    start = time.perf_counter()
    messages = await asyncio.wait_for(reader.read(page, query.lstrip("&")), 60)
    waited = time.perf_counter() - start
    for message in messages:
        element = message.delta.new_element
        told = f"{element.alert.body}{element.exception.message}"
        if FAILED in told or element.HasField("exception"):
            heard.errors.append(told[:120])
    return waited


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    bare = served("bare_page.py", by=OURS)
    for readers, shortest, longest in CROWDS:
        for name, program in (("Atlas", (*CLI, "serve")), ("page nue", bare)):
            with serving(program=program) as address:
                heard = asyncio.run(
                    crowd(address, readers, seconds, (shortest, longest), newest_child(), is_bare=program is bare)
                )
            print(f"{name}, {readers} lecteurs, un choix toutes les {shortest:.0f} à {longest:.0f} s, {seconds:.0f} s")
            for kind, waited in heard.waited.items():
                if waited:
                    print(f"  {kind:14} {told_of(waited)}")
            print(
                f"  {len(heard.errors)} erreurs {heard.errors[:3] or ''}; processeur {heard.processor / seconds:.2f} cœur ; "
                f"mémoire {' '.join(f'{each:.0f}' for each in heard.memory[:: max(1, len(heard.memory) // 10)])} Mo",
                flush=True,
            )


def told_of(waited: list[float]) -> str:
    """Seconds that were waited, in milliseconds."""
    ordered = sorted(waited)
    shares = {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}
    told = ", ".join(f"{name} {value * 1000:.0f}" for name, value in shares.items())
    return f"{told}, le plus long {ordered[-1] * 1000:.0f} ms (n {len(ordered)})"


if __name__ == "__main__":
    main()
