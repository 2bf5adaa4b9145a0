"""A standing attack on the server: addresses, headers, queries and frames that no page would send, each from a seed.

Whatever is asked: no error of the server, nothing of what was asked comes back as HTML, every answer bears its headers.
"""

import json
import random
import socket
import string
from dataclasses import fields
from urllib.parse import quote, urlsplit

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.choices import pages
from dashboard.choices.fields import Selection
from tests.reader import Reader, reading, run, text_of

SEED = 14
FEW = {"addresses": 60, "sent": 20, "pages": 12, "frames": 40}
MANY = {"addresses": 3_000, "sent": 2_000, "pages": 1_000, "frames": 1_000}
STARTS = [
    "/", "/comparer", "/carte", "/territoires/", "/fiches/", "/geo/", "/telechargements/", "/sante", "/_stcore/", "/static/",
    "/media/", "/component/", "/_stcore/upload_file/", "/atlas/", "/recu", "/donnees/", "//", "/../", "/%2e%2e/",
    "/.git/", "/app/", "/bilans/controle", "/bilans/ancien", "/bilans/importer", "/bilans/importer/", "/bilans/document/",
    "/bilans/suivant/",
    "/bilans/modele/", "/donnees/actuel/", "/donnees/2026.1/", "/api/v1/", "/api/v1/observations", "/api/v1/figures/montants",
    "/chiffres/", "/contrats/", "/robots.txt", "/sitemap.xml", "/catalogue.jsonld",
]  # fmt: skip
MARK = "<script>alert(14)</script>"
PIECES = [
    MARK,
    "../",
    "%2e%2e%2f",
    "%00",
    "\\",
    "'",
    '"',
    "; drop table observations",
    "${7*7}",
    "{{7*7}}",
    "%0d%0aSet-Cookie:%20a=b",
    "é",
    "２０２２",
    "com-63113",
    "jeu.csv",
    "observations.xlsx",
    "com-63113.pdf",
    "regions.geojson",
    "\ufeff",
    "\u202e",
    "%ff",
    "%c0%af",
    "|",
    "[l](http://evil.example)",
    "**gras**",
    "javascript:alert(14)",
    "-1",
    "1e999",
    "NaN",
    "null",
    "a" * 300,
    ",",
    "&",
    "=",
    "#",
    "?",
]
METHODS = ["GET"] * 6 + ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "FOO", "get"]
OTHERS = [
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "Range",
    "If-None-Match",
    "Cookie",
    "Content-Length",
]
ALLOWED = {200, 206, 301, 303, 304, 307, 400, 403, 404, 405, 413, 416, 421, 422, 503}
HEADERS = ["content-security-policy", "x-content-type-options", "permissions-policy"]


def text(chance: random.Random, most: int = 4) -> str:
    pieces = [*PIECES, "".join(chance.choices(string.printable[:95], k=chance.randint(1, 12)))]
    return "".join(chance.choices(pieces, k=chance.randint(0, most)))


def request(seed: int) -> bytes:
    """A request as bytes: most are well formed, some are not."""
    chance = random.Random(f"{SEED}-{seed}")
    address = quote(
        chance.choice(STARTS) + text(chance), safe="/%.~!$'()*+,;:@[]\\|\"^`{}<>" if chance.random() < 0.1 else "/%."
    )
    query = "&".join(f"{quote(text(chance, 1))}={quote(text(chance, 2))}" for _each in range(chance.randint(0, 4)))
    lines = [f"{chance.choice(METHODS)} {address}{'?' + query if query else ''} HTTP/1.1", "Connection: close"]
    if chance.random() < 0.95:
        lines.append("Host: localhost")
    accepted = ["text/html", "*/*", "application/json", "image/png", text(chance).replace("\n", ""), ""]
    lines.append(f"Accept: {chance.choice(accepted)}")
    for name in OTHERS:
        if chance.random() < 0.15:
            lines.append(f"{name}: {chance.choice([text(chance), 'https', 'bytes=0-5', 'bytes=9-1', '*', '-1', '0'])}")
    raw = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"
    if chance.random() < 0.08:
        place = chance.randrange(len(raw))
        raw = raw[:place] + chance.randbytes(chance.randint(1, 8)) + raw[place:]
    return raw


