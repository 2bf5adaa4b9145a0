"""`ctai build`: the warehouse built, put in service, and what its version publishes written."""

import sys

from dashboard.commands.ending import fail, refuse
from dashboard.server.publication import publish
from dashboard.words.unsaid import admitted
from data.problems import os_reason
from queries.build import BuildFailed, CurationFailed, build
from queries.failures import WritingsUnavailable
from queries.warehouse import home

UNSAID = "Des codes n'ont pas de mots : l'entrepôt en service n'a pas changé."
UNWRITTEN = (
    "Les fichiers de la version n'ont pas pu être écrits ({reason}) : elle est en service, et ne les donne pas encore."
)


def build_and_publish() -> int:
    """The exit code: 1 when nothing new is in service, or when the files of its version are not there."""
    if problems := admitted():
        return refuse(problems, UNSAID)
    try:
        build(home(), progress=_say)
        publish(home(), _say)
    except CurationFailed as failure:
        return refuse(failure.problems, str(failure))
    except (BuildFailed, WritingsUnavailable) as failure:
        return fail(str(failure))
    except OSError as error:  # of the publication: those of a build are told by it
        return fail(UNWRITTEN.format(reason=os_reason(error)))
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
