"""What was reviewed once, as files of tests/golden/: what is made now must be the same."""

import difflib
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def assert_reviewed(golden: Path, fresh: Path) -> None:
    """The file made now is the one reviewed; else says how to compare and take over what is meant."""
    now = fresh.read_text(encoding="utf-8").splitlines()
    reviewed = golden.read_text(encoding="utf-8").splitlines() if golden.exists() else []
    diff = "\n".join(difflib.unified_diff(reviewed, now, "reviewed", "now", lineterm=""))
    assert now == reviewed, (
        f"{diff}\nIf the change is meant, review `diff {golden} {fresh}` and run `cp {fresh} {golden}`"
    )
