"""Builds a warehouse from everything curated, checks it, and puts it in service, or leaves the old one there."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from data.accepted import AcceptedFolder
from data.cards import Card, CardsRefused, load_cards
from data.curation import ROOT, Curated, read_curated
from data.problems import Problem, os_reason
from data.release_tables import add_history
from data.releases import History
from queries.acts import Proposal, edited, has_moved, in_force, is_behind, proposed
from queries.causes import MEMORY, cause, first_line
from queries.contradictions import declare_new, told_new
from queries.failures import BuildFailed, CurationFailed, WritingsUnavailable
from queries.filling import describe, fill, since_release
from queries.naming import cited_version, inputs_hash, warehouse_name
from queries.national.entering import enter
from queries.national.received import corpus_file
from queries.places import Scope, pointed_name, warehouses
from queries.promises import broken_promises
from queries.reserve import reserve_digest, take_reserve
from queries.seals import ABSENT, OTHER_RESERVE
from queries.service import (
    UNFINISHED,
    Progress,
    alone,
    forget_old,
    make_places,
    put_in_place,
    remove_leftovers,
    serve,
)
from queries.sql import sql_text
from queries.warehouse import READ_ONLY, flaw
from queries.withholding import both, derive_public, secrets, told_secrets, use
from queries.writings.folders import LaidOut, laid_out, remove_unfinished
from queries.writings.opening import opened
from queries.writings.store import Writings

# What DuckDB raises when it cannot write, according to the moment at which the disk or the memory is full.
WRITING_ERRORS = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.OutOfMemoryException)

MOVED = "Un autre acte sur ce bilan vient d'être mis en place : relisez ce qui changerait, puis recommencez."


@dataclass(frozen=True)
class Examined:
    """What is wrong with the curated files, what changed in them since the latest version, in sentences, which of
    their figures may not be public, and what accepted bilans say otherwise.
    """

    problems: list[Problem]
    since: list[str]
    secrets: list[Problem] = field(default_factory=list)
    divergences: list[str] = field(default_factory=list)


def examine(root: Path = ROOT, accepted: Sequence[AcceptedFolder] = ()) -> Examined:
    """Reads and checks everything, without writing anything. Raises BuildFailed when a file cannot be read."""
    try:
        curated, cards, _history = read_checkout(root, accepted)
        with both() as connection:
            problems = _fill(connection, curated, cards, lambda _line: None, is_kept=False)
            kept_secret = [] if problems else secrets(connection, curated)
            use(connection, Scope.WHOLE)
            new = [] if problems else told_new(connection)
            return Examined(problems, list(since_release(connection, root)), kept_secret, new)
    except CurationFailed as failure:
        return Examined(failure.problems, [])
    except MemoryError as error:
        raise BuildFailed(f"Les fichiers ne peuvent pas être contrôlés : {MEMORY}.") from error
    except duckdb.Error as error:
        raise BuildFailed(_refused(error)) from error


def check(root: Path = ROOT) -> list[Problem]:
    """Every problem of the curated files. Raises BuildFailed when one cannot be read."""
    return examine(root).problems


def build(
    home: Path, root: Path = ROOT, progress: Progress = lambda _line: None, proposal: Proposal | None = None
) -> Path:
    """Builds the warehouse of the checkout and of the bilans accepted under `home`, and serves it.

    An act proposed is put in place once the warehouse that takes it is built: refused, it is nowhere. Raises
    CurationFailed with all problems, or BuildFailed when files cannot be read or the warehouse cannot be written: in all
    cases the warehouse served before stays.
    """
    try:
        make_places(home, progress)
        with (
            alone(home, progress),
            opened(home, progress, is_writer=proposal is not None) as writings,
            writings.alone(progress),
        ):
            if remove_unfinished(warehouses(home, Scope.WHOLE)):
                progress("Un import de bilan interrompu n'a rien changé : ce qui en restait est retiré")
            return _build(home, root, progress, writings, proposal)
    except WritingsUnavailable as failure:
        raise BuildFailed(str(failure)) from failure
    except OSError as error:
        raise BuildFailed(_not_written(home, os_reason(error))) from error
    except MemoryError as error:
        raise BuildFailed(_not_written(home, MEMORY)) from error
    except WRITING_ERRORS as error:
        raise BuildFailed(f"{_not_written(home, cause(error))} (DuckDB : {first_line(error)})") from error
    except duckdb.Error as error:
        raise BuildFailed(_refused(error)) from error


def _not_written(home: Path, reason: str) -> str:
    if reason == MEMORY:
        return f"Écriture impossible dans {home} ({reason}) : l'entrepôt en service n'a pas changé."
    return (
        f"Écriture impossible dans {home} ({reason}) : vérifiez les droits et la place sur le disque, "
        "ou choisissez un autre dossier avec CTAI_HOME."
    )


def _refused(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"Les fichiers ne peuvent pas être contrôlés : {MEMORY}."
    return f"Les fichiers forment des tables que DuckDB refuse. (DuckDB : {first_line(error)})"


def _build(home: Path, root: Path, progress: Progress, writings: Writings, proposal: Proposal | None) -> Path:
    acts = writings.acts()
    documents = {act.number: writings.files(act.number) for act in in_force(acts)}
    if proposal:
        if has_moved(acts, proposal):
            raise BuildFailed(MOVED)
        acts.append(proposed(acts, proposal))
        documents[acts[-1].number] = proposal.files
    if problems := edited(acts, documents):
        raise CurationFailed(problems)
    if proposal is None and is_behind(acts, _version_served(home)):
        progress("Un acte sur un bilan n'était pas encore dans l'entrepôt en service : il y entre maintenant")
    with laid_out(warehouses(home, Scope.WHOLE), acts, documents, is_import=proposal is not None) as accepted:
        built = _built(home, root, progress, accepted)
        if proposal:
            with writings.whole():
                writings.put(acts[-1], proposal.original, proposal.files, proposal.origin, proposal.account_id)
    previous = pointed_name(home)
    serve(home, built, progress)
    if acts:
        progress(f"Bilans en vigueur : {len(in_force(acts)) or 'aucun'} (acte n° {acts[-1].number})")
    progress(f"Entrepôt {built.stem} : en service")
    forget_old(home, built.name, previous)
    return built


def _built(home: Path, root: Path, progress: Progress, accepted: LaidOut) -> Path:
    """The public warehouse of the checkout, of a national corpus and of these acts, in its place."""
    inputs = _hash(root)
    version = warehouse_name(inputs, accepted.acts)
    final = {scope: warehouses(home, scope) / f"{version}.duckdb" for scope in Scope}
    flaws = {scope: found for scope in Scope if (found := flaw(final[scope]))}
    if Scope.WHOLE not in flaws and _said(final[Scope.WHOLE], "meta/reserve_taken")[0] != _reserve_digest(home):
        flaws[Scope.WHOLE] = OTHER_RESERVE
    for scope in set(Scope) - set(flaws):
        with suppress(OSError):  # someone else's file may be served, but not dated
            os.utime(final[scope])
    if flaws:
        for reason in dict.fromkeys(found.reason for found in flaws.values() if found is not ABSENT):
            progress(f"Entrepôt {version} : celui en place {reason} ; il est mis de côté et construit à nouveau")
        _write(home, {scope: final[scope] for scope in flaws}, (version, inputs), root, accepted, progress)
    else:
        progress(f"Entrepôt {version} : déjà construit")
        with suppress(duckdb.Error), duckdb.connect(final[Scope.WHOLE], read_only=True) as connection:
            _tell(since_release(connection, root), progress)
    return final[Scope.PUBLIC]


def _write(
    home: Path, wanted: dict[Scope, Path], named: tuple[str, str], root: Path, accepted: LaidOut, progress: Progress
) -> None:
    """Both are built, and those that are wanted put in place: one that is sound stays as it is. `named` is what the
    warehouse is named by, and the digest of the checkout alone.
    """
    version, inputs = named
    progress("Lecture des fichiers")
    curated, cards, history = read_checkout(root, accepted.folders)
    unfinished = {scope: warehouses(home, scope) / f"{UNFINISHED}{version}.duckdb" for scope in Scope}
    names = {"version": version, "data_version": cited_version(root, history, inputs, accepted.acts)}
    try:
        with both(unfinished) as connection:
            if problems := _fill(connection, curated, cards, progress, is_kept=True):
                raise CurationFailed(problems)
            if problems := enter(connection, corpus_file(), home, progress):
                raise CurationFailed(problems)
            taken = {Scope.PUBLIC: "", Scope.WHOLE: _take_reserve(connection, home, curated, cards, progress)}
            for scope in Scope:
                use(connection, scope)
                told = {**names, "scope": scope.value, "reserve": taken[scope]}
                connection.execute(sql_text("meta/warehouse_versions"), told)
                connection.execute("checkpoint")
            use(connection, Scope.WHOLE)
            _tell(since_release(connection, root), progress)
        if _hash(root) != inputs:
            raise BuildFailed("Des fichiers ont changé pendant la construction : relancez « ctai build ».")
        for scope, place in wanted.items():
            put_in_place(unfinished[scope], place)
    finally:
        with suppress(OSError):  # what went wrong above is what must be told; the next build removes it
            remove_leftovers(home)


def _take_reserve(
    connection: duckdb.DuckDBPyConnection, home: Path, curated: Curated, cards: dict[str, Card], progress: Progress
) -> str:
    """The digest of the reserve whose values the whole database now holds. Raises CurationFailed."""
    digest = _reserve_digest(home)
    count, problems = take_reserve(connection, home, curated)
    if problems:
        raise CurationFailed(problems)
    if count:
        describe(connection, cards)  # its views are made anew
        progress(f"Entrepôt entier : {count} valeur{'s' * (count > 1)} de la réserve")
    return digest


def _version_served(home: Path) -> str:
    """The version of the data in service; nothing when none is."""
    name = pointed_name(home)
    return "" if name is None or flaw(path := warehouses(home) / name) else _said(path, "meta/warehouse_version")[1]


def _said(path: Path, question: str) -> tuple[str, ...]:
    """What a warehouse says of itself."""
    with duckdb.connect(path, read_only=True, config=READ_ONLY) as connection:
        return connection.execute(sql_text(question)).fetchall()[0]


def _fill(
    connection: duckdb.DuckDBPyConnection, curated: Curated, cards: dict[str, Card], progress: Progress, is_kept: bool
) -> list[Problem]:
    """Everything into the whole database, what may be public into the other. While there are problems, the first only."""
    use(connection, Scope.WHOLE)
    fill(connection, curated, cards, progress)
    if not curated.problems and (count := declare_new(connection, curated)):
        progress(f"Divergences nouvelles, apportées par des bilans : {count}")
    problems = sorted(curated.problems + broken_promises(connection, curated, progress))
    if problems:
        return problems
    if is_kept:
        describe(connection, cards)  # a fifth of a second, and a moment more for the public one, which takes it over
    withheld = derive_public(connection, cards)
    plural = "s" if len(withheld) > 1 else ""
    committed = curated.tables["observations"].filter(pl.col("conf_status").is_in(["C", "N"])).height
    besides = f", outre {committed} que les fichiers taisent" if committed else ""
    progress(f"Entrepôt public : {len(withheld) or 'aucun'} chiffre{plural} tu{plural}{besides}")
    return sorted(told_secrets(connection, curated, progress))


@contextmanager
def _reading(root: Path) -> Iterator[None]:
    """What cannot be read is told as such, never as a warehouse that cannot be written."""
    try:
        yield
    except OSError as error:
        raise BuildFailed(
            f"Lecture impossible de {error.filename or root} ({os_reason(error)}) : l'entrepôt en service n'a pas changé."
        ) from error


def read_checkout(root: Path, accepted: Sequence[AcceptedFolder] = ()) -> tuple[Curated, dict[str, Card], History]:
    """Curated rows with the tables of the releases, the cards, the releases; the documents accepted besides.

    Raises BuildFailed for an unreadable file, CurationFailed when the cards are damaged.
    """
    try:
        with _reading(root):
            cards = load_cards(root / "data" / "cards")
            curated = read_curated(root, cards, accepted)
            return curated, cards, add_history(curated, cards, root)
    except CardsRefused as refused:
        raise CurationFailed(refused.problems) from refused


def _tell(lines: Iterable[str], progress: Progress) -> None:
    for line in lines:
        progress(line)


def _hash(root: Path) -> str:
    with _reading(root):
        return inputs_hash(root)


def _reserve_digest(home: Path) -> str:
    with _reading(home):
        return reserve_digest(home)
