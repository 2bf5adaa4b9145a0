"""The rooms of the house keep to themselves: who imports whom, where each library lives, how files are named."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from dashboard.choices.pages import PAGES, RECEIPT, Page

PACKAGES = ["geo", "data", "queries", "dashboard"]
HOMES = {
    "duckdb": "queries",
    "sqlite3": "queries",
    "psycopg": "queries",
    "streamlit": "dashboard",
    "geopandas": "geo",
    "shapely": "geo",
    "pyogrio": "geo",
}
# The rooms of dashboard/, each of which imports only those before it; then what starts the program.
ROOMS = [
    "words", "choices", "datasets", "drawing", "figures", "bilan", "documents", "showing", "screens", "server", "app",
    "commands", "cli",
]  # fmt: skip
# Who may know Streamlit; nothing else of dashboard/ reaches it, however far one follows the imports.
KNOW_STREAMLIT = {
    "dashboard.app", "dashboard.choices.session", "dashboard.choices.widgets", "dashboard.showing", "dashboard.screens",
    "dashboard.server",
}  # fmt: skip
VAGUE_NAMES = {"utils", "helpers", "common"}
LONGEST_MODULE = 300
TOP_LEVEL = {
    ".ci", ".gitignore", ".streamlit", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md",
    "dashboard", "data", "docs", "geo", "pyproject.toml", "queries", "requirements-dev.lock", "requirements.in",
    "requirements.lock", "tests",
}  # fmt: skip
SQL = re.compile(r"\b(select\b.*\bfrom|insert\s+into|create\s+(table|view))\b", re.IGNORECASE | re.DOTALL)


def modules(repository: Path, *packages: str) -> list[Path]:
    """All Python files of the packages (of the four when none is named)."""
    return [path for package in packages or PACKAGES for path in sorted((repository / package).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """Full names of what a module imports, at its head or within a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@cache
def imported_tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_stands_to_its_left(repository: Path, package: str) -> None:
    """geo < data < queries < dashboard."""
    to_the_right = set(PACKAGES[PACKAGES.index(package) + 1 :])
    guilty = {str(path): imported_tops(path) & to_the_right for path in modules(repository, package)}
    assert {path: names for path, names in guilty.items() if names} == {}


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_a_library_has_one_home(repository: Path, library: str, home: str) -> None:
    """A library of HOMES is imported in its own package only."""
    others = [package for package in PACKAGES if package != home]
    assert [path for path in modules(repository, *others) if library in imported_tops(path)] == []


def imports_within(repository: Path) -> dict[str, set[str]]:
    """By module of dashboard/, the modules of dashboard/ that it imports, at its head or within a function."""
    names = {_dotted(repository, path): path for path in modules(repository, "dashboard")}
    found = {}
    for name, path in names.items():
        found[name] = {_nearest(each, names) for each in imported_names(path) if each.split(".")[0] == "dashboard"} - {
            name
        }
    return found


def _dotted(repository: Path, path: Path) -> str:
    return ".".join(path.relative_to(repository).with_suffix("").parts).removesuffix(".__init__")


def _nearest(name: str, known: Mapping[str, Path]) -> str:
    """The module that a name imported is, or is in."""
    while name not in known:
        name = name.rpartition(".")[0]
    return name


