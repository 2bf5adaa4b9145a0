"""Where the Atlas is on its host: at its root or, as behind a front that serves other things, below a path.

Every address begins with it: those of pages and files, those that the server answers, those that its scripts ask for.
"""

import os


def _placed(named: str) -> str:
    """« /atlas » for « atlas » or « /atlas/ »; nothing for the root."""
    inside = named.strip("/")
    return f"/{inside}" if inside else ""


SITE = _placed(os.environ.get("CTAI_PREFIXE", ""))
