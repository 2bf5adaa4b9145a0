"""`ctai jeu controle` and `ctai jeu ajouter`: a table of open data, read through a plan, becomes a document."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dashboard.commands.release import CommandRefused
from dashboard.words import grammar, labels
from data.cards import CardsRefused
from data.counted import Counted, Figure, unit_of
from data.counted_documents import committed, files, number, put, put_aside, reserved, vocabulary
from data.counting import read_counted
from data.curation import ROOT
from data.plan_rules import Vocabulary
from data.plans import Plan, read_plan
from data.problems import Problem, counted_problems, os_reason, quoted
from data.raw import DOCUMENTS
from geo.levels import OFFICIAL
from queries.concealment import Concealed, concealed
from queries.places import home

RESERVE = "reserve"  # in the home: the values that the whole warehouse alone takes
Tell = Callable[[str], None]


def jeu(options: argparse.Namespace, tell: Tell, root: Path = ROOT) -> str:
    """What was asked, told line by line, and the sentence that ends it. Raises CommandRefused with all that is wrong."""
    try:
        plan, source, counted, words = _counted(options.file.resolve(), options.plan.resolve(), root)
        number(counted, plan, root)
        hidden = concealed(counted, plan, words, committed(plan, root, home() / RESERVE))
        for line in _told(counted, plan, words, hidden):
            tell(line)
        if problems := list(_told_totals(counted, plan, hidden)):
            raise CommandRefused(f"{counted_problems(len(problems))} dans le plan.", problems)
        if options.action == "controle":
            return "Rien à reprendre."
        return _added(plan, source, counted, words, hidden, root, options.remplacer)
    except CardsRefused as refused:
        raise CommandRefused(f"{counted_problems(len(refused.problems))}.", refused.problems) from refused
    except OSError as error:
        raise CommandRefused(f"Impossible avec {error.filename} : {os_reason(error)}.") from error


def _counted(table: Path, plan_file: Path, root: Path) -> tuple[Plan, bytes, Counted, Vocabulary]:
    words = vocabulary(root)
    plan, problems = read_plan(plan_file, words)
    if plan is None:
        raise CommandRefused(f"{counted_problems(len(problems))} dans le plan.", problems)
    counted = read_counted(plan, table, words)
    if counted.problems:
        raise CommandRefused(f"{counted_problems(len(counted.problems))}.", counted.problems)
    return plan, plan_file.read_bytes(), counted, words


def _added(
    plan: Plan, source: bytes, counted: Counted, words: Vocabulary, hidden: Concealed, root: Path, may_replace: bool
) -> str:
    """The folder first: a reserve without it would be of no figure."""
    folder = root / DOCUMENTS / plan.document_id
    if folder.is_dir() and not may_replace:
        raise CommandRefused(f"Le dossier {DOCUMENTS}/{plan.document_id} existe : --remplacer prend sa place.", code=2)
    statuses = hidden.statuses
    put(folder, files(plan, source, counted, statuses, words.cards["observations"]), may_replace)
    put_aside(home() / RESERVE, reserved(counted, statuses, words), plan.document_id)
    kept = ""
    if statuses:
        values = grammar.plural(
            len(statuses), "La valeur tue est", f"Les {labels.number(len(statuses))} valeurs tues sont"
        )
        kept = f" {values} dans {home() / RESERVE}."
    return labels.spaced(
        f"Dossier {DOCUMENTS}/{plan.document_id} : {_figures(len(counted.figures))}.{kept} "
        "Lancez « ctai check », puis « ctai build »."
    )


def _told_totals(counted: Counted, plan: Plan, hidden: Concealed) -> Iterator[Problem]:
    """The totals that the plan, which everybody reads, says of what is hidden."""
    for planned in plan.figures:
        own = [figure for figure in counted.figures if figure.planned is planned]
        wholes = [figure.observation_id in hidden.statuses for figure in own if not figure.row]
        has_hidden = any(figure.observation_id in hidden.statuses for figure in own)
        if planned.total is not None and has_hidden and wholes != [False]:
            expected = "rien : le plan est public, et ce total aide à calculer ce qui est tu"
            if not wholes:
                expected += " ; ou « whole » dans [territory], pour qu'il compte parmi les chiffres"
            yield Problem(plan.file, planned.line, "total", quoted(planned.total), expected)


def _told(counted: Counted, plan: Plan, words: Vocabulary, hidden: Concealed) -> Iterator[str]:
    """How much was read, the sum of each column by level, and what is hidden."""
    read = f"{labels.number(counted.rows)} {grammar.plural(counted.rows, 'ligne lue', 'lignes lues')}"
    left = (
        f", {labels.number(counted.left)} {grammar.plural(counted.left, 'laissée')} par le plan" if counted.left else ""
    )
    yield labels.spaced(f"{read}{left} : {_figures(len(counted.figures))}.")
    if counted.classes:
        yield labels.spaced(f"{labels.number(len(counted.classes))} caractéristiques de territoires.")
    for planned in plan.figures:
        own = [figure for figure in counted.figures if figure.planned is planned]
        yield labels.spaced(_sums(own, words, hidden.statuses))
    if not hidden.persons:
        yield "Aucun effectif de personnes : rien n'est tu."
        return
    rates = (
        f", {labels.number(hidden.rates)} {grammar.plural(hidden.rates, 'pourcentage')} à côté" if hidden.rates else ""
    )
    yield labels.spaced(
        f"Tus : {labels.number(hidden.primary)} de 1 à 10, {labels.number(hidden.secondary)} avec eux{rates} ; "
        f"perdu : {labels.number(hidden.lost)} sur {labels.number(hidden.persons)}, toutes cellules ajoutées."
    )


def _sums(figures: list[Figure], words: Vocabulary, statuses: Mapping[str, str]) -> str:
    """« asylum : 20 112 ; département 20 110 (100) ; ensemble de territoires 2 (1) ; 1 sans valeur ; 3 tus »."""
    columns = " + ".join(figures[0].planned.columns) if figures else ""
    by_level: dict[str, list[Figure]] = {}
    for figure in figures:
        by_level.setdefault(_level(figure.cells["territory_id"], words), []).append(figure)
    parts = []
    for level, own in by_level.items():
        if there := [figure.value for figure in own if figure.value is not None]:
            is_rate = unit_of(own[0], words) == "pct"  # of which no sum says anything
            total = "" if is_rate else f"{labels.plain(float(sum(there)))} "
            parts.append(f"{level} {total}({labels.number(len(there))})")
    missing = sum(figure.value is None for figure in figures)
    parts += [f"{labels.number(missing)} sans valeur"] if missing else []
    for status, words_ in (("C", "de 1 à 10, tus"), ("N", "avec eux")):
        count = sum(statuses.get(figure.observation_id) == status for figure in figures)
        parts += [f"{labels.number(count)} {words_}"] if count else []
    return f"{columns} : {' ; '.join(parts)}"


def _level(territory_id: str, words: Vocabulary) -> str:
    """« département »; France and a named set by their own name."""
    official = [level.name for level in OFFICIAL if territory_id.startswith(level.prefix)]
    return official[0] if official else words.territories[territory_id]


def _figures(count: int) -> str:
    return f"{labels.number(count)} {grammar.plural(count, 'chiffre')}"
