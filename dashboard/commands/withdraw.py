"""`ctai retirer`: a version that this installation keeps is given no more, and says why."""

import argparse
import sys

from dashboard.commands.ending import fail


def add_retirer(parser: argparse.ArgumentParser) -> None:
    """The arguments of `ctai retirer`."""
    parser.add_argument("version", metavar="VERSION", help="numéro d'une version gardée ici : 2026.3, 2026.3+b1")
    parser.add_argument("--raison", required=True, metavar="PHRASE", help="pourquoi ; son adresse répond 410 et le dit")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 withdrawn; 1 it cannot be, or is not kept."""
    from dashboard.server.publication import NotWithdrawn, withdraw
    from data.problems import os_reason
    from queries.places import home
    from queries.warehouse import WarehouseUnavailable

    try:
        withdraw(home(), options.version, options.raison, _say)
    except NotWithdrawn as reason:
        return fail(str(reason))
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    except OSError as error:
        return fail(f"La version n'a pas pu être retirée : {os_reason(error)}.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
