"""`ctai serve`: serves the app on this machine, by one process or several."""

import argparse
import os
import re
import tempfile
from signal import SIG_IGN, SIGPIPE, signal

from dashboard.commands.ending import fail
from dashboard.commands.lake import add_address

MOST_WORKERS = 64
PREFIX = "CTAI_PREFIXE"
PREFIXES = re.compile(r"/?([a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*/?)?")


def add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command with its arguments."""
    serve = commands.add_parser("serve", help="servir l'application sur un port libre de cette machine")
    serve.add_argument("--port", type=_port, default=8501, help="premier port essayé (8501)")
    serve.add_argument(
        "--workers", type=_count, default=_cores(), metavar="N", help="processus qui se partagent le port (les cœurs)"
    )
    serve.add_argument(
        "--prefixe", type=_prefix, default=os.environ.get(PREFIX, ""), metavar="CHEMIN",
        help=f"servir sous ce chemin, comme /atlas, et non à la racine ({PREFIX}, sinon)",
    )  # fmt: skip
    add_address(serve)
    serve.add_argument("--cliche", type=int, metavar="N", help="servir cette version du lac, sans suivre les suivantes")
    serve.set_defaults(run=_serve)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un port, un entier de 1 à 65535")
    return int(text)


def _cores() -> int:
    """Those that this process may use, which may be fewer than the machine has."""
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"« {text} » n'est pas un nombre de processus, un entier de 1 à {MOST_WORKERS}"
        )
    return int(text)


def _prefix(text: str) -> str:
    if not PREFIXES.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"« {text} » n'est pas un chemin comme /atlas : minuscules, chiffres et tirets"
        )
    return text


def _serve(options: argparse.Namespace) -> int:
    os.environ[PREFIX] = options.prefixe  # before anything is loaded that writes an address
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is: frames of a page are small, and readers many
    if options.workers > 1 and os.environ.get("CTAI_METRIQUES"):  # and before what counts is, here and in each process
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="atlas-metriques-")
    from dashboard.commands.build import build_and_publish
    from dashboard.server.people.settings import CannotSignIn, settings
    from dashboard.words.unsaid import refuse_unsaid
    from data.problems import os_reason
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served
    from queries.writings.opening import lacks_acts

    signal(SIGPIPE, SIG_IGN)  # a reader who leaves ends an answer, not the server
    if options.lac:
        from dashboard.commands.lake import take_first

        take_first(options)
    try:
        settings()
        warehouse, _notice = open_served(home(), Scope.PUBLIC)
        refuse_unsaid(warehouse)
        warehouse.close()
    except (WarehouseUnavailable, CannotSignIn) as failure:
        return fail(failure.told())
    if not options.lac and lacks_acts(home(), warehouse.data_version):
        build_and_publish()  # refused, it says why, and what was served before is served
    try:
        if options.workers > 1:
            from dashboard.server.supervisor import become

            become(options.port, options.workers)
        from dashboard.server.application import application
        from dashboard.server.limits import most_readers, raise_open_files
        from dashboard.server.running import serve

        serve(options.port, application(readers=most_readers(raise_open_files())))
    except OSError as error:
        return fail(f"L'application n'a pas pu être servie : {os_reason(error)}.")
    return 0
