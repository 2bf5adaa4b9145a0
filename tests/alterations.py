"""Ways to alter a warehouse in service: each takes its file, and another warehouse to take things from."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from queries.seals import seal_of

BLOCK = 262_144
# What a program leaves that wrote in the file and was killed before it could write back.
KILLED_WRITER = """
import duckdb, os, signal, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("update observations set value = value + 1 where unit != 'pct'")
os.kill(os.getpid(), signal.SIGKILL)
"""
Alteration = Callable[[Path, Path, random.Random], None]


def flip_bit(path: Path, _other: Path, chance: random.Random) -> None:
    place = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))


def _statement(sql: str) -> Alteration:
    def run(path: Path, _other: Path, _chance: random.Random) -> None:
        """NOTE: on a copy, then written over it: a reader's lock would refuse another process."""
        copy = path.with_name("altered")
        shutil.copy(path, copy)
        with duckdb.connect(copy) as connection:
            connection.execute(sql)
        path.write_bytes(copy.read_bytes())
        copy.unlink()

    return run


def _replaced(path: Path, _other: Path, _chance: random.Random) -> None:
    """Another file under its name, as an editor saves: the reader's own is still open."""
    copy = path.with_name("altered")
    shutil.copy(path, copy)
    with duckdb.connect(copy) as connection:
        connection.execute("update observations set value = value + 1 where unit != 'pct'")
    copy.rename(path)


def _cut_half(path: Path, _other: Path, _chance: random.Random) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _cut_a_byte(path: Path, _other: Path, _chance: random.Random) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _emptied(path: Path, _other: Path, _chance: random.Random) -> None:
    os.truncate(path, 0)


def _grown(path: Path, _other: Path, chance: random.Random) -> None:
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.choice((1, BLOCK))))


