"""The style sheet of the pages as it is sent with each: without what it tells to who writes it."""

import re
from functools import cache
from pathlib import Path

from dashboard.showing.markup import Html

SHEET = Path(__file__).parents[1] / "static" / "atlas.css"
TOLD = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@cache
def html_style() -> Html:
    return Html(f"<style>{TOLD.sub('', SHEET.read_text(encoding='utf-8'))}</style>")  # noqa: S704  # given by our own code
