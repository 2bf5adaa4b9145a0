"""The map in relief: what it draws, what it says it does not, and that nothing of it comes from elsewhere."""

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from itertools import combinations
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.drawing import deep_map, relief_forms
from dashboard.figures import relief
from queries.build import build
from queries.warehouse import Warehouse
from tests.browser import OFFERED, VIEWPORTS, open_page, settle
from tests.fingers import swiped, touched

DOCUMENT = """
title = "Brochure fictive des formes"
publisher = "Préfecture fictive"
published_on = "2024"
kind = "brochure"
document_class = "state"
licence = "Licence Ouverte"
reliability = "high"
completeness = "non_exhaustive"
read_via = "text"

[defaults.observations]
measure_id = "state_contribution"
nature = "committed"
period_start = "2024-01-01"
period_end = "2024-12-31"
locator = "page 1"
"""
CONTRACTS = """contract_id,territory_id,programme,title,status,locator,note
ctai-reg-04-2024,reg-04,ctai,Contrat fictif de La Réunion,signed,page 1,Aucune partie n'est imprimée.
ctai-fra-2024,fra,ctai,Contrat fictif national,signed,page 1,Aucune partie n'est imprimée.
ctai-dep-48-2024,dep-48,ctai,Contrat fictif de la Lozère,signed,page 1,Aucune partie n'est imprimée.
ctai-dep-15-2024,dep-15,ctai,Contrat fictif du Cantal,signed,page 1,Aucune partie n'est imprimée.
ctai-dep-23-2024,dep-23,ctai,Contrat fictif de la Creuse,signed,page 1,Aucune partie n'est imprimée.
ctai-dep-19-2024,dep-19,ctai,Contrat fictif de la Corrèze,signed,page 1,Aucune partie n'est imprimée.
cti-dep-19-2024,dep-19,cti,Autre contrat fictif de la Corrèze,signed,page 1,Aucune partie n'est imprimée.
"""
AMOUNTS = """observation_id,territory_id,contract_id,value,value_low,value_high,qualifier,obs_status,missing_reason,as_printed
fictif-formes.0001,reg-04,ctai-reg-04-2024,600000,,,,,,600 000 euros en 2024
fictif-formes.0002,fra,ctai-fra-2024,700000,,,,,,700 000 euros en 2024
fictif-formes.0003,dep-48,ctai-dep-48-2024,0,,,,,,0 euro en 2024
fictif-formes.0004,dep-15,ctai-dep-15-2024,,100000,250000,between,,,de 100 000 à 250 000 euros en 2024
fictif-formes.0005,dep-23,ctai-dep-23-2024,,,,,O,unreadable,1 0 000 euros en 2024
fictif-formes.0006,dep-19,ctai-dep-19-2024,120000,,,,,,120 000 euros en 2024
fictif-formes.0007,dep-19,cti-dep-19-2024,90000,,,,,,90 000 euros en 2024
"""
DRAWN = {
    "reg-04": relief_forms.COLUMN, "dep-19": relief_forms.COLUMN, "dep-15": relief_forms.HOLLOW,
    "dep-48": relief_forms.DISC, "dep-23": relief_forms.RING,
}  # fmt: skip
SHOWN = "/carte?relief=oui"
SCRIPT = "DeckGlJsonChart"
WITHIN = 60.0  # seconds
TOP = "node => node.getBoundingClientRect().top"


