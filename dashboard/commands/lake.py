"""`ctai deposer`, `ctai prendre`, `ctai lac`: versions of the data put into a lake, taken from it, and listed."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.commands.ending import fail
from dashboard.commands.whole import add_complet, scope_asked
from queries.lake import VARIABLE
from queries.places import Scope, home, warehouses

NO_ADDRESS = "Indiquez le lac : --lac postgresql://compte@machine:port/base, ou CTAI_LAC."
NOT_NUMBERED = (
    "La version en service, {served}, n'est pas publiée : donnez-lui un numéro (ctai release), puis « ctai build »."
)
NOT_KEPT = "La version {number} n'est pas gardée entière ici : {known}."
NOT_WHOLE = "L'entrepôt entier de la version {number} n'est pas ici : seul celui de la version en service y est."
DEPOSITED = "Version {version} : déposée, cliché n° {number}."


class NotHere(Exception):
    """Why a version cannot be deposited, in French."""


def add_lake(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The three commands with their arguments."""
    into = commands.add_parser("deposer", help="déposer une version publiée dans le lac que lisent les serveurs")
    into.add_argument(
        "version", nargs="?", metavar="VERSION", help="son numéro ; sans lui, celle qui est en service ici"
    )
    into.add_argument(
        "--dossier",
        metavar="DOSSIER",
        help="où le lac garde ses lignes (ou s3://seau/lac) ; à indiquer la première fois",
    )
    add_complet(into)
    into.set_defaults(run=_told(_deposit))
    out = commands.add_parser("prendre", help="prendre une version du lac et la mettre en service ici")
    out.add_argument("--cliche", type=int, metavar="N", help="une version plus ancienne, par le numéro de son cliché")
    add_complet(out)
    out.set_defaults(run=_told(_take))
    listed = commands.add_parser("lac", help="dire quelles versions le lac contient")
    listed.set_defaults(run=_told(_list))
    for parser in (into, out, listed):
        add_address(parser)


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lac", metavar="ADRESSE", default=os.environ.get(VARIABLE, ""), help="le catalogue du lac (CTAI_LAC, sinon)"
    )


def _deposit(options: argparse.Namespace) -> int:
    from queries.lake.depositing import deposit
    from queries.published import kept
    from queries.writings.opening import read_acts

    scope = scope_asked(options)
    with _file(home(), options.version, scope) as path:
        versions = kept(home()) if scope is Scope.PUBLIC else ()
        acts = read_acts(home())
        act = acts[-1].number if acts else 0
        snapshot = deposit(_address(options), path, versions, options.dossier, act=act)
    sys.stdout.write(f"{DEPOSITED.format(version=snapshot.data_version, number=snapshot.number)}\n")
    return 0


def _take(options: argparse.Namespace) -> int:
    from queries.lake.opening import opened
    from queries.lake.taking import take, take_files

    scope = scope_asked(options)
    with opened(_address(options)) as lake:
        take(lake, home(), scope, _say, options.cliche)
        if scope is Scope.PUBLIC:
            take_files(lake, home(), _say)
    return 0


def _list(options: argparse.Namespace) -> int:
    from queries.lake.opening import opened

    with opened(_address(options)) as lake:
        for one in lake.snapshots():
            sys.stdout.write(f"{one.number}\t{one.data_version}\t{one.version}\t{one.scope.value}\t{one.moment}\n")
    return 0


def take_first(options: argparse.Namespace) -> None:
    """What a server that reads a lake takes before it answers; the files of the version are written beside it, later.
    Without the lake, it serves what it has, and says so.
    """
    _told(_first)(options)
    if options.cliche is None:
        os.environ[VARIABLE] = options.lac
    else:
        os.environ.pop(VARIABLE, None)


def _first(options: argparse.Namespace) -> int:
    from queries.lake.opening import opened
    from queries.lake.taking import take

    with opened(_address(options)) as lake:
        take(lake, home(), Scope.PUBLIC, _say, options.cliche)
    return 0


def _address(options: argparse.Namespace) -> str:
    if not options.lac:
        raise NotHere(NO_ADDRESS)
    return str(options.lac)


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The command, each of whose failures is a sentence. Exit codes: 0 done; 1 not, and what was in service stays."""

    def told(options: argparse.Namespace) -> int:
        from data.problems import os_reason
        from queries.failures import BuildFailed, LakeUnavailable, WarehouseUnavailable, WritingsUnavailable

        try:
            return run(options)
        except (NotHere, LakeUnavailable, WritingsUnavailable, BuildFailed) as reason:
            return fail(str(reason))
        except WarehouseUnavailable as failure:
            return fail(failure.told())
        except OSError as error:
            return fail(f"Lecture ou écriture impossible : {os_reason(error)}.")

    return told


@contextmanager
def _file(folder: Path, number: str | None, scope: Scope) -> Iterator[Path]:
    """The sound file of a version that has a number: the one in service, or one that is kept. Raises NotHere, OSError,
    WarehouseUnavailable.
    """
    from queries.published import NUMBER, kept, kept_version, unpack
    from queries.warehouse import Warehouse, served_path

    served = Warehouse(served_path(folder, Scope.PUBLIC)[0])
    served.close()
    if number in (None, served.data_version):
        if not NUMBER.fullmatch(served.data_version):
            raise NotHere(NOT_NUMBERED.format(served=served.data_version))
        yield _sound(warehouses(folder, scope) / served.path.name)
        return
    if scope is Scope.WHOLE:
        raise NotHere(NOT_WHOLE.format(number=number))
    version = kept_version(folder, str(number))
    if version is None or version.whole is None or version.withdrawal:
        whole = [one.number for one in kept(folder) if one.whole and not one.withdrawal]
        raise NotHere(NOT_KEPT.format(number=number, known=", ".join(whole) or "aucune ne l'est"))
    with tempfile.TemporaryDirectory() as beside:
        path = Path(beside) / version.whole
        unpack(version.stored(version.whole), path)
        yield path


def _sound(path: Path) -> Path:
    from queries.failures import WarehouseDamaged
    from queries.warehouse import flaw

    if found := flaw(path):
        raise WarehouseDamaged.by(found)
    return path


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
