"""What is wrong with a curated file, said so that it can be put right: where, what was found, what was expected."""

import errno
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}, ligne {self.line}" + (f", colonne « {self.column} »" if self.column else "")
        return f"{place} : trouvé {self.found}, attendu {self.expected}"


def counted_problems(count: int) -> str:
    """« 1 problème », « 2 problèmes »."""
    return f"{count} problème{'s' if count > 1 else ''}"


def quoted(found: object) -> str:
    """A cell's content as it is shown in a problem."""
    return "une cellule vide" if found in (None, "") else f"« {found} »"


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
    errno.ELOOP: "un lien y tourne en rond",
    errno.EIO: "erreur du disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.ENOMEM: "mémoire insuffisante",
}


def os_reason(error: OSError) -> str:
    """Why the system refused, in French where it is one of the usual reasons."""
    return OS_REASONS.get(error.errno or 0, error.strerror or str(error))
