"""The app of the checkout beside other curated files than its own: served, it builds and imports from these."""

from pathlib import Path


def with_code(root: Path, repository: Path) -> Path:
    """A root of curated files that `ctai` may be started in: what else a checkout holds is there by links."""
    needed = [repository / name for name in ("dashboard", "queries", "docs", ".streamlit")]
    for path in [*needed, *(repository / "data").glob("*.*"), *(repository / "geo").rglob("*.*")]:
        link = root / path.relative_to(repository)
        if not link.exists():
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(path)
    return root
