"""Streamlit's fonts, in which no page of the Atlas is set: a newcomer's browser fetched 700 kB of them all the same.

Their faces are taken out of its style sheet, and what fetches them beforehand out of its shell; its icons, letters of one
of these fonts, are not shown (`static/atlas.css`). Those of formulas stay: nothing fetches them before there is one.
"""

import re

FACES = re.compile(rb"@font-face\{font-family:(?:Source|Material)[^}]*\}")
FETCHED = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*')


def without_faces(style: bytes) -> bytes:
    return FACES.sub(b"", style)
