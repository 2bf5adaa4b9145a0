"""Copies of the checkout that differ by one figure: versions of the data that a reader can tell apart."""

import shutil
from pathlib import Path

FIGURES = "data/documents/prefecture-isere-2023-integration-primo-arrivants/observations.csv"
FIGURE = "prefecture-isere-2023-integration-primo-arrivants.0005"
BUILD = "import sys; from pathlib import Path; from queries.build import build; build(*map(Path, sys.argv[1:]))"


def version_of(checkout: Path, root: Path, value: int) -> Path:
    """A copy of the checkout in which a figure is `value`, and the name of a région says so too."""
    shutil.copytree(checkout, root)
    path = root / FIGURES
    *before, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = last.split(",")
    assert cells[0] == FIGURE
    rest = [cell.replace(cells[8], str(value)) for cell in cells[9:]]  # what the survey says gives it too
    path.write_text("".join([*before, ",".join([*cells[:8], str(value), *rest])]), encoding="utf-8")
    regions = root / "geo" / "layers" / "regions.csv"
    text = regions.read_text(encoding="utf-8")
    assert "01,Guadeloupe," in text
    regions.write_text(text.replace("01,Guadeloupe,", f"01,Version {value},"), encoding="utf-8")
    return root
