"""`ctai`: build the warehouse, check the curated files, serve the app, ask it a question, export a table.

Exit codes: 0 done; 1 the curated files have problems, or nothing can be served; 2 bad arguments; 141, as a shell says it,
nobody reads on.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from signal import SIG_DFL, SIGPIPE, signal

from dashboard.commands.ending import fail, put, refuse

# What argparse says, by what it asks of gettext: it speaks English, and its own catalogues come with no Python.
FRENCH = {
    "positional arguments": "à indiquer",
    "show this help message and exit": "montrer cette aide",
    "the following arguments are required: %s": "il manque: %s",
    "unrecognized arguments: %s": "arguments inconnus: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "choix inconnu: %(value)r (à choisir parmi %(choices)s)",
    "expected one argument": "une valeur est attendue",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë: %(option)s (%(matches)s)",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
}
argparse._ = lambda message: FRENCH.get(message, message)  # type: ignore[attr-defined]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a program, it ends where its reader does (`ctai … | head`), by the signal that ends other programs then."""
    if arguments is None:
        signal(SIGPIPE, SIG_DFL)
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    from dashboard.commands.bilan import add_bilan
    from dashboard.commands.comptes import add_comptes
    from dashboard.commands.ecrits import add_ecrits
    from dashboard.commands.export import add_export
    from dashboard.commands.lake import add_lake
    from dashboard.commands.sauvegarde import add_sauvegarde
    from dashboard.commands.serve import add_serve
    from dashboard.commands.synthesis import add_synthesis
    from dashboard.commands.territoire import add_territoire
    from dashboard.commands.whole import add_complet
    from dashboard.commands.withdraw import add_retirer

    parser = argparse.ArgumentParser(prog="ctai", description="Atlas CTAI : entrepôt, contrôles, application, exports.")
    commands = parser.add_subparsers(required=True, metavar="commande")
    commands.add_parser("build", help="construire l'entrepôt et le mettre en service").set_defaults(run=_build)
    check = commands.add_parser("check", help="contrôler les fichiers, sans rien écrire")
    check.add_argument("--texts", type=Path, metavar="DOSSIER", help="y chercher aussi chaque passage cité")
    check.add_argument("--document", metavar="DOSSIER", help="ne montrer que les problèmes de ce dossier de documents")
    check.set_defaults(run=_check)
    add_serve(commands)
    export = commands.add_parser("export", help="écrire dans un fichier une table, une vue ou les chiffres choisis")
    add_export(export)
    sheet = commands.add_parser("fiche", help="écrire la fiche d'un territoire, à imprimer")
    sheet.add_argument(
        "territory_id", type=_writable, metavar="TERRITOIRE", help="niveau et code officiel : com-63113, dep-63…"
    )
    sheet.add_argument("--format", default="pdf", choices=["pdf", "odt"])
    sheet.add_argument("--out", type=Path, help="fichier à écrire (fiche-TERRITOIRE-VERSION.pdf)")
    sheet.set_defaults(run=_sheet)
    add_synthesis(commands.add_parser("synthese", help="écrire la synthèse de territoires, à imprimer ou à montrer"))
    add_territoire(commands.add_parser("territoire", help="trouver un territoire et son code, d'après son nom"))
    read = commands.add_parser("read", help="poser une question à l'entrepôt et écrire la réponse en CSV")
    read.add_argument("question", help="nom de la lecture, telle que la source d'un chiffre la donne")
    read.add_argument(
        "parameters", nargs="*", type=_parameter, metavar="nom=valeur", help="ce qu'elle attend ; sans eux, elle le dit"
    )
    add_complet(read)
    read.set_defaults(run=_read)
    add_bilan(
        commands.add_parser("bilan", help="le bilan d'un contrat : classeur, contrôle, entrée dans l'Atlas, document")
    )
    add_ecrits(commands.add_parser("ecrits", help="la base de ce que l'on écrit ici : version, copies, journal"))
    add_comptes(commands.add_parser("comptes", help="qui se connecte ici : rôles donnés et repris"))
    add_sauvegarde(
        commands.add_parser("sauvegarder", help="copier dans un dossier tout ce que rien ne refait"),
        commands.add_parser("restaurer", help="reprendre une sauvegarde dans une installation nouvelle"),
    )
    _add_jeu(commands.add_parser("jeu", help="contrôler une table de données ouvertes, en faire un document"))
    release = commands.add_parser("release", help="publier une version numérotée des données")
    release.add_argument("--date", type=_day, metavar="AAAA-MM-JJ", help="date de publication (aujourd'hui)")
    release.add_argument("--summary", default="", metavar="PHRASE", help="ce que la version apporte, en une phrase")
    release.set_defaults(run=_release)
    add_retirer(commands.add_parser("retirer", help="ne plus donner une version gardée ici, et dire pourquoi"))
    add_lake(commands)
    diff = commands.add_parser("diff", help="dire ce qui diffère entre deux versions des données, et pourquoi")
    diff.add_argument("before", metavar="DE", help="numéro d'une version (2026.1), ou « actuel »")
    diff.add_argument("after", metavar="À", help="numéro d'une version, ou « actuel » : les fichiers tels qu'ils sont")
    diff.add_argument("--format", default="texte", choices=["texte", "csv"])
    diff.set_defaults(run=_diff)
    return parser


