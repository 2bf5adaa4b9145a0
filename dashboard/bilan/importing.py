"""Takes a bilan into the Atlas of this installation, or takes it back: what would change, then the act and a new build.

Nothing is written before the build that takes the bilan is sound: what is refused is nowhere. A command and a route call
the same functions, which know of no screen.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from dashboard.bilan.accepting import accepted_document, is_published, is_validated, status
from dashboard.bilan.answered import Filled
from dashboard.bilan.dry_run import is_same, table_lines, told_changes
from dashboard.bilan.in_force import document_of, is_public
from dashboard.bilan.public_texts import to_read_again
from dashboard.words import bilan_words
from data.accepted import AcceptedFolder, described
from data.curation import ROOT
from data.nearest import suggestion
from data.personal import EXPECTED, found_in
from data.problems import Problem
from data.signs import shown
from queries.acts import COMMAND, Act, Proposal, in_force, in_force_of
from queries.build import build, examine
from queries.failures import BuildFailed, CurationFailed
from queries.rights import HOLDER, Person, Right, may, refusal
from queries.warehouse import Scope, open_served
from queries.writings.folders import laid_out
from queries.writings.opening import lacks_acts, opened, read_acts

BLOCKING = "blocking"
PROPOSED = "bilan proposé"
Tell = Callable[[str], None]


class Remark(Protocol):
    """What the check says of a workbook."""

    @property
    def severity(self) -> str: ...


class ImportRefused(Exception):
    """Nothing was done: a French sentence, and what is to be put right."""

    def __init__(self, sentence: str, problems: Sequence[object] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


def changes(home: Path, filled: Filled, remarks: Sequence[Remark], root: Path = ROOT) -> Iterator[str]:
    """What the acceptance adds, changes and erases. Raises ImportRefused, WritingsUnavailable."""
    _refuse_blocking(filled, remarks)
    document = accepted_document(filled, date.today(), described(root))
    yield from _told(filled, document, *_current(home, filled.form.bilan_id))


def dry_run(
    home: Path, filled: Filled, remarks: Sequence[Remark], root: Path = ROOT, person: Person = HOLDER
) -> Iterator[str]:
    """The same, then what it would contradict or be refused for, and the texts that would be public, to be read again.
    Writes nothing in the home. It says what the bilan in force has: who may not import one may not ask.
    """
    _refuse_to(person, Right.IMPORT, filled.form.contract.territory_id)
    yield from changes(home, filled, remarks, root)
    document = accepted_document(filled, date.today(), described(root))
    with opened(home) as writings:
        others = [act for act in in_force(writings.acts()) if act.bilan_id != filled.form.bilan_id]
        documents = {act.number: writings.files(act.number) for act in others}
    with (
        TemporaryDirectory() as folder,
        TemporaryDirectory() as beside,
        laid_out(Path(beside), others, documents) as accepted,
        _told_by_place(document),
    ):
        for name, text in document.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        examined = examine(root, [*accepted.folders, AcceptedFolder(Path(folder), filled.form.bilan_id, PROPOSED)])
        if examined.problems:
            raise CurationFailed(examined.problems)
    count = len(examined.divergences)
    yield f"Divergences nouvelles : {count or 'aucune'}."
    yield from (f"  {line}" for line in examined.divergences)
    yield from to_read_again(filled)


def accept(
    home: Path,
    filled: Filled,
    original: bytes,
    remarks: Sequence[Remark],
    tell: Tell,
    root: Path = ROOT,
    origin: str = COMMAND,
    person: Person = HOLDER,
) -> str:
    """Takes the bilan in and puts in service the warehouse that holds it; the sentence that says so.

    Raises ImportRefused, WritingsUnavailable: then nothing has changed.
    """
    _refuse_blocking(filled, remarks)
    bilan_id = filled.form.bilan_id
    replaced, before = _current(home, bilan_id)
    _refuse_to(person, _right_to_accept(filled, before), filled.form.contract.territory_id)
    if hashlib.sha256(original).hexdigest() != filled.sha256:
        raise ImportRefused("Le fichier a changé pendant sa lecture : rien n'est importé. Importez-le de nouveau.")
    document = accepted_document(filled, date.today(), described(root))
    if replaced and is_same(before, document):
        if lacks_acts(home, served_version(home)):  # it was accepted, by who could not put it in service
            build(home, root, tell)
            return _done(home, bilan_id, "accepté")
        raise ImportRefused(f"Ce bilan est déjà en vigueur, sans aucune différence (acte n° {replaced.number}).")
    name = f"original{Path(filled.file_name).suffix.lower()}"
    replaces = replaced.number if replaced else 0
    proposal = Proposal(
        bilan_id, original={name: original}, document=document, origin=origin, replaces=replaces,
        account_id=person.account_id,
    )  # fmt: skip
    with _told_by_place(document):
        build(home, root, tell, proposal)
    return _done(home, bilan_id, "accepté")


def revoke(
    home: Path,
    bilan_id: str,
    reason: str,
    tell: Tell,
    root: Path = ROOT,
    origin: str = COMMAND,
    person: Person = HOLDER,
) -> str:
    """Takes a bilan in force out of the Atlas; its file and its act stay. Raises ImportRefused, WritingsUnavailable."""
    _refuse_to(person, Right.REVOKE, None)
    known = {act.bilan_id: act.number for act in in_force(read_acts(home))}
    if bilan_id not in known:
        wanted = suggestion(bilan_id, dict.fromkeys(known, "")) or "."
        raise ImportRefused(f"Aucun bilan « {bilan_id} » n'est en vigueur{wanted}")
    if not reason.strip():
        raise ImportRefused("La raison manque : qui lira l'histoire de ce bilan doit savoir pourquoi il est retiré.")
    if found := list(found_in(reason)):
        raise ImportRefused(f"La raison contient {found[0][0]} ; attendu {EXPECTED}.")
    try:
        proposal = Proposal(
            bilan_id, reason=reason.strip(), origin=origin, replaces=known[bilan_id], account_id=person.account_id
        )
        build(home, root, tell, proposal)
    except BuildFailed as failure:
        raise ImportRefused(str(failure), getattr(failure, "problems", ())) from failure
    return _done(home, bilan_id, "révoqué")


def _refuse_to(person: Person, right: Right, territory_id: str | None) -> None:
    if not may(person, right, territory_id):
        raise ImportRefused(refusal(person, right))


def _right_to_accept(filled: Filled, before: Mapping[str, str]) -> Right:
    """What changes what everybody may read is to publish, a bilan that leaves it too."""
    becomes_public = is_validated(filled) and is_published(filled)
    return Right.PUBLISH if becomes_public or (before and is_public(before)) else Right.IMPORT


def _current(home: Path, bilan_id: str) -> tuple[Act | None, dict[str, str]]:
    """The act by which a bilan is in force, if it is, and its document."""
    with opened(home) as writings:
        act = in_force_of(writings.acts(), bilan_id)
        return act, document_of(writings, act) if act else {}


def _told(filled: Filled, document: Mapping[str, str], current: Act | None, before: Mapping[str, str]) -> Iterator[str]:
    form = filled.form
    period = f"du {form.period_start:%d/%m/%Y} au {form.period_end:%d/%m/%Y}"
    replaced = f"remplace celui de l'acte n° {current.number}" if current else "nouveau"
    yield f"Bilan du contrat « {form.contract.title} », {period} : {replaced}."
    if is_validated(filled) and is_published(filled):
        reach = "il entre dans les comparaisons, et tout le monde peut le lire, petits effectifs tus"
    else:
        reach = "il n'entre dans aucune comparaison, et rien n'en est public"
    published = bilan_words.YES if is_published(filled) else bilan_words.NO
    yield f"État : {bilan_words.STATUSES[status(filled)]} ; publication : {published} ; {reach}."
    if "contracts.csv" in document:
        yield f"Contrat que l'Atlas ne connaît pas : {form.contract.contract_id}, ajouté."
    changes = list(told_changes(before, document))
    yield from changes or ["Aucune réponse ne change."]


def _refuse_blocking(filled: Filled, remarks: Sequence[Remark]) -> None:
    if filled.form.operator:
        raise ImportRefused(
            f"Ce classeur est la partie d'un organisme ({filled.form.operator}) : réunissez les parties, puis importez le tout."
        )
    if blocking := [remark for remark in remarks if remark.severity == BLOCKING]:
        raise ImportRefused("Rien n'est importé : le contrôle du classeur a des remarques bloquantes.", blocking)


@contextmanager
def _told_by_place(document: Mapping[str, str]) -> Iterator[None]:
    """What a build says of a row of the document is told at its place in the workbook."""
    try:
        yield
    except CurationFailed as failure:
        problems = [_at_its_place(problem, document) for problem in failure.problems]
        raise ImportRefused("Rien n'est importé : le bilan ne peut pas entrer dans l'Atlas.", problems) from failure
    except BuildFailed as failure:
        raise ImportRefused(f"Rien n'est importé. {failure}") from failure


def _at_its_place(problem: Problem, document: Mapping[str, str]) -> object:
    """« Feuille Public, ligne fiche-1-1-4.public, colonne BPI : trouvé …, attendu … »; as it is when it is elsewhere."""
    folder, _slash, file = problem.file.rpartition("/")
    if folder.startswith(("data/", "geo/")) or file not in document or not file.endswith(".csv"):
        return problem
    place = {line: row["locator"] for line, row in table_lines(document[file]) if "locator" in row}.get(problem.line)
    return (
        shown(f"{place[0].upper()}{place[1:]} : trouvé {problem.found}, attendu {problem.expected}")
        if place
        else problem
    )


def _done(home: Path, bilan_id: str, done: str) -> str:
    acts = read_acts(home)
    latest = max(act.number for act in acts if act.bilan_id == bilan_id)
    return f"Bilan {done} : {bilan_id} (acte n° {latest}). Version en service : {served_version(home)}."


def served_version(home: Path) -> str:
    """The version of the data in service. Raises WarehouseUnavailable."""
    warehouse, _notice = open_served(home, Scope.PUBLIC)
    warehouse.close()
    return warehouse.data_version
