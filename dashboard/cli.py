"""`ctai`: build the warehouse, check the curated files, serve the app, export a table.

Exit codes: 0 done; 1 the curated files have problems, or nothing can be served; 2 bad arguments.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ctai", description="Atlas CTAI : entrepôt, contrôles, application, exports.")
    commands = parser.add_subparsers(required=True, metavar="commande")
    commands.add_parser("build", help="construire l'entrepôt et le mettre en service").set_defaults(run=_build)
    commands.add_parser("check", help="contrôler les fichiers, sans rien écrire").set_defaults(run=_check)
    serve = commands.add_parser("serve", help="servir l'application sur un port libre de cette machine")
    serve.add_argument("--port", type=int, default=8501, help="premier port essayé (8501)")
    serve.set_defaults(run=_serve)
    export = commands.add_parser("export", help="écrire une table ou une vue dans un fichier")
    export.add_argument("--table", required=True, help="nom de la table ou de la vue")
    export.add_argument("--format", required=True, choices=["csv", "parquet"])
    export.add_argument("--out", required=True, type=Path, help="fichier à écrire")
    export.set_defaults(run=_export)
    return parser


def _build(_options: argparse.Namespace) -> int:
    from queries.build import BuildFailed, CurationFailed, build
    from queries.warehouse import home

    try:
        build(home(), progress=lambda line: print(line, flush=True))
    except CurationFailed as failure:
        return _tell(failure.problems, str(failure))
    except BuildFailed as failure:
        return _fail(str(failure))
    return 0


def _check(_options: argparse.Namespace) -> int:
    from queries.build import check

    problems = check()
    if problems:
        return _tell(problems, f"{len(problems)} problème(s).")
    print("Tout est en ordre.")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from dashboard.server import application, serve
    from queries.warehouse import WarehouseUnavailable, home, served_path

    try:
        served_path(home())
    except WarehouseUnavailable as failure:
        return _fail(str(failure))
    serve(options.port, application())
    return 0


def _export(options: argparse.Namespace) -> int:
    from dashboard.exports.tables import write_table
    from data.problems import os_reason
    from queries.warehouse import Warehouse, WarehouseUnavailable, home, served_path

    try:
        path, notice = served_path(home())
    except WarehouseUnavailable as failure:
        return _fail(str(failure))
    if notice:
        print(notice, file=sys.stderr)
    warehouse = Warehouse(path)
    if options.table not in warehouse.tables():
        return _fail(f"Table inconnue : {options.table}. Tables : {', '.join(warehouse.tables())}.")
    try:
        write_table(warehouse.table(options.table), options.format, options.out)
    except OSError as error:
        return _fail(f"Écriture impossible dans {options.out} : {os_reason(error)}.")
    return 0


def _tell(problems: Sequence[object], summary: str) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return _fail(summary)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
