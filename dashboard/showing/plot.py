"""A chart as an element of the page.

Streamlit's own command takes Plotly's classes, checks every property and writes all of it out again at each run: nine
tenths of the time of a page. What is kept of a chart is its JSON, which goes out here as it is, in the same message. This
stands on parts of Streamlit that are not published: its version is pinned, and `tests/test_chart_element.py` holds it.
"""

import json

from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart

from dashboard.drawing.chart_style import CONFIG, CONFIG_OF_MAPS

CONFIG_WORDS = {False: json.dumps(CONFIG), True: json.dumps(CONFIG_OF_MAPS)}  # by whether it is of a map


def show_chart(spec: str, digest: str, height: int, key: str, alternative: str, is_map: bool = False) -> None:
    """Shows the chart whose JSON this is, with its digest; `height` in pixels. A map has buttons to zoom.

    A click on a mark is the browser's own affair (`static/source.js`): no page is drawn again for it.
    """
    page = get_dg_singleton_instance().main_dg
    chart = PlotlyChart(spec=spec, config=CONFIG_WORDS[is_map], alt=alternative)
    chart.id = compute_and_register_element_id(
        "plotly_chart", user_key=key, key_as_main_identity=False, dg=page, digest=digest, alt=alternative
    )
    page._enqueue("plotly_chart", chart, layout_config=LayoutConfig(width="stretch", height=height))