@pytest.fixture(scope="module")
def forms(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose warehouse holds, besides the curated documents, one fictitious contract for each form."""
    folder = tmp_path_factory.mktemp("forms")
    root = Path(shutil.copytree(pristine, folder / "root"))
    document = root / "data" / "documents" / "fictif-formes"
    document.mkdir()
    for name, text in (("document.toml", DOCUMENT), ("contracts.csv", CONTRACTS), ("observations.csv", AMOUNTS)):
        (document / name).write_text(text, encoding="utf-8")
    build(folder / "home", root)
    return folder / "home"


@pytest.fixture(scope="module")
def frame(forms: Path) -> Iterator[pl.DataFrame]:
    opened = Warehouse(next((forms / "warehouses").glob("*.duckdb")))
    yield opened.read("relief_amounts", nature="committed", year=None)
    opened.close()


@pytest.fixture(scope="module")
def served(warehouse: Warehouse) -> pl.DataFrame:
    """What the pages of these tests show."""
    return warehouse.read("relief_amounts", nature="committed", year=None)


def test_what_is_drawn_and_what_is_not_make_the_rows_of_the_read(frame: pl.DataFrame) -> None:
    points = deep_map.points(frame, deep_map.OVERVIEW["zoom"])
    lost = [row for row in frame.iter_rows(named=True) if relief_forms.form(row) == relief_forms.NOT_DRAWN]
    assert len(points) + len(lost) == frame.height
    assert sorted((row["territory_id"], row["amount_eur"]) for row in lost) == [("dep-19", 90_000), ("fra", 700_000)]
    notes = " ".join(relief.notes(frame))
    assert f"Sur la carte : {len(points)}\u00a0territoires (" in notes
    assert "sans place sur la carte : Corrèze, France." in notes
    assert "Hors de la vue de départ : La Réunion" in notes
    layers = json.loads(deep_map.deck(frame, None).to_json())["layers"]
    ids = [
        row["place"] for layer in layers for row in layer["data"] if isinstance(layer["data"], list) and "kind" in row
    ]
    assert {*ids} == {point["place"] for point in points}
    ranges = frame.filter(pl.col("amount_low_eur").is_not_null())["territory_id"].to_list()
    assert sorted(ranges) == ["dep-15", "epci-200040715"]
    assert len(ids) == len(points) + len(ranges), "a range is a solid column within a hollow one"


def test_each_state_of_an_amount_has_its_form(frame: pl.DataFrame) -> None:
    """A value, a range, zero, what cannot be read: never told by a colour alone, and nothing unknown has a height."""
    rows = {(row["territory_id"], row["place"]): row for row in frame.iter_rows(named=True)}
    assert {code: relief_forms.form(rows[code, 1]) for code in DRAWN} == DRAWN
    assert relief_forms.amount_words(rows["dep-23", 1]) == "non transmis ou illisible"
    assert relief_forms.amount_words(rows["com-44109", 1]) == "aucun montant annuel publié de cette nature"
    for point in deep_map.points(frame, 5):
        assert (point["high"] > 0) == (point["kind"] in (relief_forms.COLUMN, relief_forms.HOLLOW))
        assert point["low"] <= point["high"]


def test_equal_amounts_are_equally_high_on_the_screen(frame: pl.DataFrame) -> None:
    """Wherever they stand, though Mercator stretches metres; and half the amount is half as high."""
    zoom = deep_map.OVERVIEW["zoom"]
    heights: dict[float, set[int]] = {}
    for point in deep_map.points(frame, zoom):
        amount = frame[point["place"]]["amount_eur"].item()
        foot, head = (deep_map.on_screen(point, zoom, height)[1] for height in (0, point["high"]))
        if amount:
            heights.setdefault(amount, set()).add(round((foot - head) / amount * 1e6))
    assert len(heights) > 3
    assert len(set.union(*heights.values())) == 1


def test_no_name_covers_another_nor_a_column(frame: pl.DataFrame) -> None:
    """And the edge of a narrow screen cuts none of what it shows."""
    view = deep_map.OVERVIEW
    points = deep_map.points(frame, view["zoom"])
    by_head = {(*point["position"], point["high"]): point for point in points}
    named = [(by_head[tuple(one["head"])], one) for one in deep_map.labelled(points, view)]
    boxes = [
        deep_map.label_box(point, one["label"], one["anchor"], one["offset"], view["zoom"]) for point, one in named
    ]
    assert len(boxes) > 5
    bodies = [deep_map.body(point, view["zoom"]) for point in points]
    assert not any(_meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(_meet(box, body) for box in boxes for body in bodies)
    middle, _ = deep_map.on_screen({"position": [view["longitude"], view["latitude"]]}, view["zoom"], 0)
    for (point, _), (left, _top, right, _bottom) in zip(named, boxes, strict=True):
        if abs(deep_map.on_screen(point, view["zoom"], 0)[0] - middle) < deep_map.NARROW_PIXELS / 2:
            assert middle - deep_map.NARROW_PIXELS / 2 <= left < right <= middle + deep_map.NARROW_PIXELS / 2


def _meet(one: deep_map.Box, other: deep_map.Box) -> bool:
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])


def test_the_message_names_our_own_addresses_only(frame: pl.DataFrame) -> None:
    """No tiles and no style: geometry by address, never inside the message."""
    centre = frame.filter(territory_id="com-57463").row(0, named=True)
    message = deep_map.deck(frame, centre).to_json()
    spec = json.loads(message)
    assert "http" not in message
    assert "mapProvider" not in spec
    assert spec["mapStyle"] == "__MAP_STYLE__", "any other style, or none, makes Streamlit ask a provider for its own"
    addresses = [layer["data"] for layer in spec["layers"] if isinstance(layer["data"], str)]
    assert addresses == ["/geo/departements.geojson", "/geo/communes.geojson"]
    assert len(message) < 40_000


def test_the_extremes_are_those_of_what_is_drawn(frame: pl.DataFrame) -> None:
    words = relief.reading(frame).replace("\u202f", " ").replace("\u00a0", " ")
    assert words == (
        "Le plus élevé : 600 000 € (La Réunion, 2024) ; le plus bas : 0 € (Lozère, 2024), hors sources contradictoires "
        "(Grenoble-Alpes-Métropole)."
    )
    assert "Seul montant connu : 200" in relief.reading(frame.filter(territory_id="com-57463"))
    nothing = frame.filter(pl.col("status") == "bound")
    assert "Aucun montant n'est publié exactement" in relief.reading(nothing)


class Visit:
    """A page on which the map in relief has been switched on, and all that the browser asked for, before and after."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page = browser.contexts[0].new_page()
        self.page.set_viewport_size(VIEWPORTS["1440x900"])
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{address}/carte?vue=mesure")
        settle(self.page)
        self.asked_before = [*self.asked]
        with self.page.expect_response("**/geo/departements.geojson"):
            self.page.get_by_text("Montrer l’argent de l’État en relief").click()
        settle(self.page)


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """One for all that only looks: a page drawn without a graphics card takes seconds."""
    opened = Visit(browser, address)
    yield opened
    opened.page.close()


def test_its_script_is_loaded_where_it_is_shown_only(visit: Visit) -> None:
    assert not [url for url in visit.asked_before if SCRIPT in url]
    assert [url for url in visit.asked if SCRIPT in url]


def test_the_map_is_drawn_and_asks_nothing_of_another_host(visit: Visit, served: pl.DataFrame) -> None:
    figure = visit.page.locator(".st-key-figure-relief")
    assert visit.page.locator(".st-key-relief [role=figure]").get_attribute("aria-label")
    assert figure.locator("tbody tr").count() == served.height
    figure.get_by_role("button", name=f"Afficher les {served.height} lignes").click()
    expect(figure.get_by_role("link", name=re.compile(r"^Source[\s*]*:"))).to_have_count(served.height)
    assert _hosts(visit.asked) == {"localhost"}
    assert visit.errors == []


def test_a_browser_that_cannot_draw_it_says_so_and_leads_to_the_flat_map(browser: Browser, address: str) -> None:
    page = browser.contexts[0].new_page()
    page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = (given => function (kind, ...more) {"
        " return kind.startsWith('webgl') ? null : given.call(this, kind, ...more) })(HTMLCanvasElement.prototype.getContext)"
    )
    page.goto(f"{address}/carte?vue=mesure&niveau=contrat&relief=oui")
    settle(page)
    said = page.locator(".sans-relief-dit")
    expect(said).to_be_visible()
    expect(said).to_contain_text("Votre navigateur ne dessine pas de carte en relief")
    expect(page.locator(".st-key-relief")).to_be_hidden()
    way = said.get_by_role("link", name="la carte à plat des mêmes montants").get_attribute("href")
    assert way is not None
    visit_flat = {"niveau=contrat", "sujet=state_contribution/committed/over"}
    assert visit_flat <= {*way.partition("?")[2].split("&")}
    assert "relief=oui" not in way
    page.close()


def test_a_column_tells_its_amount_and_leads_to_its_receipt(
    browser: Browser, address: str, visit: Visit, served: pl.DataFrame
) -> None:
    page = visit.page
    _canvas(page).scroll_into_view_if_needed()
    across, down = _place(page, served, "epci-243500139")
    page.mouse.click(across, down)
    receipt = page.locator(".recus a", has_text="Rennes Métropole")
    assert _plain(receipt.inner_text()) == "Source : Rennes Métropole : 300 000 € (engagé, 2020)"
    expect(page.locator(".deck-tooltip")).to_be_hidden()  # it would follow the pointer, which could not go over it
    opened = open_page(browser, f"{address}{receipt.get_attribute('href')}")
    expect(opened).to_have_title("D’où vient ce chiffre ? — Atlas CTAI")
    assert "300 000" in _plain(opened.locator(".st-key-figure-recu-chiffres tbody").inner_text())
    opened.close()


def test_the_view_is_centred_with_the_keyboard(visit: Visit, address: str) -> None:
    """From a list, kept in the address; Tab then reaches the map, which takes arrows; the wheel is the page's."""
    page, canvas = visit.page, _canvas(visit.page)
    page.get_by_role("combobox", name="Centrer la vue sur").focus()
    page.keyboard.type("Metz")
    expect(page.locator(OFFERED).first).to_contain_text("Metz")
    with page.expect_response("**/geo/communes.geojson"):
        page.keyboard.press("Enter")
    expect(page.locator("footer.pied[data-selection*='centre=com-57463']")).to_be_visible()
    canvas.scroll_into_view_if_needed()
    near = _still(page, canvas)
    canvas.locator("[tabindex='0']").first.focus()
    page.keyboard.press("ArrowUp")
    _until(page, lambda: canvas.screenshot() != near)
    assert {url for url in visit.asked if "/geo/" in url} == {
        f"{address}/geo/{name}.geojson" for name in ("departements", "communes")
    }
    canvas.hover()
    top = canvas.evaluate(TOP)
    page.mouse.wheel(0, 300)
    _until(page, lambda: canvas.evaluate(TOP) < top)
    assert visit.errors == []


def test_on_a_phone_an_unknown_centre_is_said_the_map_drawn_and_a_finger_scrolls_over_it(
    browser: Browser, address: str
) -> None:
    with touched(browser) as page:
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        with page.expect_response("**/geo/departements.geojson"):
            page.goto(f"{address}{SHOWN}&centre=com-99999")
        settle(page)
        expect(page.get_by_text("Le territoire à centrer n’est pas sur la carte en relief")).to_be_visible()
        expect(_canvas(page).locator("canvas").first).to_be_visible()
        assert swiped(page, ".st-key-relief #deckgl-wrapper") > 100
        assert _hosts(asked) == {"localhost"}
        assert errors == []


def test_outlines_come_compressed_and_are_kept(address: str) -> None:
    for name in ("regions", "departements", "epci", "communes"):
        answer = _fetched(f"{address}/geo/{name}.geojson")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["content-type"] == "application/geo+json"
        assert "max-age" in answer.headers["cache-control"]
    with pytest.raises(HTTPError, match="404"):
        _fetched(f"{address}/geo/secrets.geojson")


def _fetched(url: str) -> HTTPResponse:
    return urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=30)


def _hosts(asked: list[str]) -> set[str | None]:
    return {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}


def _canvas(page: Page) -> Locator:
    return page.locator("[data-testid=stDeckGlJsonChart]")


def _until(page: Page, condition: Callable[[], object]) -> None:
    """Looks again until the condition holds: what WebGL draws, the document does not tell."""
    end = time.monotonic() + WITHIN
    while not condition():
        assert time.monotonic() < end, "la carte en relief ne répond pas"
        page.evaluate("new Promise(requestAnimationFrame)")


def _still(page: Page, canvas: Locator) -> bytes:
    """The picture of the canvas once two in a row are the same."""
    seen = [b"", canvas.screenshot()]
    _until(page, lambda: seen.append(canvas.screenshot()) or seen[-1] == seen[-2])
    return seen[-1]


def _place(page: Page, frame: pl.DataFrame, territory_id: str) -> tuple[float, float]:
    """Where the middle of a column stands in the window, in the first view."""
    zoom = deep_map.OVERVIEW["zoom"]
    points = deep_map.points(frame, zoom)
    point = next(one for one in points if frame[one["place"]]["territory_id"].item() == territory_id)
    centre = {"position": [deep_map.OVERVIEW["longitude"], deep_map.OVERVIEW["latitude"]]}
    across, down = deep_map.on_screen(point, zoom, point["high"] / 2)
    middle = deep_map.on_screen(centre, zoom, 0)
    box = page.locator("[data-testid=stDeckGlJsonChart] canvas").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2 + across - middle[0], box["y"] + box["height"] / 2 + down - middle[1]


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
