"""`ctai synthese`: the synthesis of a few territories as a file, in the form that the name of the file says."""

import argparse
import sys
from pathlib import Path

from dashboard.commands.ending import fail, put

FORMS = ("pdf", "odt", "pptx", "png", "csv")


def add_synthesis(parser: argparse.ArgumentParser) -> None:
    """The arguments of `ctai synthese`: codes one after the other, or separated by commas as in an address."""
    parser.add_argument(
        "territoires", nargs="+", metavar="TERRITOIRE", help="niveaux et codes officiels : com-57463 com-63113…"
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FICHIER", help=f"fichier à écrire, en {', '.join(FORMS)}"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 an unknown territory or form. The file is written whole or not."""
    from datetime import date

    from dashboard.documents.figure_files import NoSuchFile, UnknownParameters, figure_file
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    form = options.out.suffix.removeprefix(".").lower()
    if form not in FORMS:
        return fail(f"Forme inconnue : « {options.out.name} ». Attendu : un nom en {', '.join(FORMS)}.", code=2)
    asked = {"territoires": ",".join(options.territoires).encode(errors="replace").decode()}
    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        sys.stderr.write(f"{notice}\n" if notice else "")
        content = figure_file(warehouse, f"synthese.{form}", asked, date.today())[2]
    except UnknownParameters as reason:
        return fail(str(reason), code=2)
    except (WarehouseUnavailable, NoSuchFile) as reason:
        return fail(reason.told() if isinstance(reason, WarehouseUnavailable) else str(reason))
    return put(content, options.out)