def _add_jeu(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="action", dest="action")
    control = actions.add_parser("controle", help="dire tout ce qui ne va pas, les sommes et ce qui sera tu")
    add = actions.add_parser("ajouter", help="faire le dossier du document")
    for action in (control, add):
        action.add_argument("file", type=Path, metavar="FICHIER", help="la table, en CSV")
        action.add_argument("--plan", type=Path, required=True, help="ce que disent ses colonnes, en TOML")
    add.add_argument("--remplacer", action="store_true", help="prendre la place du dossier de ce document, s'il existe")
    parser.set_defaults(run=_jeu)


def _writable(text: str) -> str:
    """A byte of the terminal that is no UTF-8, which nothing could look up or write, becomes « ? »."""
    return text.encode(errors="replace").decode()


def _parameter(text: str) -> tuple[str, str]:
    """« nom=valeur »; what the value means, the read says."""
    name, sign, value = _writable(text).partition("=")
    if not sign or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas de la forme nom=valeur")
    return name, value


def _day(text: str) -> object:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date AAAA-MM-JJ") from None


def _build(_options: argparse.Namespace) -> int:
    from dashboard.commands.build import build_and_publish

    return build_and_publish()


def _check(options: argparse.Namespace) -> int:
    from dashboard.commands.check import check_files
    from dashboard.commands.release import CommandRefused

    try:
        print(check_files(options.texts, options.document, print))
    except CommandRefused as refusal:
        refuse(refusal.problems, str(refusal))
        return refusal.code
    return 0


def _sheet(options: argparse.Namespace) -> int:
    from datetime import date

    from dashboard.datasets.files.limits import CannotBeWritten
    from dashboard.datasets.refusals import place_hint
    from dashboard.documents.sheets import sheet_bytes, sheet_name
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        content = sheet_bytes(warehouse, options.territory_id, options.format, date.today())
        hint = "" if content else place_hint(warehouse.read, options.territory_id, {})
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    except CannotBeWritten as reason:
        return fail(str(reason))
    if notice:
        print(notice, file=sys.stderr)
    if content is None:
        return fail(f"Territoire inconnu : {options.territory_id}. {hint}", code=2)
    out = options.out or Path(sheet_name(options.territory_id, warehouse.data_version, options.format))
    return put(content, out)


def _read(options: argparse.Namespace) -> int:
    from dashboard.commands.whole import scope_asked, told
    from queries.flat import flat
    from queries.parameters import BadlyAsked, values
    from queries.sql import sql_names
    from queries.warehouse import WarehouseUnavailable, home, open_served

    if options.question not in sql_names("reads"):
        return fail(f"Lecture inconnue : {options.question}. Lectures : {', '.join(sql_names('reads'))}.", code=2)
    try:
        asked = values(options.question, options.parameters)
        warehouse, notice = open_served(home(), scope_asked(options))
        answer = warehouse.read(options.question, **asked)
    except BadlyAsked as failure:
        return fail(str(failure), code=2)
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    if notice:
        print(notice, file=sys.stderr)
    sys.stderr.write(told(options))
    print(flat(answer).write_csv(), end="")
    return 0


def _jeu(options: argparse.Namespace) -> int:
    from dashboard.commands.jeu import jeu
    from dashboard.commands.release import CommandRefused

    try:
        print(jeu(options, print))
    except CommandRefused as refusal:
        refuse(refusal.problems, str(refusal))
        return refusal.code
    return 0


def _release(options: argparse.Namespace) -> int:
    from dashboard.commands.release import CommandRefused, release

    try:
        print(release(options.date, options.summary))
    except CommandRefused as refusal:
        return refuse(refusal.problems, str(refusal))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from dashboard.commands.release import CommandRefused, diff

    try:
        print(diff(options.before, options.after, options.format))
    except CommandRefused as refusal:
        refuse(refusal.problems, str(refusal))
        return refusal.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
