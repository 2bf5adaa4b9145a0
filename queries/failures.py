"""Why there is no new warehouse, or why one cannot be read: each is a French sentence."""

from typing import Self

from data.problems import Problem, counted_problems
from queries.seals import Flaw

OLDER = (
    "Les tables de cette version ne sont pas celles que l'Atlas interroge aujourd'hui : elle ne se filtre plus. "
    "Prenez ses tables entières."
)


class BuildFailed(Exception):
    """The warehouse could not be built, and the one in service stays."""


class CurationFailed(BuildFailed):
    """The curated files have problems: `problems` holds every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{counted_problems(len(problems))} dans les fichiers : l'entrepôt en service n'a pas changé.")
        self.problems = problems


class WritingsUnavailable(Exception):
    """What people wrote cannot be read or added to: a French sentence that says what to do. `detail` is for logs."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class WarehouseUnavailable(Exception):
    """No warehouse can be served or read: a French sentence that says what to do. `detail` alone names a place here."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail

    def told(self) -> str:
        """The sentence with its detail."""
        return f"{self} ({self.detail})" if self.detail else str(self)


class WarehouseDamaged(WarehouseUnavailable):
    """The file being read is no longer what was built."""

    @classmethod
    def by(cls, flaw: Flaw, detail: str = "") -> Self:
        return cls(f"L'entrepôt en service {flaw.reason} : il n'est plus servi. {flaw.remedy}", detail)


class OtherShape(WarehouseUnavailable):
    """The file is of a version whose tables are not those that a read asks today."""

    @classmethod
    def told_by(cls, detail: str) -> Self:
        return cls(OLDER, detail)


class LakeUnavailable(Exception):
    """The lake cannot be read or written, or has not what is asked: a French sentence. What is in service stays."""


class LakeRefused(LakeUnavailable):
    """What the lake has is not for who asks: asked again, it would be refused again."""


class UnknownParameter(ValueError):
    """A read was asked with other parameters than its own; the message is a French sentence."""

    def __init__(self, question: str, expected: set[str], given: set[str], reason: str = "") -> None:
        if reason:
            super().__init__(f"La lecture {question} ne comprend pas une des valeurs données. (DuckDB : {reason})")
            return
        names = ", ".join(sorted(expected)) or "aucun"
        found = ", ".join(sorted(given)) or "aucun"
        super().__init__(f"La lecture {question} attend pour paramètres : {names} ; trouvé : {found}.")