def answered(address: str, raw: bytes, *, hangs_up: bool = True) -> tuple[int, str, str]:
    """Status, head and body; 400 when the connection is closed without a word, as for what is no HTTP.

    Who hangs up is given nothing that takes a while.
    """
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=120) as opened:
        opened.sendall(raw)
        if hangs_up:
            opened.shutdown(socket.SHUT_WR)
        heard = b""
        try:
            while piece := opened.recv(1 << 16):
                heard += piece
        except ConnectionResetError:
            heard = heard or b""
    if not heard:
        return 400, "", ""
    head, _, body = heard.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode("latin-1").lower(), body.decode("utf-8", "replace")


def attack_addresses(address: str, count: int) -> None:
    for seed in range(count):
        raw = request(seed)
        status, head, body = answered(address, raw)
        told = f"graine {SEED}-{seed} : {raw[:200]!r} → {status}"
        assert status in ALLOWED, told
        is_page = "content-type: text/html" in head
        assert not (is_page and MARK in body), told
        assert "set-cookie: a=b" not in head, told
        assert "traceback" not in body.lower(), told
        places = [line.partition(":")[2].strip() for line in head.splitlines() if line.startswith("location:")]
        assert all(place.startswith("/") and not place.startswith("//") for place in places), told
        if head and "demande http invalide" not in body.lower():
            assert all(name in head for name in HEADERS), told
        if is_page and status == 200:
            assert urlsplit(raw.split()[1].decode("latin-1")).path in PAGES, told


DOORS = ["/bilans/controle", "/bilans/ancien", "/bilans/importer"]
FOREIGN = ["http://evil.example", "null", "", "https://localhost", "http://localhost:1", "http://[", MARK]
STEP = json.dumps({"step": "accepter", "token": "../../etc/passwd", "digest": MARK}).encode()


