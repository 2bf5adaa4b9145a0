"""How long a read, a search, a printed sheet and a picture take: part of `make bench`. Medians of ten, in ms."""

import sys
from collections.abc import Callable
from datetime import date

from dashboard.documents.pictures import picture
from dashboard.documents.sheets import sheet_bytes
from dashboard.drawing import charts
from queries import search
from queries.warehouse import Scope, Warehouse, home, open_served
from tests.benchmarks.medians import median_of
from tests.golden.answers.questions import QUESTIONS

TIMES = 10
DAY = date(2026, 11, 21)
SHEETS = ["com-63113", "com-57463", "epci-200070712", "epci-200040715", "dep-63", "com-37261"]
SEARCHES = ["permis de conduire", "santé mentale", "colocation", "interprète", "crèche", "cours de français"]
FILTERS = {parameter: None for _, parameter in search.FILTERS.values()}


def main() -> None:
    warehouse, _notice = open_served(home(), Scope.PUBLIC)
    _tell("recherche", {text: _search(warehouse, text) for text in SEARCHES})
    _tell("fiche PDF", {code: _sheet(warehouse, code, "pdf") for code in SHEETS})
    _tell("fiche ODT", {code: _sheet(warehouse, code, "odt") for code in SHEETS})
    amounts = warehouse.read("sheet_amounts", territory_id="com-63113", is_state=True)
    _tell("image", {form: _picture(charts.amounts(amounts).checked(), form) for form in ("png", "svg")})
    reads = {name: median_of(TIMES, _read(warehouse, name, cases[0][1])) for name, cases in QUESTIONS.items()}
    slowest = sorted(reads, key=lambda name: -reads[name])[:5]
    _say(f"{len(reads)} lectures ; les plus lentes : " + ", ".join(f"{name} {reads[name]:.0f}" for name in slowest))


def _tell(what: str, tasks: dict[str, Callable[[], object]]) -> None:
    times = {name: median_of(TIMES, task) for name, task in tasks.items()}
    _say(f"{what:12} " + ", ".join(f"{name} {spent:.0f} ms" for name, spent in times.items()))


def _search(warehouse: Warehouse, text: str) -> Callable[[], object]:
    return lambda: warehouse.read("actions_found", **search.parameters(text), **FILTERS)


def _sheet(warehouse: Warehouse, code: str, form: str) -> Callable[[], object]:
    return lambda: sheet_bytes(warehouse, code, form, DAY)


def _picture(chart: object, form: str) -> Callable[[], object]:
    return lambda: picture(chart, form, "Titre", ["Source"])


def _read(warehouse: Warehouse, name: str, parameters: dict[str, object]) -> Callable[[], object]:
    return lambda: warehouse.read(name, **parameters)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
