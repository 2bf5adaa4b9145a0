"""Who may do what: rights by role, everywhere or in the territories of an agent. Decided here and nowhere else.

Asked where something is read or written. What a screen shows or leaves out protects nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from geo.within import lies_within


class Role(StrEnum):
    """Who somebody is here: five roles are given to accounts; the others are had without one."""

    HOLDER = "exploitant"  # who holds the machine: its commands, or an installation open to whoever reaches it
    ANYONE = "tout le monde"  # where nobody signs in
    VISITOR = "visiteur"  # where one may, and has not, or has no role yet
    LECTURE = "lecture"
    AGENT = "agent"
    VALIDEUR = "valideur"
    CURATEUR = "curateur"
    ADMINISTRATION = "administration"


GIVEN = (Role.LECTURE, Role.AGENT, Role.VALIDEUR, Role.CURATEUR, Role.ADMINISTRATION)


class Right(Enum):
    """What may be done, in words for who may not."""

    READ = "lire ce que l'Atlas publie"
    CHECK = "envoyer un classeur de bilan"
    READ_UNPUBLISHED = "lire les bilans qui ne sont pas publiés"
    IMPORT = "faire entrer un bilan dans l'Atlas"
    PUBLISH = "faire entrer un bilan validé et publié, ou remplacer un bilan publié"
    REVOKE = "retirer un bilan"
    ADMINISTER = "administrer les comptes"


class Reach(Enum):
    """Where a right holds."""

    EVERYWHERE = "everywhere"
    OWN = "in the territories of the agent"


def _everywhere(*rights: Right) -> dict[Right, Reach]:
    return dict.fromkeys(rights, Reach.EVERYWHERE)


READS = _everywhere(Right.READ)
SENDS = READS | _everywhere(Right.CHECK)
WORKS = SENDS | _everywhere(Right.READ_UNPUBLISHED, Right.IMPORT, Right.REVOKE)
TABLE: Mapping[Role, Mapping[Right, Reach]] = {
    Role.HOLDER: WORKS | _everywhere(Right.PUBLISH),
    Role.ANYONE: SENDS,
    Role.VISITOR: READS,
    Role.LECTURE: SENDS | _everywhere(Right.READ_UNPUBLISHED),
    Role.AGENT: SENDS | {Right.READ_UNPUBLISHED: Reach.OWN, Right.IMPORT: Reach.OWN},
    Role.CURATEUR: WORKS,
    Role.VALIDEUR: WORKS | _everywhere(Right.PUBLISH),
    Role.ADMINISTRATION: READS | _everywhere(Right.ADMINISTER),
}


@dataclass(frozen=True)
class Person:
    """Who asks: no name, an account that means nothing elsewhere; the territories are an agent's."""

    role: Role
    territories: frozenset[str] = frozenset()
    account_id: str = ""


HOLDER, ANYONE, VISITOR = Person(Role.HOLDER), Person(Role.ANYONE), Person(Role.VISITOR)


def may(person: Person, right: Right, territory_id: str | None = None) -> bool:
    """Whether somebody may do it in a territory; anywhere at all, when none is named yet."""
    reach = TABLE[person.role].get(right)
    if reach is Reach.OWN:
        named = person.territories
        return bool(named if territory_id is None else named & lies_within(territory_id))
    return reach is Reach.EVERYWHERE


def refusal(person: Person, right: Right) -> str:
    """Why somebody may not."""
    where = " dans ce territoire" if TABLE[person.role].get(right) is Reach.OWN else ""
    return f"Le rôle « {person.role} » ne permet pas de {right.value}{where}."
