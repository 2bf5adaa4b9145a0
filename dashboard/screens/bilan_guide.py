"""The guide of bilans, folded under the steps: the page that an agent reads is the one of the documentation."""

import re
from pathlib import Path

import streamlit as st

from dashboard.words import labels

GUIDE = Path(__file__).parent.parent.parent / "docs" / "bilan.md"
PICTURE = re.compile(r"^!\[.*\n\n?", re.MULTILINE)
CONTENTS = re.compile(r"^\d\. \[.*\n", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
FOLDED = "Le guide du bilan, du classeur vide au document signé"


def show() -> None:
    with st.expander(FOLDED):
        st.markdown("```".join(_prose(_as_read_here(GUIDE.read_text(encoding="utf-8")).split("```"))))


def _as_read_here(guide: str) -> str:
    """Without its title, its contents and its pictures, its links to other files as words; headings one step lower."""
    _title, _, text = guide.partition("\n")
    return LINK.sub(r"\1", CONTENTS.sub("", PICTURE.sub("", text))).replace("\n## ", "\n#### ")


def _prose(pieces: list[str]) -> list[str]:
    """The typography of the sentences; every second piece is code, which stays as it is."""
    return [piece if place % 2 else labels.spaced(piece) for place, piece in enumerate(pieces)]
