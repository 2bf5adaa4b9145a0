"""What a warehouse is named by: a digest of everything that goes into it; and the version under which it is cited."""

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

import data
from data.raw import input_files
from data.reading import digest
from data.releases import History, data_version, is_released, layers_digests, short_digest
from geo import levels
from geo import territories as geography
from queries import acts, columns, contradictions, filling, reserve, withholding
from queries.acts import Act, in_force, suffix
from queries.national import entering, received
from queries.national.received import corpus_digest, corpus_file, corpus_suffix
from queries.sql import FOLDER, sql_names, sql_text, warehouse_sql_files

# The code that turns the files into rows: a change in it is a change of what goes in.
FILLING_CODE = [
    Path(__file__),
    Path(__file__).with_name("build.py"),
    Path(filling.__file__),
    Path(withholding.__file__),
    Path(reserve.__file__),
    Path(acts.__file__),
    Path(entering.__file__),
    Path(received.__file__),
    Path(contradictions.__file__),
    *sorted(Path(data.__file__).parent.glob("*.py")),
    Path(geography.__file__),
    Path(levels.__file__),
    Path(columns.__file__),
    columns.WORDS,
]


def inputs_hash(root: Path) -> str:
    """Sixteen hexadecimal digits that change when anything that goes into the warehouse does."""
    whole = hashlib.sha256(duckdb.__version__.encode())
    named = [(path.relative_to(root).as_posix(), digest(path, root)) for path in input_files(root)]
    code = [(f"queries/{path.relative_to(FOLDER).as_posix()}", path) for path in warehouse_sql_files()]
    code += [(f"{path.parent.name}/{path.name}", path) for path in FILLING_CODE]
    named += [(name, hashlib.sha256(path.read_bytes()).digest()) for name, path in code]
    if file := corpus_file():
        named.append(("national", bytes.fromhex(corpus_digest(file))))
    for name, content in named:
        whole.update(os.fsencode(name) + b"\0" + content)
    return whole.hexdigest()[:16]


def warehouse_name(inputs: str, taken: Sequence[Act]) -> str:
    """The digest of the checkout with what this installation accepted; that of the checkout when it accepted nothing.

    NOTE: the name is public. Without their salts, of a few small counts somebody would try them all.
    """
    contents = [f"{act.number} {act.content}" for act in in_force(taken)]
    return short_digest("\n".join([inputs, *contents]).encode()) if contents else inputs


def known_acts(version: str, inputs: str, acts: Sequence[Act]) -> Sequence[Act]:
    """The acts that a warehouse of this name holds: as many as there are whose bilans in force are those that name it."""
    known = (acts[:count] for count in range(len(acts), 0, -1) if warehouse_name(inputs, acts[:count]) == version)
    return next(known, [])


def views_digests() -> dict[str, str]:
    """A digest of what each view computes, whatever its comments and its line breaks: it is part of a version."""
    macros = {macro: _code(f"macros/{macro}") for macro in sql_names("macros")}
    code = {view: _code(f"views/{view}") for view in sql_names("views")}
    whole = {view: [text, *(said for macro, said in macros.items() if macro in text)] for view, text in code.items()}
    return {view: short_digest(" ".join(texts).encode()) for view, texts in whole.items()}


def _code(name: str) -> str:
    return " ".join(re.sub(r"--.*", "", sql_text(name)).split())


def cited_version(root: Path, history: History, inputs: str, taken: Sequence[Act]) -> str:
    """`2026.4`, `2026.4+1a2b3c4d` of files that are not published yet; then the national corpus that it holds, if any,
    `+c1a2b3c4d`, and what this installation accepted, `+b3`.
    """
    released = is_released(history, layers_digests(root), views_digests())
    return data_version(history.latest, released, inputs) + corpus_suffix() + suffix(taken)
