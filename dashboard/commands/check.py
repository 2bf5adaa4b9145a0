"""`ctai check`: every problem of the curated files, or those of one document."""

from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard.commands.release import CommandRefused
from dashboard.words.unsaid import admitted
from data.curation import ROOT
from data.nearest import suggestion
from data.problems import Problem, counted_problems, os_reason
from data.raw import DOCUMENTS
from data.texts import look_up
from queries.build import BuildFailed, examine


def check_files(texts: Path | None, document: str | None, tell: Callable[[str], None]) -> str:
    """The sentence that says that all is well; with `texts`, what was looked up there is told
    first, then what changed since the latest version.

    Raises CommandRefused with the problems found, all of them or those of the folder of `document`.
    """
    if document and not (ROOT / DOCUMENTS / document).is_dir():
        known = {path.name: "" for path in (ROOT / DOCUMENTS).iterdir() if path.is_dir()}
        wanted = suggestion(document, known) or "."
        raise CommandRefused(f"Aucun dossier « {document} » dans {DOCUMENTS}{wanted}", code=2)
    try:
        if texts:
            next(texts.iterdir(), None)  # a folder that cannot be read is told before all else is read
        examined = examine()
        problems = sorted(examined.problems + admitted())
        if texts:
            passages = look_up(texts)
            problems = sorted(problems + passages.problems)
            tell(passages.sentence)
    except BuildFailed as failure:
        raise CommandRefused(str(failure)) from failure
    except OSError as error:
        raise CommandRefused(f"Lecture impossible de {error.filename} : {os_reason(error)}.") from error
    if document:
        return _folder_checked(problems, document)
    if problems:
        raise CommandRefused(f"{counted_problems(len(problems))}.", problems)
    for line in examined.since:
        tell(line)
    return "Tout est en ordre."


def _folder_checked(problems: Sequence[Problem], document: str) -> str:
    """Only the problems of the folder refuse it; those of other files are counted."""
    own = [one for one in problems if one.file.startswith(f"{DOCUMENTS}/{document}/")]
    rest = ""
    if others := len(problems) - len(own):
        prevent = "empêchent" if others > 1 else "empêche"
        rest = (
            f" {counted_problems(others)} ailleurs, qui {prevent} de construire : voir « ctai check » sans --document."
        )
    if own:
        raise CommandRefused(f"{counted_problems(len(own))} dans {document}.{rest}", own)
    return f"Rien à reprendre dans {document}.{rest}"