def sent(seed: int, address: str) -> tuple[bytes, bool]:
    """Something sent to a door that takes some, and whether it says to come from a page of elsewhere."""
    chance = random.Random(f"{SEED}-sent-{seed}")
    origin = chance.choice([None, None, address, *FOREIGN])
    content = chance.choice(
        [b"", text(chance).encode(), chance.randbytes(500), b"PK\x03\x04" + chance.randbytes(500), STEP]
    )
    lines = [
        f"POST {chance.choice(DOORS)} HTTP/1.1", "Connection: close", f"Host: {urlsplit(address).netloc}",
        f"Content-Length: {len(content)}", f"Accept: {chance.choice(['application/json', 'text/html', '*/*'])}",
    ]  # fmt: skip
    lines += [] if origin is None else [f"Origin: {origin}"]
    for name, values in {
        "Content-Type": ["application/json", "text/plain", "multipart/form-data; boundary=x", MARK],
        "Atlas-Bilan": ["0" * 43, "../../etc/passwd", MARK],
    }.items():
        if chance.random() < 0.7:
            lines.append(f"{name}: {chance.choice(values)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content, origin in FOREIGN


def attack_sent(address: str, count: int) -> None:
    """A program may send what a page of ours may; a page of elsewhere, nothing. Nothing is written into the Atlas."""
    for seed in range(count):
        raw, is_foreign = sent(seed, address)
        status, head, body = answered(address, raw, hangs_up=False)
        told = f"graine {SEED}-sent-{seed} : {raw[:300]!r} → {status}"
        assert status == 403 if is_foreign else status in ALLOWED, told
        assert not ("content-type: text/html" in head and MARK in body), told
        assert "traceback" not in body.lower(), told
        assert "/etc/passwd" not in body, told
        assert all(name in head for name in HEADERS), told


PAGES = {f"/{path}" for path in pages.PAGES}


def query(seed: int) -> tuple[str, str]:
    """A page and a selection of which several fields are what nobody would choose."""
    chance = random.Random(f"{SEED}-page-{seed}")
    usual = Selection().parameters()
    names = [field.name for field in fields(Selection)]
    asked = {name: text(chance) for name in chance.sample(names, chance.randint(1, 6))}
    if chance.random() < 0.2:
        asked[chance.choice(names)] = "x" * chance.choice([501, 5_000, 100_000])
    if chance.random() < 0.5:
        asked = usual | asked
    return chance.choice(list(pages.PAGES)), "&".join(f"{name}={quote(value)}" for name, value in asked.items())


async def attack_pages(address: str, count: int) -> None:
    """Every page is drawn to its footer, whatever its address says, and what it says stays text."""
    for seed in range(count):
        page, asked = query(seed)
        async with reading(address) as reader:
            heard = await reader.read(page, asked)
        said, told = text_of(heard), f"graine {SEED}-page-{seed} : /{page}?{asked[:300]}"
        assert "n'a pas pu être affichée" not in said, told
        assert 'class="pied"' in said, told
        assert MARK not in said, told
        kinds = {one.delta.new_element.WhichOneof("type") for one in heard if one.WhichOneof("type") == "delta"}
        assert "exception" not in kinds, told
        assert sum(one.ByteSize() for one in heard) < 8_000_000, told


def frame(seed: int) -> bytes | str:
    """Bytes at random, texts, and messages of any kind with any content."""
    chance = random.Random(f"{SEED}-frame-{seed}")
    kind = chance.randrange(4)
    if kind == 0:
        return chance.randbytes(chance.randint(0, 200))
    if kind == 1:
        return text(chance)
    said = BackMsg()
    name = chance.choice([field.name for field in BackMsg.DESCRIPTOR.fields])
    if BackMsg.DESCRIPTOR.fields_by_name[name].message_type is None:
        setattr(said, name, True)
    else:
        getattr(said, name).SetInParent()
        if name == "rerun_script":
            said.rerun_script.query_string = quote(text(chance))
            said.rerun_script.page_script_hash = chance.choice(["", "0" * 32, text(chance)])
            said.rerun_script.fragment_id = chance.choice(["", "", text(chance, 1)])
            said.rerun_script.widget_states.widgets.add(id=text(chance), string_value=text(chance))
    raw = said.SerializeToString()
    return raw if kind == 2 else raw[: chance.randint(0, len(raw))]


async def attack_frames(address: str, count: int) -> None:
    """The connection is closed or goes on; a reader beside it is answered all the while."""
    async with reading(address) as beside:
        for seed in range(count):
            async with reading(address) as hostile:
                await _sent(hostile, frame(seed))
            if seed % 20 == 0:
                heard = await beside.read("sources")
                assert "Sources et méthode" in text_of(heard), f"graine {SEED}-frame-{seed}"


async def _sent(hostile: Reader, what: bytes | str) -> None:
    """Sends, then a stop that every connection still open hears."""
    try:
        await hostile.socket.send(what)
        await hostile.ask("sources")
        async for raw in hostile.socket:
            said = ForwardMsg()
            said.ParseFromString(raw)
            if said.WhichOneof("type") == "script_finished":
                return
    except websockets.ConnectionClosed:
        return


def test_addresses(address: str) -> None:
    """A slice of the attack."""
    attack_addresses(address, FEW["addresses"])


def test_what_is_sent(address: str) -> None:
    attack_sent(address, FEW["sent"])


def test_pages(address: str) -> None:
    run(attack_pages(address, FEW["pages"]))


def test_frames(address: str) -> None:
    run(attack_frames(address, FEW["frames"]))


@pytest.mark.soak
def test_many_addresses(address: str) -> None:
    """The whole attack, by `make soak`."""
    attack_addresses(address, MANY["addresses"])


@pytest.mark.soak
def test_many_that_are_sent(address: str) -> None:
    attack_sent(address, MANY["sent"])


@pytest.mark.soak
def test_many_pages(address: str) -> None:
    run(attack_pages(address, MANY["pages"]))


@pytest.mark.soak
def test_many_frames(address: str) -> None:
    run(attack_frames(address, MANY["frames"]))
