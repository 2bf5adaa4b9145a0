"""What a slow line pays: bytes and seconds of a first load and of a second page at 400 kB/s and 150 ms: `make bench`.

Each of three loads in a fresh browser; median. « mots » is when the first words can be read, of Accueil its answers, « titre »
when the page has its own title, « entier » when it is drawn.
"""

import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.browser import VIEWPORTS, open_browser, serving, settle

LOADS = 3
LINE = {"offline": False, "latency": 150, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
FIRST = ("/", "/comparer?vue=financement", "/territoires?volet=fiche&territoire=com-57463")
SECOND = "Comparer"
FRAMES = "messages"


@dataclass
class Line:
    """What came through: bytes of files as compressed, of messages as they are read, and how many requests."""

    kinds: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def watch(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        names: dict[str, str] = {}

        def asked(event: dict) -> None:
            names[event["requestId"]] = event["request"]["url"]
            self.requests += 1

        session.on("Network.requestWillBeSent", asked)
        session.on(
            "Network.loadingFinished",
            lambda event: self.kinds.update(
                {_kind(names.get(event["requestId"], "")): int(event["encodedDataLength"])}
            ),
        )
        session.on(
            "Network.webSocketFrameReceived",
            lambda event: self.kinds.update({FRAMES: len(event["response"]["payloadData"]) * 3 // 4}),
        )

    @property
    def bytes(self) -> int:
        """Of files alone: frames go compressed, and the browser tells what they are before."""
        return sum(size for name, size in self.kinds.items() if name != FRAMES)

    def clear(self) -> None:
        self.kinds.clear()
        self.requests = 0


def _kind(address: str) -> str:
    return address.split("?")[0].rpartition("/")[2]


def _seen(page: Page, began: float) -> tuple[float, float, float]:
    page.wait_for_selector("h1")
    words = time.monotonic() - began
    page.wait_for_selector("main h1")
    title = time.monotonic() - began
    settle(page)
    return words, title, time.monotonic() - began


def _loads(browser: Browser, address: str, path: str) -> None:
    told: dict[str, list[tuple[float, ...]]] = {"première page": [], f"puis {SECOND}": []}
    largest: Counter[str] = Counter()
    for _load in range(LOADS):
        context = browser.new_context(locale="fr-FR", viewport=VIEWPORTS["1440x900"])
        page, line = context.new_page(), Line()
        line.watch(page)
        began = time.monotonic()
        page.goto(address + path, wait_until="commit")
        told["première page"].append((*_seen(page, began), line.bytes, line.requests))
        largest = Counter(line.kinds)
        line.clear()
        began = time.monotonic()
        page.get_by_role("link", name=SECOND, exact=True).first.click()
        page.wait_for_url(f"**/{SECOND.lower()}*")
        told[f"puis {SECOND}"].append((*_seen(page, began), line.bytes, line.requests))
        context.close()
    for name, lines in told.items():
        words, title, whole, size, requests = (statistics.median(column) for column in zip(*lines, strict=True))
        times = f"mots {words:4.1f} s, titre {title:4.1f} s, entier {whole:4.1f} s"
        print(f"{path:50} {name:14} {times}, {size / 1000:5.0f} kB en {requests:.0f}")
    print("   ", ", ".join(f"{name or 'page'} {size / 1000:.0f}" for name, size in largest.most_common(12)))


def main() -> None:
    with serving() as address, open_browser() as browser:
        for path in FIRST:
            _loads(browser, address, path)


if __name__ == "__main__":
    main()
