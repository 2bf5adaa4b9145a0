"""A chart as an element of the page.

Streamlit's own command takes Plotly's classes, checks every property and writes all of it out again at each run: nine
tenths of the time of a page. What is kept of a chart is its JSON, which goes out here as it is, in the same message. This
stands on parts of Streamlit that are not published: its version is pinned, and `tests/test_chart_element.py` holds it.
"""

import json
from collections.abc import Sequence
from typing import Any

from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.elements.plotly_chart import PlotlyChartSelectionSerde, parse_selection_mode
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import register_widget

from dashboard.drawing.chart_style import CONFIG, CONFIG_OF_MAPS

CONFIG_WORDS = {False: json.dumps(CONFIG), True: json.dumps(CONFIG_OF_MAPS)}  # by whether it is of a map


def show_chart(
    spec: str,
    digest: str,
    height: int,
    key: str,
    alternative: str,
    is_clicked: bool = False,
    is_map: bool = False,
) -> Sequence[Any]:
    """Shows the chart whose JSON this is, with its digest; what each mark clicked bears, when they can be clicked.

    `height` in pixels.
    """
    page = get_dg_singleton_instance().main_dg
    chart = PlotlyChart(spec=spec, config=CONFIG_WORDS[is_map], alt=alternative)
    chart.id = compute_and_register_element_id(
        "plotly_chart", user_key=key, key_as_main_identity=False, dg=page, digest=digest, alt=alternative,
        is_clicked=is_clicked,
    )  # fmt: skip
    clicked: Sequence[Any] = ()
    if is_clicked:
        chart.selection_mode.extend(parse_selection_mode("points"))
        serde = PlotlyChartSelectionSerde()
        state = register_widget(
            chart.id, deserializer=serde.deserialize, serializer=serde.serialize, ctx=get_script_run_ctx(),
            value_type="string_value",
        )  # fmt: skip
        clicked = [point.get("customdata") for point in state.value["selection"]["points"]]
    page._enqueue("plotly_chart", chart, layout_config=LayoutConfig(width="stretch", height=height))
    return clicked
