"""Copies of the checkout that differ by one figure: versions of the data that a reader can tell apart."""

import shutil
from datetime import date
from pathlib import Path

from data.releasing import publish as number
from queries.build import read_checkout
from queries.naming import views_digests

FIGURES = "data/documents/prefecture-isere-2023-integration-primo-arrivants/observations.csv"
REGION = "01,Guadeloupe,"
OF_FIXTURE = "data/documents/fictif-presse-soir/observations.csv"
REGION_OF_FIXTURE = "84,Auvergne-Rhône-Alpes,"
BUILD = "import sys; from pathlib import Path; from queries.build import build; build(*map(Path, sys.argv[1:]))"


def version_of(checkout: Path, root: Path, value: int, file: str = FIGURES, region: str = REGION) -> Path:
    """A copy of the checkout in which the last figure of a file is `value`, and the name of a région says so too."""
    shutil.copytree(checkout, root)
    with_value(root / file, value)
    regions = root / "geo" / "layers" / "regions.csv"
    text = regions.read_text(encoding="utf-8")
    assert region in text
    regions.write_text(text.replace(region, f"{region[:2]},Version {value},"), encoding="utf-8")
    return root


def with_value(figures: Path, value: int) -> str:
    """Makes the last figure of a file of figures be `value`, as its passage then says too. Its identifier."""
    header, *before, last = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    place = header.split(",").index("value")
    cells = last.split(",")
    rest = [cell.replace(cells[place], str(value)) for cell in cells[place:]]
    figures.write_text("".join([header, *before, ",".join([*cells[:place], *rest])]), encoding="utf-8")
    return cells[0]


def released(root: Path, day: date) -> str:
    """What `ctai release` does once the files are checked."""
    curated, cards, history = read_checkout(root)
    assert curated.problems == []
    return number(root, curated, cards, history, views_digests(), day)[0]