def _zeroed(path: Path, _other: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.seek(chance.randrange(1, path.stat().st_size // BLOCK) * BLOCK)
        file.write(bytes(BLOCK))


def _exchanged_blocks(path: Path, _other: Path, chance: random.Random) -> None:
    """Two blocks, each with its own good checksum, in each other's place."""
    content = path.read_bytes()
    blocks = [content[start : start + BLOCK] for start in range(3 * 4096, len(content), BLOCK)]
    one, other = next(
        (one, other)
        for one, other in iter(lambda: (chance.randrange(len(blocks)), chance.randrange(len(blocks))), None)
        if blocks[one] != blocks[other] and len(blocks[one]) == len(blocks[other])
    )
    blocks[one], blocks[other] = blocks[other], blocks[one]
    path.write_bytes(content[: 3 * 4096] + b"".join(blocks))


def _dated_back(path: Path, other: Path, chance: random.Random) -> None:
    """A bit flipped, and the dates put back."""
    state = path.stat()
    flip_bit(path, other, chance)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _swapped(path: Path, other: Path, _chance: random.Random) -> None:
    shutil.copy(other, path)


def _swapped_with_seal(path: Path, other: Path, _chance: random.Random) -> None:
    shutil.copy(other, path)
    shutil.copy(seal_of(other), seal_of(path))


def _exchanged(path: Path, other: Path, _chance: random.Random) -> None:
    beside = path.with_name("altered")
    path.rename(beside)
    shutil.copy(other, path)
    beside.unlink()


def _foreign_database(path: Path, _other: Path, _chance: random.Random) -> None:
    beside = path.with_name("altered")
    with duckdb.connect(beside) as connection:
        connection.execute("create table ventes as select 1 as montant")
    beside.rename(path)


def _text(path: Path, _other: Path, _chance: random.Random) -> None:
    path.write_text("Ceci n'est pas un entrepôt.", encoding="utf-8")


def _folder(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    (path / "dossier").mkdir(parents=True)


def _pipe(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _dangling_link(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    path.symlink_to("absent.duckdb")


def _link_to_another(path: Path, other: Path, _chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(other)


def _linked_with_journal(path: Path, _other: Path, chance: random.Random) -> None:
    """The same file to the byte, elsewhere, with a journal there."""
    elsewhere = path.with_name("altered")
    path.rename(elsewhere)
    _journal(elsewhere, elsewhere, chance)
    path.symlink_to(elsewhere)


def _removed(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()


def _renamed(path: Path, _other: Path, _chance: random.Random) -> None:
    path.rename(path.with_name("00000000000000aa.duckdb"))


def _journal(path: Path, _other: Path, _chance: random.Random) -> None:
    """What was written is in a journal beside; the file is the same to the byte."""
    copy = path.with_name("altered-copy")
    shutil.copy(path, copy)
    killed = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(copy)], check=False)
    assert killed.returncode == -signal.SIGKILL
    Path(f"{copy}.wal").rename(f"{path}.wal")
    copy.unlink()


def _seal_removed(path: Path, _other: Path, _chance: random.Random) -> None:
    seal_of(path).unlink()


def _seal_edited(path: Path, _other: Path, chance: random.Random) -> None:
    text = seal_of(path).read_text(encoding="utf-8")
    place = chance.randrange(64)
    digit = chance.choice([digit for digit in "0123456789abcdef" if digit != text[place]])
    seal_of(path).write_text(text[:place] + digit + text[place + 1 :], encoding="utf-8")


def _seal_emptied(path: Path, _other: Path, _chance: random.Random) -> None:
    seal_of(path).write_bytes(b"")


def _seal_of_another(path: Path, other: Path, _chance: random.Random) -> None:
    shutil.copy(seal_of(other), seal_of(path))


def _seal_folder(path: Path, _other: Path, _chance: random.Random) -> None:
    seal_of(path).unlink()
    seal_of(path).mkdir()


def _both_removed(path: Path, _other: Path, _chance: random.Random) -> None:
    path.unlink()
    seal_of(path).unlink()


def _both_damaged(path: Path, other: Path, chance: random.Random) -> None:
    flip_bit(path, other, chance)
    _seal_edited(path, other, chance)


ALTERATIONS: dict[str, Alteration] = {
    "a value changed": _statement("update observations set value = value + 1 where unit != 'pct'"),
    "a row removed": _statement("delete from themes where theme_id = (select min(theme_id) from themes)"),
    "a row added": _statement("insert into themes select * replace ('autre' as theme_id) from themes limit 1"),
    "a table dropped": _statement("drop table observations"),
    "a view dropped": _statement("drop table figure__preferred"),
    "a table renamed": _statement("alter table territories rename to places"),
    "a column dropped": _statement("alter table figure__preferred drop column measure_id"),
    "a description changed": _statement("comment on table observations is 'Autre chose.'"),
    "the version changed": _statement("update warehouse_versions set data_version = '2099.1'"),
    "replaced by an edited copy": _replaced,
    "cut in half": _cut_half,
    "cut by a byte": _cut_a_byte,
    "emptied": _emptied,
    "grown": _grown,
    "a block zeroed": _zeroed,
    "two blocks exchanged": _exchanged_blocks,
    "a bit flipped, the dates put back": _dated_back,
    "the content of another warehouse": _swapped,
    "another warehouse with its seal": _swapped_with_seal,
    "exchanged for another warehouse": _exchanged,
    "somebody else's database": _foreign_database,
    "a text": _text,
    "a folder": _folder,
    "a pipe": _pipe,
    "a link to nothing": _dangling_link,
    "a link to another warehouse": _link_to_another,
    "removed": _removed,
    "renamed": _renamed,
    "changes in a journal beside": _journal,
    "a link, and changes in a journal there": _linked_with_journal,
    "its seal removed": _seal_removed,
    "its seal edited": _seal_edited,
    "its seal emptied": _seal_emptied,
    "the seal of another": _seal_of_another,
    "a folder in the place of its seal": _seal_folder,
    "removed with its seal": _both_removed,
    "damaged, and its seal": _both_damaged,
}  # fmt: skip
