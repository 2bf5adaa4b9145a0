"""How a command ends: with the file that it wrote and its name, or with one sentence that says why not."""

import sys
from collections.abc import Sequence
from pathlib import Path


def fail(sentence: str, code: int = 1) -> int:
    """The exit code, once the sentence is told."""
    sys.stderr.write(f"{sentence}\n")
    return code


def refuse(problems: Sequence[object], summary: str) -> int:
    """The exit code, once all that is wrong is told, then what that means."""
    from data.problems import told

    for sentence in told(problems):
        fail(str(sentence))
    return fail(summary)


def put(content: bytes, out: Path) -> int:
    """Exit codes: 0 written, whole, and named; 1 it cannot be."""
    from data.problems import os_reason
    from data.writing import write_whole

    try:
        write_whole(content, out)
    except (OSError, ValueError) as error:
        why = os_reason(error) if isinstance(error, OSError) else "ce n'est pas un nom de fichier"
        return fail(f"Écriture impossible dans {out} : {why}.")
    sys.stdout.write(f"{out}\n")
    return 0
