"""What every test starts from: the checkout, a copy of it that may be damaged, and a warehouse built from it."""

import gc
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from queries.warehouse import Scope, Warehouse, open_served
from tests.browser import open_browser, serving
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.put_back import PutBack

# A slow machine is no failure.
settings.register_profile("atlas", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("atlas")

REPOSITORY = Path(__file__).parent.parent
CITED_COMMUNE = re.compile(r"\bcom-(\d[0-9AB]\d{3})\b")


# The server tells where it was asked to go: any look-up or connection that is not this machine's own.
WATCHED_SERVER = """
import sys
def watch(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    else:
        return
    if host not in (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1"):
        with open(sys.argv[1], "a") as file:
            print(event, host, file=file)
sys.addaudithook(watch)
from dashboard.cli import main
sys.exit(main(["serve", "--workers", "1"]))
"""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lives to the end of the run: garbage is looked for in what the tests themselves make."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


# The files whose tests take longest together: begun first, so that no process waits at the end for one of them.
LONGEST = [
    "bilan_page", "sign_in", "curation_errors", "pages", "lake", "workers", "writings_shared", "numbers_of_pages",
    "warehouse", "reconnection", "attack_warehouse", "attack_kills", "bilan_import", "synthesis_files", "kept_versions",
    "prefix", "releases", "writings", "map_and_list", "reserve", "lists", "selection_in_address", "deep_map",
    "attack_files", "datasets", "sheet_pages", "action_search", "pages_on_paper", "bilan_document_says", "synthesis",
    "national", "disclosure", "limits", "attack_versions", "dataset_files", "pictures", "front", "synthesis_page",
    "tables", "attack_counts", "doors", "metrics", "counted_exits", "keyboard_tasks", "action_pages", "levels",
    "bilan_document", "receipts", "server", "api", "deployment", "journal", "rights", "served_causes", "maps", "texts",
    "territories_found", "bilan_comparisons", "map_by_keyboard", "old_addresses", "api_attacked", "attack_reconnection",
    "finding", "architecture", "jeux", "seen_tables", "taken_files", "french", "printed_sheets", "received_counts",
    "map_slides", "bilan_controle", "classes", "fictitious_corpus", "coverage", "figures", "sheet", "shared_bases",
    "accounts", "ratio_refusals", "build_killed", "bilan_reading", "bilan_checks", "bilan_mutated", "unsaid", "assets",
]  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Then the other files, those of most tests first."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (places.get(item.path.stem, len(places)), -tests[item.path], item.path))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that the tests belong to."""
    return REPOSITORY


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The curated files, cards and layers, once; of the communes, those that the curated files name and Puy-de-Dôme's.

    NOTE: 35 000 communes of which no test speaks would make each build three times as long.
    """
    root = tmp_path_factory.mktemp("pristine")
    code = shutil.ignore_patterns("*.py", "__pycache__", "*.geojson")
    shutil.copytree(REPOSITORY / "data", root / "data", ignore=code)
    shutil.copytree(REPOSITORY / "geo" / "layers", root / "geo" / "layers", ignore=code)
    curated = [path.read_text(encoding="utf-8") for path in (root / "data").rglob("*.csv")]
    curated += [path.read_text(encoding="utf-8") for path in (root / "data").rglob("*.toml")]
    cited = {code for text in curated for code in CITED_COMMUNE.findall(text)}
    communes = root / "geo" / "layers" / "communes.csv"
    header, *lines = communes.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.startswith("63") or line.split(",", 1)[0] in cited]
    communes.write_text("".join([header, *kept]), encoding="utf-8")
    codes = {line.split(",", 1)[0] for line in kept}
    for file, place in (("former_communes.csv", -1), ("postcodes.csv", 0)):
        layer = root / "geo" / "layers" / file
        header, *lines = layer.read_text(encoding="utf-8").splitlines(keepends=True)
        of_kept = [line for line in lines if line.strip().split(",")[place] in codes]
        layer.write_text("".join([header, *of_kept]), encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def kept_checkout(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> PutBack:
    return PutBack(pristine, tmp_path_factory.mktemp("kept") / "checkout")


@pytest.fixture
def checkout(kept_checkout: PutBack) -> Path:
    """A copy of the curated files that the test may edit or damage, to give as `root`."""
    return kept_checkout()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The fictitious documents, to edit or damage, to give as `root` where no test is about what the documents say."""
    folder = tmp_path / "small"
    return copy_fixture(folder, REPOSITORY)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty `CTAI_HOME`."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def prebuilt(tmp_path_factory: pytest.TempPathFactory) -> Prebuilt:
    """What builds a warehouse that several tests or processes start from, and that no test is about."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prebuilt"
    folder.mkdir(exist_ok=True)
    return Prebuilt(folder)


@pytest.fixture(scope="session")
def atlas_home(tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt) -> Path:
    """A `CTAI_HOME` with the warehouse of the real checkout."""
    folder = tmp_path_factory.mktemp("home")
    prebuilt(folder, REPOSITORY)
    return folder


@pytest.fixture(scope="session")
def warehouse(atlas_home: Path) -> Iterator[Warehouse]:
    """The warehouse of the real checkout, whole."""
    opened, _notice = open_served(atlas_home, Scope.PUBLIC)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def answering(tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt) -> Iterator[Warehouse]:
    """The warehouse of the fictitious documents, which no change of the curated data changes."""
    folder = tmp_path_factory.mktemp("answers")
    opened = Warehouse(prebuilt(folder / "home", copy_fixture(folder, REPOSITORY)))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the app that is served notes what it asked of another host."""
    path = tmp_path_factory.mktemp("watch") / "outside.txt"
    path.touch()
    return path


@pytest.fixture(scope="session")
def address(atlas_home: Path, outside: Path) -> Iterator[str]:
    """Where the app of the checkout is served."""
    with serving(atlas_home, (sys.executable, "-c", WATCHED_SERVER, str(outside))) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def kept_tab(browser: Browser) -> Page:
    return browser.contexts[0].new_page()


@pytest.fixture
def tab(kept_tab: Page, address: str) -> Page:
    """A tab that remembers nothing of who had it before, in a process that need not compile the app's scripts again.

    To be closed by no test.
    """
    kept_tab.goto(f"{address}/_stcore/health")  # of the app's address, without its scripts
    kept_tab.evaluate("sessionStorage.clear()")
    return kept_tab
