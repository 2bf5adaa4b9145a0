"""Damaged workbooks, bytes and cells: each is read or told for what it is, in bounded time and memory; none crashes."""

import io
import random
import resource
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from dashboard.bilan.checks import checked
from dashboard.bilan.form import form
from dashboard.bilan.marking import CannotBeMarked, marked
from queries.warehouse import Warehouse
from tests.bilan_workbooks import write_ods, write_xlsx
from tests.made_bilan import fictitious

THIERS, YEAR = "ctai-epci-200070712-2023", (date(2023, 1, 1), date(2023, 12, 31))
LONGEST = 20.0  # seconds for one, on a busy machine
MOST_MEMORY = 700 * 1024  # kB, resident
ODD_TEXTS = [
    b"", b"-1", b"1e309", b"NaN", b"999999999999999999999", b"\xf0\x9f\x98\x80", b"&amp;", b"=1+1", b"1 234,5", b"#REF!",
    b"A" * 5_000, b"2023-02-31", b"null", b"0", b"true", b"\xc2\xa0",
]  # fmt: skip


def _bytes_changed(content: bytes, chance: random.Random) -> bytes:
    """A few bytes, one cut, or one piece twice."""
    changed = bytearray(content)
    for _each in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    place, length = chance.randrange(len(changed)), chance.randint(1, 2_000)
    match chance.randrange(3):
        case 0:
            del changed[place : place + length]
        case 1:
            changed[place:place] = changed[place : place + length]
    return bytes(changed)


def _part_changed(content: bytes, chance: random.Random) -> bytes:
    """The archive stays sound: one of its parts is damaged, emptied, taken away or has other values."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as former, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        names = former.namelist()
        guilty = chance.choice(names)
        kind = chance.randrange(5)
        for name in names:
            part = former.read(name)
            if name == guilty:
                if kind == 0:
                    continue
                part = _spoilt(part, kind, chance)
            archive.writestr(name, part)
    return packed.getvalue()


def _spoilt(part: bytes, kind: int, chance: random.Random) -> bytes:
    if kind == 1 or not part:
        return b""
    if kind == 2:
        return _bytes_changed(part, chance)
    pieces = part.split(b">")
    for _each in range(chance.randint(1, 20)):
        place = chance.randrange(len(pieces))
        _before, sign, after = pieces[place].partition(b"<")
        if kind == 3:
            pieces[place] = chance.choice(ODD_TEXTS) + sign + after
        else:
            other = chance.randrange(len(pieces))
            pieces[place], pieces[other] = pieces[other], pieces[place]
    return b">".join(pieces)


def _mutate(warehouse: Warehouse, folder: Path, count: int) -> dict[str, float]:
    filled = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version))
    write_xlsx(filled, folder / "bilan.xlsx")
    write_ods(filled, folder / "bilan.ods")
    sound = [(folder / name).read_bytes() for name in ("bilan.xlsx", "bilan.ods")]
    path, taken, read = folder / "mutated", [], 0
    for seed in range(count):
        chance = random.Random(seed)
        change = chance.choice([_bytes_changed, _part_changed, _part_changed])
        path.write_bytes(change(sound[seed % 2], chance))
        begun = time.monotonic()
        found = checked(path, warehouse.read, warehouse.data_version)
        taken.append(time.monotonic() - begun)
        if found.is_read:
            read += 1
            with suppress(CannotBeMarked):
                marked(path, found)
        assert found.is_read or found.verdict.endswith("."), seed
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"read": read, "longest": max(taken), "mean": sum(taken) / count, "memory_kb": memory}


def _mutate_in(path: Path, folder: Path, count: int) -> dict[str, float]:
    return _mutate(Warehouse(path), folder, count)


def test_damaged_workbooks_are_read_or_told(warehouse: Warehouse, tmp_path: Path) -> None:
    measured = _mutate(warehouse, tmp_path, 20)
    assert measured["longest"] < LONGEST, measured


@pytest.mark.soak
def test_two_thousand_damaged_workbooks(warehouse: Warehouse, tmp_path: Path) -> None:
    """In a process of their own: what other tests drew before is none of its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        measured = apart.submit(_mutate_in, warehouse.path, tmp_path, 2_000).result()
    assert measured["longest"] < LONGEST, measured
    assert measured["memory_kb"] < MOST_MEMORY, measured
