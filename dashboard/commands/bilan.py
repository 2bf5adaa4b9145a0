"""`ctai bilan`: the commands of a bilan, each in its own module."""

import argparse


def add_bilan(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai bilan`, each with its arguments."""
    from dashboard.commands import bilan_controle

    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    bilan_controle.add(commands)
