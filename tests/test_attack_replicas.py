"""Three servers behind nginx that share one lake and one base of what people write: killed, published to, imported into.

`.venv/bin/python -m pytest -n 0 -s -m soak tests/test_attack_replicas.py`: ten minutes. Told: pages, how long they took,
connections lost and found again, versions; a page of two versions, one that is late, a bilan lost fail it.
"""

import asyncio
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from queries.build import build
from queries.lake import VARIABLE as LAKE
from queries.lake.depositing import deposit
from queries.lake.opening import opened
from queries.places import pointed_name
from queries.writings.opening import VARIABLE as WRITINGS
from queries.writings.opening import read_acts
from tests.benchmarks.load import told_of
from tests.bilan_acts import GRENOBLE, METZ, filled, write_proposal
from tests.browser import ROOT, unused_port
from tests.fictitious import copy_fixture
from tests.postgresql_server import postgresql_server
from tests.reader import reading, run
from tests.reconnecting import Server
from tests.versions import OF_FIXTURE, released, with_value

SECONDS, READERS, REPLICAS, WORKERS = 600.0, 100, 3, 2
KILL_EVERY, PUBLISH_EVERY, IMPORT_EVERY = 60.0, 120.0, 60.0
THINKS = (5.0, 15.0)  # seconds
AGREE_WITHIN = 5.0  # seconds
FOUND_AGAIN_WITHIN = 60.0  # seconds
SEED, FIRST = 22, 301
REGION = re.compile(r"\bVersion (\d{3})\b")
ASKED = (
    ("comparer", "vue=financement"), ("comparer", "vue=couverture"), ("comparer", ""), ("territoires", "volet=liste"),
    ("carte", "niveau=region"), ("sources", "document=fictif-presse-soir"), ("", ""),
)  # fmt: skip
# What `ctai build` and the import of a bilan do on the machine that does it.
PUBLISH = """
import json, os, sys
from pathlib import Path
from dashboard.server.importing import NICENESS
from dashboard.server.publication import publish
from queries.acts import Proposal
from queries.build import build
home, root = Path(sys.argv[1]), Path(sys.argv[2])
told = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")) if len(sys.argv) > 3 else None
if told:
    os.nice(NICENESS)
build(home, root, proposal=Proposal(**told) if told else None)
publish(home, print, root)
"""
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream atlas {{ least_conn; {servers} }}
    upstream links {{ least_conn; {links} }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        proxy_next_upstream error timeout;
        proxy_connect_timeout 2s;
        proxy_read_timeout 3600s;
        location / {{ proxy_pass http://atlas; }}
        location = /_stcore/stream {{ proxy_pass http://links; }}
    }}
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
}}
"""


@dataclass
class Tally:
    waited: list[float] = field(default_factory=list)
    lost: list[float] = field(default_factory=list)  # connections, each by how long it took to be back
    read: list[tuple[float, str]] = field(default_factory=list)  # when a page was asked for, and its version
    value_of: dict[str, str] = field(default_factory=dict)  # of a release
    wrong: list[str] = field(default_factory=list)

    def count(self, text: str, version: str | None, asked_at: float) -> None:
        values = set(REGION.findall(text))
        if version is None or len(values) > 1:
            self.wrong.append(f"{version} : {sorted(values)}")
            return
        release = version.partition("+")[0]
        if values and self.value_of.setdefault(release, *values) not in values:
            self.wrong.append(f"{version} : {values}, {self.value_of[release]} avant")
        self.read.append((asked_at, version))


async def _reader(address: str, seed: str, until: float, tally: Tally) -> None:
    """Goes from page to page, and connects again when the connection is lost, as a browser does."""
    chance, lost_at = random.Random(seed), None
    await asyncio.sleep(chance.uniform(0, THINKS[1]))
    while time.monotonic() < until:
        try:
            async with reading(address) as session:
                while time.monotonic() < until:
                    asked_at = time.monotonic()
                    shown = await session.page(*chance.choice(ASKED))
                    if lost_at is not None:
                        tally.lost.append(time.monotonic() - lost_at)
                    else:
                        tally.waited.append(time.monotonic() - asked_at)
                    lost_at = None
                    tally.count(shown.text, shown.version, asked_at)
                    tally.wrong += shown.exceptions
                    await asyncio.sleep(chance.uniform(*THINKS))
        except (OSError, WebSocketException, AssertionError, TimeoutError):
            lost_at = lost_at or time.monotonic()
            if time.monotonic() - lost_at > FOUND_AGAIN_WITHIN:
                tally.wrong.append(f"lecteur {seed} : perdu pour de bon")
                return
            await asyncio.sleep(1)


async def _every(seconds: float, until: float, act: Callable[[int], None]) -> None:
    turn = 0
    while time.monotonic() + seconds < until:
        await asyncio.sleep(seconds)
        await asyncio.to_thread(act, turn)
        turn += 1


async def _note_versions(lake: str, until: float, seen: list[tuple[float, str]]) -> None:
    """When each version came into service, to a tenth of a second."""
    number = 0
    with opened(lake) as opened_lake:
        while time.monotonic() < until:
            if (latest := await asyncio.to_thread(opened_lake.latest_number)) != number:
                number = latest
                seen.append((time.monotonic(), (await asyncio.to_thread(opened_lake.snapshot)).data_version))
            await asyncio.sleep(0.1)


@contextmanager
def nginx(folder: Path, servers: Sequence[Server]) -> Iterator[str]:
    port = unused_port()
    upstream = " ".join(f"server 127.0.0.1:{one.port} max_fails=1 fail_timeout=2s;" for one in servers)
    links = " ".join(f"server 127.0.0.1:{one.port} max_fails=0;" for one in servers)  # as docs/deploiement/nginx.conf
    folder.mkdir()
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port, servers=upstream, links=links), encoding="utf-8")
    with subprocess.Popen(
        [shutil.which("nginx") or "nginx", "-c", str(settings), "-e", f"{folder}/error.log"]
    ) as process:
        yield f"http://localhost:{port}"
        process.terminate()


@pytest.mark.soak
def test_three_servers_are_one_atlas(tmp_path: Path, pristine: Path) -> None:
    with postgresql_server() as server, pytest.MonkeyPatch.context() as patched:
        lake, writings = server.new_base(), server.new_base()
        patched.setenv(WRITINGS, writings)
        roots = [copy_fixture(tmp_path, pristine)]
        depositor, machines = tmp_path / "depositor", [tmp_path / "machine0", tmp_path / "machine1"]
        variables = dict(os.environ, **{WRITINGS: writings, LAKE: lake})

        def release(turn: int) -> None:
            """A checkout of its own: nobody builds from files that change."""
            root = shutil.copytree(roots[-1], tmp_path / f"release{turn}")
            with_value(root / OF_FIXTURE, FIRST + turn)
            regions = root / "geo" / "layers" / "regions.csv"
            named = re.sub(r"(?m)^84,[^,]*,", f"84,Version {FIRST + turn},", regions.read_text(encoding="utf-8"))
            regions.write_text(named, encoding="utf-8")
            reasons = root / "data" / "releases" / "reasons.csv"
            if turn:
                reasons.write_text("table_name,row_key,column_name,reason\nobservations,,,Relu\n", encoding="utf-8")
            released(root, date(2026, 1, 1 + turn))
            roots.append(root)

        def publish(home: Path, *proposal: str) -> bool:
            command = [sys.executable, "-c", PUBLISH, str(home), str(roots[-1]), *proposal]
            done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
            if done.returncode:
                tally.wrong.append(done.stderr[-400:])
            return done.returncode == 0

        tally, versions, imports = Tally(), list[tuple[float, str]](), list[bool]()
        release(0)
        build(depositor, roots[-1])
        [first] = (depositor / "warehouses").glob(str(pointed_name(depositor)))
        deposit(lake, first, folder=tmp_path / "lake", act=0)
        assert publish(depositor), tally.wrong
        for machine in machines:
            shutil.copytree(depositor, machine)
        replicas = [
            Server(tmp_path / f"replica{number}", WORKERS, **{LAKE: lake, WRITINGS: writings})
            for number in range(REPLICAS)
        ]

        def kill(turn: int) -> None:
            one = replicas[turn % REPLICAS]
            one.kill()
            one.start()

        def import_two(turn: int) -> None:
            files = [
                write_proposal(filled(machine, contract), roots[-1], tmp_path / f"{contract}-{turn}.json")
                for machine, contract in zip(machines, (METZ, GRENOBLE), strict=True)
            ]
            with ThreadPoolExecutor() as pool:
                imports.extend(pool.map(publish, machines, map(str, files)))

        def publish_version(turn: int) -> None:
            release(turn + 1)
            publish(depositor)

        async def all_at_once(address: str) -> None:
            until = time.monotonic() + SECONDS
            await asyncio.gather(
                _note_versions(lake, until, versions),
                _every(KILL_EVERY, until, kill),
                _every(PUBLISH_EVERY, until, publish_version),
                _every(IMPORT_EVERY, until, import_two),
                *(_reader(address, f"{SEED}-{number}", until, tally) for number in range(READERS)),
            )

        try:
            with nginx(tmp_path / "nginx", replicas) as address:
                run(all_at_once(address))
        finally:
            for one in replicas:
                one.stop()
        late = _late(tally.read, versions)
        told = [
            f"{len(tally.read)} pages : {told_of(tally.waited)}",
            f"{len(tally.lost)} connexions perdues et retrouvées : {told_of(tally.lost or [0])}",
            f"versions {[version for _moment, version in versions]}, imports {imports}, {len(read_acts(depositor))} actes",
            f"{len(late)} pages en retard {late[:3]}, {len(tally.wrong)} fautes {tally.wrong[:3]}",
        ]
        print(*told, sep="\n", flush=True)  # noqa: T201
        assert tally.wrong == []
        assert len(read_acts(depositor)) == imports.count(True) == len(imports)
        assert late == []


def _late(read: list[tuple[float, str]], versions: list[tuple[float, str]]) -> list[str]:
    """Pages asked for when another version had been in service for too long."""
    found = []
    for asked_at, version in read:
        latest = [moment for moment, name in versions if name == version]
        others = [moment for moment, name in versions if latest and moment > latest[-1]]
        if others and asked_at > others[0] + AGREE_WITHIN:
            found.append(f"{version}, {asked_at - others[0]:.1f} s")
    return found
