"""What a map weighs and how soon it is seen, beside a bare page that draws 18 literal régions: part of `make bench`.

The message that carries a map is weighed as it leaves (`plain`) and as the connection deflates it (`deflated`, by
zlib at its usual level, when the browser and the server agreed to deflate).
"""

import statistics
import zlib

from playwright.sync_api import Browser

from tests.benchmarks.bare import bare_pages
from tests.browser import VIEWPORTS, open_browser, serving

LOADS = 5
SEEN = (
    "() => document.querySelectorAll('.js-plotly-plot .scatterlayer :is(path.js-line, path.point)').length"
    " && performance.now()"
)
MAPS = {
    "régions": "/carte?niveau=region&forme=habitants",
    "départements": "/carte?niveau=departement&forme=habitants",
    "intercommunalités": "/carte?niveau=epci&forme=habitants",
    "territoires sous contrat": "/carte?niveau=contrat",
    "contrats et besoin": "/carte",
}


def main() -> None:
    with bare_pages("bare_map.py") as bare, serving() as atlas, open_browser() as browser:
        yardsticks = {f"carte nue, {by}": address for by, address in bare.items()}
        addresses = {**yardsticks, **{name: atlas + path for name, path in MAPS.items()}}
        seen: dict[str, list[float]] = {name: [] for name in addresses}
        weight: dict[str, int] = {}
        deflated: dict[str, int] = {}
        for load in range(LOADS + 1):
            for name, address in addresses.items():
                moment, messages = _load(browser, address)
                weight[name] = max(len(message) for message in messages)
                deflated[name] = max(len(zlib.compress(message)) for message in messages)
                if load:  # the first load of each warms the server
                    seen[name].append(moment)
    for name in addresses:
        ratios = [statistics.median(seen[name]) / statistics.median(seen[yardstick]) for yardstick in yardsticks]
        told = ", ".join(f"{ratio:.2f} ×" for ratio in ratios)
        spread = f"{min(seen[name]):.0f} à {max(seen[name]):.0f}"
        print(
            f"{name:24} vue à {statistics.median(seen[name]):6.0f} ms ({spread}) ({told}), "
            f"message {weight[name] / 1000:.0f} kB, deflated {deflated[name] / 1000:.0f} kB"
        )


def _load(browser: Browser, address: str) -> tuple[float, list[bytes]]:
    context = browser.new_context(viewport=VIEWPORTS["1440x900"], locale="fr-FR")
    page = context.new_page()
    messages: list[bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda frame: messages.append(frame if isinstance(frame, bytes) else frame.encode())
        ),
    )
    page.goto(address, wait_until="commit")
    moment = page.wait_for_function(SEEN, polling="raf").json_value()
    context.close()
    return moment, messages


if __name__ == "__main__":
    main()
