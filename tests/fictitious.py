"""The fictitious documents of tests/golden/answers/fixture, to build a warehouse from."""

import shutil
from pathlib import Path

ANSWERS = Path(__file__).parent / "golden" / "answers"


def copy_fixture(folder: Path, repository: Path) -> Path:
    """A root that holds the fictitious documents and the checkout's vocabularies and layers, to build from."""
    root = Path(shutil.copytree(ANSWERS / "fixture", folder / "root"))
    shutil.copytree(repository / "data" / "cards", root / "data" / "cards")
    for folder_name in ("data/reference", "geo/layers"):
        for path in (repository / folder_name).glob("*.csv"):
            if not (root / folder_name / path.name).exists():
                shutil.copy(path, root / folder_name)
    return root
