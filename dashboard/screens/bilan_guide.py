"""The guide of bilans, folded under the steps: the page that an agent reads is the one of the documentation."""

import re
from pathlib import Path
from textwrap import dedent

import streamlit as st

from dashboard.showing.markup import html_to_copy, show_html
from dashboard.words import labels

GUIDE = Path(__file__).parent.parent.parent / "docs" / "bilan.md"
PICTURE = re.compile(r"^!\[.*\n\n?", re.MULTILINE)
CONTENTS = re.compile(r"^\d\. \[.*\n", re.MULTILINE)
COMMANDS = re.compile(r"^ *```\n(.*?)\n *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
FOLDED = "Le guide du bilan, du classeur vide au document signé"


def show() -> None:
    """Its commands have our button, which says what it copies: Streamlit's are all of one name."""
    with st.expander(FOLDED):
        pieces = COMMANDS.split(_as_read_here(GUIDE.read_text(encoding="utf-8")))
        for place, piece in enumerate(pieces):
            if place % 2:
                commands = dedent(piece)
                show_html(html_to_copy(commands, commands.partition("\n")[0]))
            else:
                st.markdown(labels.spaced(piece))


def _as_read_here(guide: str) -> str:
    """Without its title, its contents and its pictures, its links to other files as words; headings one step lower."""
    _title, _, text = guide.partition("\n")
    return LINK.sub(r"\1", CONTENTS.sub("", PICTURE.sub("", text))).replace("\n## ", "\n### ")
