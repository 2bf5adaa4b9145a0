"""`--complet`: the command reads the whole warehouse, small counts included; what it writes says « diffusion restreinte »."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from queries.places import Scope
from queries.small_counts import LARGEST_SMALL_COUNT

if TYPE_CHECKING:  # loads what a command that writes no dataset does without
    from dashboard.datasets.dataset import Dataset

OPTION = "--complet"
RESTRICTED = "diffusion restreinte"
IN_A_NAME = RESTRICTED.replace(" ", "-")
WARNING = f"à ne pas publier : des effectifs de 1 à {LARGEST_SMALL_COUNT} personnes y sont"


def add_complet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        OPTION, action="store_true", help=f"lire aussi les petits effectifs, {WARNING.split(' : ')[0]} ({RESTRICTED})"
    )


def scope_asked(options: argparse.Namespace) -> Scope:
    return Scope.WHOLE if options.complet else Scope.PUBLIC


def told(options: argparse.Namespace) -> str:
    """The line that goes with an answer of the whole warehouse; nothing with another."""
    return f"{RESTRICTED.capitalize()}, {WARNING}.\n" if options.complet else ""


def restricted_name(path: Path) -> Path:
    """`jeu-diffusion-restreinte.zip`: who finds the file reads it in its name."""
    return path if IN_A_NAME in path.stem else path.with_name(f"{path.stem}-{IN_A_NAME}{path.suffix}")


def restricted(dataset: "Dataset") -> "Dataset":
    """The same rows, whose title, filters and command say what they are, in the read-me and wherever a form says them."""
    return replace(
        dataset,
        title=f"{dataset.title} ({RESTRICTED})",
        filters=(("Diffusion", f"restreinte, {WARNING}"), *dataset.filters),
        command=f"{dataset.command} {OPTION}",
    )
