"""Of the tests, those that read the live corpus and open no browser: `pytest -p tests.data_part`."""

import pytest

LIVE = {"warehouse", "atlas_home", "repository"}  # fixtures
DRAWN = {"browser", "address"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the others out."""
    asked = {item: set(getattr(item, "fixturenames", ())) for item in items}
    kept = [item for item in items if LIVE & asked[item] and not DRAWN & asked[item]]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