def imported_names(path: Path) -> Iterator[str]:
    """« package.name » of everything that a module imports, whether a module or what one holds."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_arrow_runs_back_up(repository: Path) -> None:
    """A room of dashboard/ imports only those before it: no circle, none back up."""
    back = {
        (name, each)
        for name, reached in imports_within(repository).items()
        for each in reached
        if each != "dashboard" and ROOMS.index(_room(each)) > ROOMS.index(_room(name))
    }
    assert back == set()


def _room(name: str) -> str:
    return name.split(".")[1] if "." in name else ROOMS[0]


def test_only_pages_and_server_know_streamlit(repository: Path) -> None:
    """Figures, choices, datasets and documents work without a screen, however far one follows their imports.

    The command that serves starts a server within a function, and so may what starts the program.
    """
    direct = {
        _dotted(repository, path): "streamlit" in imported_tops(path) for path in modules(repository, "dashboard")
    }
    graph = imports_within(repository)
    guilty = {name for name in graph if _reaches(name, direct, graph, set()) and not _may_know(name)}
    assert guilty == {"dashboard.cli", "dashboard.commands.serve"}


def _reaches(name: str, direct: Mapping[str, bool], graph: Mapping[str, set[str]], seen: set[str]) -> bool:
    seen.add(name)
    return direct[name] or any(_reaches(each, direct, graph, seen) for each in graph[name] - seen)


def _may_know(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in KNOW_STREAMLIT)


@pytest.mark.parametrize(("path", "page"), PAGES.items())
def test_every_page_has_a_screen(repository: Path, path: str, page: Page) -> None:
    """The frame loads it by its name, which no import tells."""
    screen = repository / "dashboard" / "screens" / f"{page.screen}.py"
    assert screen.is_file(), f"page « /{path} » : no module {screen.name} in dashboard/screens/"
    functions = [node.name for node in ast.parse(screen.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    assert "show" in functions, f"page « /{path} » : {screen.name} has no function show(warehouse, chosen)"


def test_the_menu_is_short() -> None:
    assert sum(page.is_in_menu for page in PAGES.values()) <= 7
    assert not PAGES[RECEIPT].is_in_menu


def test_the_command_line_does_not_load_streamlit(repository: Path) -> None:
    """`python -m dashboard.cli` is not slowed by Streamlit's import: none of its first imports brings it in."""
    tree = ast.parse((repository / "dashboard" / "cli.py").read_text(encoding="utf-8"))
    heads = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    heads |= {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert heads <= {"argparse", "collections.abc", "pathlib", "signal", "sys", "dashboard.commands.ending"}
    ending = ast.parse((repository / "dashboard" / "commands" / "ending.py").read_text(encoding="utf-8"))
    assert {ast.unparse(node) for node in ending.body if isinstance(node, ast.Import | ast.ImportFrom)} == {
        "import sys",
        "from collections.abc import Sequence",
        "from pathlib import Path",
    }


def test_no_module_has_a_vague_name(repository: Path) -> None:
    """No utils, helpers or common."""
    named = [path for path in modules(repository) if VAGUE_NAMES & {path.stem, path.parent.name}]
    assert named == []


def test_no_module_is_long(repository: Path) -> None:
    """At most 300 lines."""
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(repository)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_sql_outside_the_queries(repository: Path) -> None:
    """No string of geo/, data/ or dashboard/ is a SQL statement."""
    guilty = [
        f"{path}:{node.lineno}"
        for path in modules(repository, "geo", "data", "dashboard")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]
    assert guilty == []


def test_every_sql_file_opens_with_its_question(repository: Path) -> None:
    """Every .sql file lies in a folder of queries/ and begins with a comment line, which says its question or grain."""
    files = [path for package in PACKAGES for path in (repository / package).rglob("*.sql")]
    assert {path.parent.parent for path in files} == {repository / "queries"}
    mute = [path for path in files if not re.match(r"-- \S.*[.?]\n", path.read_text(encoding="utf-8"))]
    assert mute == []


def test_the_packages_loaded_are_the_checkouts(repository: Path) -> None:
    """The generic names geo, data, queries and dashboard are ours, not some installed package's."""
    found = {name: Path(importlib.import_module(name).__file__ or "").parent for name in PACKAGES}
    assert found == {name: repository / name for name in PACKAGES}


def test_no_module_hides_one_of_the_standard_library(repository: Path) -> None:
    """No module bears the name of a package at the top or of the standard library."""
    taken = {*PACKAGES, *sys.stdlib_module_names}
    hidden = [path for path in modules(repository) if path.stem in taken and path.stem != "__init__"]
    assert hidden == []


@pytest.mark.parametrize(
    ("words", "home"),
    [
        (r"cache_data|cache_resource", "cached.py"),
        (r"session_state|\bst\.query_params", "session.py"),
    ],
)
def test_caches_and_state_have_one_home_each(words: str, home: str) -> None:
    """Only `cached.py` caches, only `session.py` touches what a session holds."""
    users = {
        path.name
        for path in (Path(__file__).parent.parent / "dashboard").rglob("*.py")
        if re.search(words, path.read_text("utf-8"))
    }
    assert users == {home}


def test_a_page_takes_its_warehouse_once(repository: Path) -> None:
    """Taken again in the middle of a page, it could be another version: the one of the run is handed on."""
    takers = [
        path.relative_to(repository).as_posix()
        for path in modules(repository, "dashboard")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("take_warehouse")
    ]
    assert takers == [
        "dashboard/app.py",
        "dashboard/server/in_service.py",
        "dashboard/server/panels.py",
        "dashboard/server/waiting.py",  # what stands there until the page is drawn, and leaves with it
        "dashboard/server/warming.py",
    ]  # the last before there is a page


KEPT_IN_A_PROCESS = {
    "download_button",
    "image",
    "logo",
    "audio",
    "video",
    "pdf",
    "pyplot",
    "file_uploader",
    "camera_input",
}


def test_no_page_gives_streamlit_bytes_to_keep(repository: Path) -> None:
    """They lie in the memory of the process that made the page: another one, asked for them, has none."""
    calls = [
        (
            path.name,
            node.func.attr if isinstance(node.func, ast.Attribute) else "",
            {each.arg for each in node.keywords},
        )
        for path in modules(repository, "dashboard")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("st.")
    ]
    assert len(calls) > 100
    assert [call for call in calls if call[1] in KEPT_IN_A_PROCESS or "page_icon" in call[2]] == []


def test_no_test_module_imports_a_test_module() -> None:
    """What several of them need stands in a module without tests, whose name says what it is."""
    tests = Path(__file__).parent
    files = sorted(tests.rglob("*.py"))
    assert [path.name for path in files if any(".test_" in f".{name}" for name in imported_names(path))] == []
    shared = [path for path in files if not path.name.startswith("test_")]
    assert shared
    assert [
        path.name for path in shared if re.search(r"^(async )?def test_", path.read_text("utf-8"), re.MULTILINE)
    ] == []


def test_nothing_but_the_house_is_at_the_top(repository: Path) -> None:
    kept = ["git", "-C", str(repository), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(kept, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {path.partition("/")[0] for path in listed} == TOP_LEVEL
