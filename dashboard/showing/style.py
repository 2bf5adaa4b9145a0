"""The style sheet of the pages as it is sent with each: without what it tells to who writes it."""

import re
from functools import cache
from pathlib import Path

from dashboard.showing.markup import Html

SHEET = Path(__file__).parents[1] / "static" / "atlas.css"
TOLD = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SPACED = re.compile(r"(?<=[{};])\s+|;?\s+(?=})|\s+(?={)")  # around braces, and between what they hold


@cache
def html_style() -> Html:
    sheet = SPACED.sub("", TOLD.sub("", SHEET.read_text(encoding="utf-8")))
    return Html(f"<style>{sheet}</style>")  # noqa: S704  # given by our own code
