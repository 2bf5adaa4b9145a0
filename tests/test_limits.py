"""Nobody can starve the others: turns, paces, places, connections that say nothing, files made, lines written."""

import asyncio
import http.client
import logging
import os
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.server.frames import Pace, _Hearing
from dashboard.server.journal import Sparing
from dashboard.server.limits import most_readers
from dashboard.server.maker import FAILED
from dashboard.server.orders import Kept, Order, Refusal
from dashboard.server.turns import OFTEN, Turns
from dashboard.server.workshop import MOST_WAITING, STOPPED, Workshop
from queries.warehouse import Scope, served_path
from tests.browser import serving, unused_port
from tests.reader import reading, run

NARROW = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (700, 700))
from dashboard.server import limits
limits.HEADERS_WITHIN = 1.0
limits.MOST_SILENT = 40
os.environ["CTAI_HOSTS"] = "atlas.exemple.fr, autre.exemple.fr"
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1", "--port", sys.argv[1]]))
"""
NO_PROCESS = 2**22 + 1  # above the highest number that Linux gives
READERS = (700 - 384 - 90 - 40) // 4


def niceness(process: int) -> list[int]:
    """Of a process, then of its session where the system shares the processor out between sessions."""
    session = Path(f"/proc/{process}/autogroup")
    of_session = [int(session.read_text().split()[-1])] if session.exists() else []
    return [os.getpriority(os.PRIO_PROCESS, process), *of_session]


@pytest.fixture(scope="module")
def narrow(atlas_home: Path) -> Iterator[str]:
    """A server with few files to open, that waits a second for a question.

    On a port of its own: the pages of another server, gone, would come back to it and take its places.
    """
    with serving(atlas_home, (sys.executable, "-c", NARROW, str(unused_port()))) as served:
        yield served


def health(address: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", "/sante")
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_public_name_is_added(narrow: str) -> None:
    """Beside those of this machine, which stay."""
    for host, status in {"atlas.exemple.fr": 200, "autre.exemple.fr": 200, "localhost": 200, "exemple.fr": 421}.items():
        connection = http.client.HTTPConnection(urlsplit(narrow).netloc, timeout=10)
        connection.request("GET", "/sante", headers={"Host": host})
        assert (host, connection.getresponse().status) == (host, status)
        connection.close()


def silent(address: str) -> socket.socket:
    """A connection that has begun to ask and does not go on."""
    parts = urlsplit(address)
    opened = socket.create_connection((parts.hostname, parts.port), timeout=10)
    opened.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    return opened


def test_a_connection_that_does_not_ask_is_closed(narrow: str) -> None:
    """After the time that the server gives, whatever drips."""
    with silent(narrow) as opened:
        assert opened.recv(1) == b""


def test_who_asks_is_heard_among_silent_connections(narrow: str) -> None:
    """More of them than the process may open files: the oldest make room."""
    opened = [silent(narrow) for _each in range(900)]
    assert health(narrow) == 200
    for one in opened:
        one.close()


def test_a_second_question_must_come_as_quickly(narrow: str) -> None:
    """A connection kept alive is no way around."""
    parts = urlsplit(narrow)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as opened:
        opened.sendall(b"GET /sante HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while b"\r\n\r\nok " not in answer:
            answer += opened.recv(4096)
        opened.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert opened.recv(1) == b""


def test_readers_beyond_the_places_are_told_to_come_back(narrow: str) -> None:
    """The page says so, with when to come back; a place that is left is taken again."""

    async def crowd() -> None:
        async with reading(narrow) as first:
            while (await asyncio.to_thread(page, narrow))[0] == 503:  # those of another test may not have left yet
                await asyncio.sleep(0.05)
            others = [reading(narrow) for _each in range(READERS - 1)]
            for other in others:
                await other.__aenter__()
            assert (await asyncio.to_thread(page, narrow))[:2] == (503, "60")
            with pytest.raises(websockets.InvalidStatus) as refused:
                async with reading(narrow):
                    raise AssertionError("une place de trop")
            assert refused.value.response.status_code == 503
            assert (await first.read("sources"))[-1].script_finished == 0
            assert await asyncio.to_thread(health, narrow) == 200
            for other in others:
                await other.__aexit__(None, None, None)
        while (await asyncio.to_thread(page, narrow))[0] == 503:
            await asyncio.sleep(0.05)

    run(crowd())


def page(address: str) -> tuple[int, str | None, str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", "/", headers={"Accept": "text/html"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.headers["retry-after"], text


@pytest.mark.parametrize(("files", "readers"), [(1_024, 87), (700, 6), (256, 1), (20_000, 500), (2**30, 500)])
def test_readers_are_as_many_as_files_may_be_opened_for(files: int, readers: int) -> None:
    """Four files each, beside those of readers who left, of answers and of the process."""
    assert most_readers(files) == readers


def test_who_reads_goes_before_who_arrives_and_who_asks_without_pause_last() -> None:
    """One turn is held; three wait, in the order opposite to the one in which they will be called."""
    turns, order = Turns(1), []

    def take(who: str) -> None:
        with turns.taken(who):
            order.append(who)

    for who in ["busier"] * (OFTEN + 1) + ["busy"] * OFTEN + ["reader"]:
        take(who)
    del order[:]
    with turns.taken("holder"):
        threads = []
        for who in ("busier", "busy", "newcomer", "reader"):
            threads.append(threading.Thread(target=take, args=(who,)))
            threads[-1].start()
            while len(turns._waiting) < len(threads):
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert order == ["reader", "newcomer", "busy", "busier"]


def test_a_turn_is_left_for_who_ran_little() -> None:
    """Two connections that ask without pause hold one turn of two; a reader takes the other at once."""
    turns, ended, order = Turns(2), threading.Event(), []

    def hold(who: str) -> None:
        with turns.taken(who):
            order.append(who)
            ended.wait()

    for _each in range(OFTEN):
        for who in ("busy", "other"):
            with turns.taken(who):
                pass
    threads = [threading.Thread(target=hold, args=(who,)) for who in ("busy", "other")]
    for thread in threads:
        thread.start()
    while len(order) + len(turns._waiting) < 2:
        threading.Event().wait(0.001)
    with turns.taken("reader"):
        order.append("reader")
    ended.set()
    for thread in threads:
        thread.join()
    assert order[1] == "reader"
    assert sorted(order) == ["busy", "other", "reader"]


def test_a_turn_that_fails_is_given_back() -> None:
    """A script that is interrupted or breaks keeps nobody waiting."""
    turns = Turns(1)
    for _each in range(3):
        with pytest.raises(RuntimeError), turns.taken("one"):
            raise RuntimeError
    with turns.taken("other"):
        pass


def test_turns_at_once_are_counted() -> None:
    """Never more than as many, and all get theirs."""
    turns, lock, running, most, done = Turns(2), threading.Lock(), 0, 0, 0

    def work(number: int) -> None:
        nonlocal running, most, done
        with turns.taken(str(number % 5)):
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.002)
            with lock:
                running -= 1
                done += 1

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(100)))
    assert (most, done) == (2, 100)


def test_a_pace_lets_a_few_through_at_once_then_one_by_one() -> None:
    pace = Pace(3, 0.001)
    for _each in range(3):
        assert pace.delay() == 0
        pace.spend()
    assert 900 < pace.delay() <= 1_000


def rerun(query: str, **state: object) -> dict:
    said = BackMsg()
    said.rerun_script.query_string = query
    if state:
        said.rerun_script.widget_states.widgets.add(id="one", **state)
    return {"type": "websocket.receive", "bytes": said.SerializeToString()}


def heard(messages: list[dict], pace: Pace) -> list[str]:
    """The questions that pass, of messages that come all at once, up to the last of them."""
    (last,) = questions(messages[-1:])

    async def talk() -> list[str]:
        coming, never = iter(messages), asyncio.Event()

        async def receive() -> dict:
            for message in coming:
                return message
            await never.wait()
            raise AssertionError("rien d'autre ne vient")

        async def send(_message: dict) -> None:
            raise AssertionError("rien n'est à dire")

        hearing, found = _Hearing(receive, send), []
        hearing.pace = pace
        while not found or found[-1] != last:
            found += questions([await hearing.next()])
        hearing.end()
        return found

    return run(talk())


def questions(messages: list[dict]) -> list[str]:
    return [BackMsg.FromString(message["bytes"]).rerun_script.query_string for message in messages]


def test_a_person_is_heard_at_once() -> None:
    assert heard([rerun(str(number)) for number in range(10)], Pace(10, 1)) == [str(number) for number in range(10)]


def test_of_questions_that_wait_only_the_last_is_asked() -> None:
    """Each says all that was chosen; one that bears a click is kept, since no later one says it again."""
    stale, click = rerun("stale"), rerun("click", trigger_value=True)
    messages = [rerun("first"), stale, stale, click, stale, rerun("last")]
    assert heard(messages, Pace(1, 5)) == ["first", "click", "last"]


def test_who_leaves_is_heard_before_what_waits() -> None:
    """Nobody is there any more to see what was asked for."""

    async def talk() -> str:
        coming = iter([rerun("first"), rerun("second"), {"type": "websocket.disconnect", "code": 1000}])

        async def receive() -> dict:
            return next(coming)

        async def send(_message: dict) -> None:
            raise AssertionError("rien n'est à dire")

        hearing = _Hearing(receive, send)
        hearing.pace = Pace(1, 0.001)
        return [(await hearing.next())["type"] for _each in range(2)][-1]

    assert run(talk()) == "websocket.disconnect"


def test_the_journal_writes_a_line_a_few_times_then_counts() -> None:
    """A flood of one kind leaves the others readable."""
    now = 0.0
    sparing = Sparing(lambda: now)
    flood = [
        logging.LogRecord("asyncio", logging.ERROR, "", 1, "socket.accept() %s", (each,), None) for each in range(1_000)
    ]
    other = logging.LogRecord("dashboard", logging.ERROR, "", 1, "Erreur", (), None)
    assert [sparing.filter(record) for record in flood].count(True) == 10
    assert sparing.filter(other)
    now = 61.0
    after = logging.LogRecord("asyncio", logging.ERROR, "", 1, "socket.accept() %s", ("x",), None)
    assert sparing.filter(after)
    assert after.getMessage() == "socket.accept() x (990 lignes semblables n'ont pas été écrites)"


def test_the_workshop_makes_once_refuses_in_words_and_survives_its_processes(
    atlas_home: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half-written stays, no place of the server is told, and the next file is made after a process was killed.

    What a killed server left is removed with the first file, what another one keeps is not.
    """
    monkeypatch.setenv("CTAI_HOME", str(home))
    served, _notice = served_path(atlas_home, Scope.PUBLIC)

    def order(file: str, **asked: list[str]) -> Order:
        return Order(str(served), file, asked)

    async def talk() -> None:
        left, running = (home / "downloads" / name for name in (f"{NO_PROCESS}-abc", f"{os.getpid()}-abc"))
        for folder in (left, running):
            folder.mkdir(parents=True)
        (left / "half").write_text("un fichier qu'un serveur tué préparait")
        workshop = Workshop()
        async with workshop.open(None):
            many = await asyncio.gather(
                *(workshop.file("one", order("themes.xlsx")) for _each in range(MOST_WAITING + 10))
            )
            assert len({id(kept) for kept in many}) == 1
            assert isinstance(many[0], Kept) and many[0].path.read_bytes().startswith(b"PK")
            assert (left.exists(), running.exists()) == (False, True)
            assert await workshop.file("none", order("themes.doc")) == Refusal("Table ou format inconnu.", 404)
            (maker,) = workshop._idle
            assert maker._process
            assert niceness(maker._process.pid) in ([19], [19, 10])
            waiting = asyncio.create_task(workshop.file("killed", order("territories.xlsx")))
            while workshop._idle:
                await asyncio.sleep(0)
            maker._process.kill()
            assert await waiting == Refusal(STOPPED, 503)
            assert isinstance(await workshop.file("killed", order("themes.csv")), Kept)
            assert sorted(path.name for path in (home / "downloads").glob("*/*")) == ["killed", "one"]
            shutil.rmtree(home / "downloads")
            again = await asyncio.gather(*(workshop.file(key, order("themes.ods")) for key in ("one", "two")))
            assert [isinstance(one, Kept) and one.path.exists() for one in again] == [True, True]
            long = await workshop.file("long", order("jeu.csv", **{"\ufffd" * 20_000: ["1"]}))
            assert isinstance(long, Refusal) and (long.status, len(long.sentence)) == (400, 2_000)
            shutil.rmtree(home / "downloads")
            (home / "downloads").write_text("un fichier à la place du dossier")
            assert await workshop.file("nowhere", order("themes.parquet")) == Refusal(FAILED, 507)
            (home / "downloads").unlink()
            keys = [f"key-{number}" for number in range(MOST_WAITING + 1)]
            busy = await asyncio.gather(*(workshop.file(key, order("themes.doc")) for key in keys))
            assert [one.status for one in busy if isinstance(one, Refusal)] == [404] * MOST_WAITING + [503]
            assert maker._process.returncode is not None

    run(talk())
    assert not (home / "downloads").exists() or list((home / "downloads").iterdir()) == []
