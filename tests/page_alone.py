"""A page of the public warehouse in the process of a test, without browser, server or frame, and all that it draws."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest


def read_in_this_process(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of this process read the warehouse of the checkout; functions are kept among what a session holds."""
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    config.set_option("runner.enforceSerializableSessionState", False)


def one_page(page: str) -> None:
    """A page of the public warehouse as `app.py` shows it, without its frame but for what it says of its address."""
    from importlib import import_module

    from dashboard.choices import session
    from dashboard.choices.pages import PAGES
    from dashboard.figures import registry
    from dashboard.figures.changes_since import page_notice
    from dashboard.showing import cached
    from dashboard.showing.figure import show_notice
    from dashboard.showing.markup import html_status, show_html
    from dashboard.showing.typeset import typeset_messages
    from queries.warehouse import Scope

    warehouse, _notice = cached.take_warehouse(Scope.PUBLIC)
    chosen, ignored = session.current(page, cached.vocabulary(warehouse), registry.asked_by)
    with typeset_messages():
        show_html(html_status(", ".join(ignored), "avis"))
        if notice := page_notice(cached.reader(warehouse), warehouse.data_version, chosen.version):
            show_notice(notice, "version-citee", is_folded=True)
        import_module(f"dashboard.screens.{PAGES[page].screen}").show(warehouse, chosen)


def shown(page: str, asked: Mapping[str, str]) -> AppTest:
    app = AppTest.from_function(one_page, default_timeout=60, args=(page,))
    for name, text in asked.items():
        app.query_params[name] = text
    app.run()
    assert [error.message for error in app.exception] == []
    return app


def elements(block: object) -> list:
    """All that is drawn, as the browser is sent it."""
    if not hasattr(block, "children"):
        return [block.proto]
    return [one for child in block.children.values() for one in elements(child)]
