"""A chart goes out in the message that Streamlit's own command would send, and its ground is found at its address."""

import json
import re

import plotly.graph_objects as go
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.drawing import charts, ground
from dashboard.drawing.chart import Chart
from tests.reader import asked, reading, run

COMPARED = "territoires=epci-200040715,com-57463"


def drawn(heard: list[ForwardMsg]) -> list:
    """The charts that a page sends, with how wide and high they are."""
    elements = [message.delta.new_element for message in heard if message.delta.HasField("new_element")]
    return [element for element in elements if element.WhichOneof("type") == "plotly_chart"]


def read(address: str, page: str, query: str) -> list[ForwardMsg]:
    async def talk() -> list[ForwardMsg]:
        async with reading(address) as reader:
            return await reader.read(page, query)

    return run(talk())


def test_a_chart_is_sent_whole_and_its_marks_can_be_clicked(address: str) -> None:
    first, *_others = drawn(read(address, "comparer", f"vue=financement&{COMPARED}"))
    chart = first.plotly_chart
    spec = json.loads(chart.spec)
    assert go.Figure(spec).layout.height == first.height_config.pixel_height
    assert first.width_config.use_stretch
    assert json.loads(chart.config)["locale"] == "fr"
    assert [*chart.selection_mode] == []  # a click on a mark asks for no run (`static/source.js`)
    assert chart.alt.startswith(
        "Points\u00a0: Financement par personne. Par signataire du CIR dans l’année\u00a0: Metz 456"
    )
    assert chart.alt.endswith("Détail dans le tableau qui suit (4\u00a0lignes).")
    assert chart.id.endswith("-chart-financement-bases-partagees")


def test_markup_is_sent_as_streamlit_would(address: str) -> None:
    heard = read(address, "comparer", f"vue=financement&{COMPARED}")
    elements = [message.delta.new_element for message in heard if message.delta.HasField("new_element")]
    written = [element for element in elements if element.WhichOneof("type") == "html"]
    assert len(written) > 20
    assert all(element.width_config.use_stretch and element.html.body for element in written)
    assert not any(element.html.unsafe_allow_javascript for element in written)


def test_the_same_chart_has_the_same_identity_and_another_has_another(address: str) -> None:
    """A chart whose identity changed at each run would be drawn anew, and lose what was clicked."""
    one, same, other = (
        drawn(read(address, "comparer", f"vue=financement&{chosen}"))[0].plotly_chart.id
        for chosen in (COMPARED, COMPARED, "territoires=com-67482,com-57463")
    )
    assert one == same != other


def test_a_map_sends_what_is_printed_and_names_its_ground(address: str) -> None:
    """The outlines of all intercommunalités are 2 MB: the message holds those of which something is printed.

    Nor does it hold the style sheet of the pages.
    """
    heard = read(address, "carte", "niveau=epci")
    assert sum(message.ByteSize() for message in heard) < 160_000
    (image,) = json.loads(drawn(heard)[0].plotly_chart.spec)["layout"]["images"]
    assert re.fullmatch(r"/fonds/epci-1-plein-metropole\.[0-9a-f]{16}\.svg", image["source"])
    status, svg = asked(address, image["source"])
    assert status == 200
    assert svg.count(b"M") > 1_255


@pytest.mark.parametrize("file", ["epci-1-plein.0123456789abcdef.svg", "commune-1.svg", "../current", "epci-1.svg"])
def test_an_address_of_a_ground_that_shows_something_else_is_not_found(address: str, file: str) -> None:
    assert asked(address, f"/fonds/{file}")[0] == 404


def test_the_ground_alone_and_the_areas_make_every_outline_once() -> None:
    """Drawn without addresses, for a picture: no outline twice, none missing."""
    chart = Chart(height=300)
    chart.ground = ground.Ground("region", is_filled=True)
    chart.ground.covered.add("reg-84")
    (trace,) = chart.checked().data
    alone = ground.Ground("region", is_filled=True).trace()
    own = sum(len(x) + 1 for territory, (x, _y) in ground.kept_rings("region", 1) if territory == "reg-84")
    assert len(trace.x) == len(alone["x"]) - own


def test_plotly_knows_every_property_and_refuses_an_unknown_one() -> None:
    chart = charts.empty(1, per_line=40)
    chart.add_bar(x=[1], y=["Metz"], orientation="h", couleur="bleu")
    with pytest.raises(ValueError, match="couleur"):
        chart.checked()


def test_what_is_updated_goes_over_what_was_there_and_leaves_the_rest() -> None:
    chart, other = Chart(height=100), Chart(height=100)
    chart.update_layout(legend={"y": 1})
    chart.update_layout(legend={"x": 2}, height=200)
    chart.update_xaxes(title={"text": "Euros"})
    assert chart.layout["legend"] == {"y": 1, "x": 2}
    assert (chart.layout["height"], other.layout["height"]) == (200, 100)
    assert (chart.layout["xaxis"], other.layout["xaxis"]) == ({"title": {"text": "Euros"}}, {})
