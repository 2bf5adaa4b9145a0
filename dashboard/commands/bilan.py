"""`ctai bilan`: what concerns the bilan of a contract."""

import argparse

from dashboard.commands import bilan_ecrire, bilan_ensemble


def add_bilan(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai bilan`, each with its arguments."""
    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    bilan_ecrire.add(commands)
    bilan_ensemble.add(commands)
