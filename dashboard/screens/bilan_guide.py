"""The guide of bilans, folded under the steps: the page that an agent reads is the one of the documentation."""

import re
from itertools import count
from pathlib import Path
from textwrap import dedent

import streamlit as st

from dashboard.showing.markup import html_to_copy, show_html

GUIDE = Path(__file__).parent.parent.parent / "docs" / "bilan.md"
PICTURE = re.compile(r"^!\[.*\n\n?", re.MULTILINE)
CONTENTS = re.compile(r"^\d\. \[.*\n", re.MULTILINE)
PARTS = re.compile(r"^## ([^\n]+)$|^ *```\n(.*?)\n *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
TITLE, FOLDED = "Le guide du bilan", "Du classeur vide au document signé"


def show() -> None:
    """Its headings and its commands are ours: Streamlit's bring links and buttons that are all of one name."""
    told, *parts = PARTS.split(_as_read_here(GUIDE.read_text(encoding="utf-8")))
    numbers = count(1)
    st.header(TITLE, anchor=False)
    with st.expander(FOLDED):
        st.markdown(told)
        for heading, commands, prose in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            if heading:
                st.subheader(heading, anchor=False)
            else:
                show_html(html_to_copy(dedent(commands), f"La commande {next(numbers)} du guide"))
            if prose.strip():
                st.markdown(prose)


def _as_read_here(guide: str) -> str:
    """Without its title, its contents and its pictures, its links to other files as words."""
    _title, _, text = guide.partition("\n")
    return LINK.sub(r"\1", CONTENTS.sub("", PICTURE.sub("", text)))
