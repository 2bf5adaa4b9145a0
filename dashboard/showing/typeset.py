"""French typography of what Streamlit itself shows, put on its messages as they leave: texts, titles, notices, labels, help.

One pass here, and not at each of some hundred calls, so that none can be forgotten. What a list offers is set where it is
made (`choices/widgets.py`): the browser sends it back. Markup and charts are set where they are made.

NOTE: `ScriptRunContext.enqueue`, through which all leaves, is not published; Streamlit's version is pinned, and
`tests/test_typography.py` holds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.words.typography import typeset

# Of each kind of element, what is words.
WORDS = {
    "markdown": ("body", "help"),
    "heading": ("body", "help"),
    "alert": ("body", "title"),
    "spinner": ("text",),
    "button": ("label", "help"),
    "page_link": ("label", "help"),
    "checkbox": ("label", "help"),
    "selectbox": ("label", "help", "placeholder"),
    "multiselect": ("label", "help", "placeholder"),
    "text_input": ("label", "help", "placeholder"),
    "button_group": ("label", "help"),
    "plotly_chart": ("alt",),
    "deck_gl_json_chart": ("alt",),
}


@contextmanager
def typeset_messages() -> Iterator[None]:
    """All that is shown meanwhile by the run of a page is set as French is printed."""
    run: Any = get_script_run_ctx()
    if run is None:  # nothing is shown to anybody
        yield
        return
    send = run.enqueue

    def send_set(message: Any) -> None:
        _set(message)
        send(message)

    run.enqueue = send_set
    try:
        yield
    finally:
        del run.enqueue  # the method of its class again: one context serves several runs


def _set(message: Any) -> None:
    kind = message.WhichOneof("type")
    if kind == "page_config_changed":
        _set_fields(message.page_config_changed, ("title",))
    elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
        element = message.delta.new_element
        name = element.WhichOneof("type")
        _set_fields(getattr(element, name), WORDS.get(name, ()))
    elif kind == "delta":
        block = message.delta.add_block
        if block.WhichOneof("type") == "expandable":
            _set_fields(block.expandable, ("label",))


def _set_fields(held: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if text := getattr(held, name, ""):
            setattr(held, name, typeset(text))
