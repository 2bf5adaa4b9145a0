"""What is wrong with a curated file, said so that it can be put right: where, what was found, what was expected."""

import errno
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.signs import shown

MOST_TOLD = 100  # problems: who has more begins with these
LONGEST = 200  # signs of a cell: enough to find it again


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        """On one line, and without a sign that a terminal would obey."""
        column = f", colonne « {shortened(self.column)} »" if self.column else ""
        sentence = f"{self.file}, ligne {self.line}{column} : trouvé {self.found}, attendu {self.expected}"
        return shown(sentence.replace("\n", " ⏎ ").replace("\t", " "))


def counted_problems(count: int) -> str:
    """« 1 problème », « 2 problèmes »."""
    return f"{count} problème{'s' if count > 1 else ''}"


def told(problems: Sequence[object]) -> Iterator[str]:
    """The first hundred problems, a sentence each, and how many are not told."""
    yield from map(str, problems[:MOST_TOLD])
    if (rest := len(problems) - MOST_TOLD) > 0:
        yield f"… et {counted_problems(rest)} de plus : seuls les {MOST_TOLD} premiers sont montrés."


def quoted(found: object) -> str:
    """A cell's content as it is shown in a problem, shortened when it is long."""
    return "une cellule vide" if found in (None, "") else f"« {shortened(str(found))} »"


def shortened(text: str) -> str:
    """« Les premiers signes… (131 072 signes) »."""
    if len(text) <= LONGEST:
        return text
    count = f"{len(text):,}".replace(",", "\u202f")
    return f"{text[:LONGEST]}… ({count} signes)"


OS_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOSPC: "disque plein",
    errno.EFBIG: "fichier trop grand pour ce disque",
    errno.EDQUOT: "quota de disque atteint",
    errno.ENOENT: "dossier introuvable",
    errno.ENOTDIR: "un fichier est à la place d'un dossier",
    errno.EISDIR: "un dossier est à la place d'un fichier",
    errno.EEXIST: "un fichier est à la place d'un dossier",
    errno.ELOOP: "un lien qui tourne en rond",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EIO: "erreur du disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "mémoire insuffisante",
}


def os_reason(error: OSError) -> str:
    """Why the system refused, in French where it is one of the usual reasons."""
    return OS_REASONS.get(error.errno or 0, error.strerror or str(error))
