"""What draws the charts of a page: the part of plotly.js that draws on two axes, in place of all of it.

Streamlit's script of charts holds every kind that there is, 4.7 MB that a browser reads before it draws the first mark: no
page shows a globe, a volume or a tile map. Its own text gives way here to one address, whose file is kept for a year, a
third as long (`dashboard/plotly/`, of the version that the Python library has; a test holds it).
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dashboard.choices.host_path import SITE

PART = Path(__file__).parents[1] / "plotly/plotly-cartesian.min.js"
# As a module; what is out of view waits for what is seen (`static/tour.js`).
SCRIPT = (
    f"const module = {{ exports: {{}} }};\n{PART.read_text(encoding='utf-8')}\n"
    "export default globalThis.atlasInTurn(module.exports);\n"
)
FILE = f"{hashlib.sha256(SCRIPT.encode()).hexdigest()[:16]}.js"
ADDRESS = f"{SITE}/atlas/{FILE}"
# By the name of a script, what is replaced in it, as in `lists.py`.
CHANGES: Mapping[str, Mapping[bytes, bytes]] = {
    "PlotlyChart": {
        rb"(?s)^(.*?=\w+\(\(\()\w+,\w+,\w+(\)=>\{)\(function\(.*return window\.Plotly=\w+,\w+\}\)(?=\}\)\))": (
            rb"import atlasPlotly from'" + ADDRESS.encode() + rb"';\1exports,module\2module.exports=atlasPlotly"
        ),
    },
}
