"""Streamlit's scripts, as the Atlas sends them: in French (`english.py`), its lists looked through by our own script.

They offer no other way: what is found of an accent, and when a list closes, stand in the text of two scripts
(`static/listes.js` is what they ask). Its version is pinned; a test holds that each change is made.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from dashboard.server import english, landmarks, plotting, redrawing
from dashboard.words.territories import BADGE

# How the script of a list closes it further on, on Tab: what holds whether it is open, and what closes it.
CLOSED = rb".*?`Tab`&&(\w+)\.current&&\(\2\.current=!1,(\w+)\.current)"
# By the name of a script, what is replaced in it; what is found is put back where « \\1 » stands.
OF_LISTS: Mapping[str, Mapping[bytes, bytes]] = {
    # The one function that filters the items of a list by what is typed.
    "useSyncComboBoxEnterTargetFocus": {
        rb"(function \w+\((\w+),(\w+)\)\{)(if\(!\3\)return \2;let \w+=\2\.filter\()": (
            rb"\1if(globalThis.atlasFound)return globalThis.atlasFound(\2,\3);\4"
        ),
    },
    "Multiselect": {
        # What no name of the list holds is one thing to add, where what is typed may be; beside names that do, it is not.
        rb"(push\(\.\.\.(\w+)\),)(\w+&&\w+&&(\w+)&&\()": rb"\1globalThis.atlasUnlisted?.(\4,\2)&&\3",
        # Once something is chosen, or on Escape, the list no longer covers the page; it opens again as one types on. It is
        # told that it is closed before it is closed, as on Tab: else its library gives it what was chosen before, for ever.
        rb"(?s)(fromUser:!0\}\),\w+\(``\))(?=\)?(?:;return)?\}" + CLOSED: rb"\1,\2.current=!1,\3.current?.()",
        rb"(`Tab`&&(\w+)\.current&&\(\2\.current=!1,(\w+)\.current\?\.\(\)\),[^;]*?`Escape`[^;]*,\w+\(``\))(?=;)": (
            rb"\1,\2.current=!1,\3.current?.()"
        ),
        # Of what is chosen, the name alone: what a list says besides stands in its title.
        rb"(\{title:(\w+),children:)\2\}": rb"\1\2.split(`" + BADGE.encode() + rb"`)[0]}",
    },
    "Selectbox": {
        # The same, of a list of which one thing is taken.
        rb"(,(\w+)=\(0,\w+\.useMemo\)\(\(\)=>!\w+\|\|!(\w+)\?\w+:\w+\(\w+,\w+,\w+\),\[\w+,\w+,\w+,\w+\]\),"
        rb"\w+=\(0,\w+\.useMemo\)\(\(\)=>!\w+\|\|)(!\w+\|\|!\w+\|\|\w+\.some)": (
            rb"\1!globalThis.atlasUnlisted?.(\3,\2)||\4"
        ),
    },
}


ALL = (landmarks.CHANGES, OF_LISTS, plotting.CHANGES, redrawing.CHANGES)
CHANGES = {
    name: {found: put for changes in ALL for found, put in changes.get(name, {}).items()}
    for name in dict.fromkeys(name for changes in ALL for name in changes)
}


def is_changed(path: Path) -> bool:
    """Whether a script of Streamlit's goes out changed: under an address that browsers may hold as it was."""
    return _name(path) in CHANGES or _name(path) in english.BY_SCRIPT


def as_sent(path: Path) -> bytes:
    """What a script of Streamlit's says, as it goes out."""
    content = path.read_bytes()
    for pattern, replacement in CHANGES.get(_name(path), {}).items():
        content = re.sub(pattern, replacement, content)
    return english.in_french(_name(path), content)


def _name(path: Path) -> str:
    return path.name.rsplit(".", 2)[0]
