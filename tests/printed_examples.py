"""The examples that docs/api.md prints, by language."""

import re
from pathlib import Path

PAGE = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
PRINTED = "http://localhost:8501"  # where they ask


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
