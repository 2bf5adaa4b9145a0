"""Ten fictitious bilans, in the test warehouse only: rates, intervals, bounds, ranks and refusals as they will be."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import lxml.html
import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.drawing import exit_charts
from dashboard.figures import exits
from dashboard.figures.fact import Compared
from dashboard.figures.fact_content import NO_EXIT, SECRET_EXITS, positive_exits
from dashboard.figures.spec import Answer
from queries.build import build
from queries.exit_statistics import exit_rates
from queries.warehouse import Warehouse
from tests.browser import serving
from tests.reader import heard_of, html_by_figure, text_of
from tests.trial_rows import printed, write_rows

YEAR = {"period_start": "2015-01-01", "period_end": "2015-12-31", "nature": "realised", "locator": "Bilan"}
SECRET = {"obs_status": "Q", "missing_reason": "suppressed"}
# Territory: beneficiaries, left the path, unknown outcomes, positive exits; an empty cell was left blank.
BILANS = {
    "com-63113": ("120", "100", "5", "90"),
    "com-57463": ("150", "100", "0", "62"),
    "com-67482": ("150", "110", "", "60"),
    "com-44109": ("90", "80", "30", "40"),
    "com-31555": ("200", "160", "10", "32"),
    "epci-200040715": ("60", "12", "", "9"),
    "epci-243500139": ("80", "", "", "25"),
    "epci-245400676": ("50", "0", "", "0"),
    "epci-242900314": ("70", "40", "", "0"),
    "epci-200046977": ("300", "250", "20", "155"),
    "epci-200070712": ("49", "secret", "secret", "secret"),
}
MEASURES = (("beneficiaries", ""), ("path_exits", ""), ("path_exits", "outcome=unknown"), ("positive_exits", ""))
# A bilan that says whom it counts, all along, has its rate like the others.
OF_BPI = "com-57463"


@pytest.fixture(scope="module")
def home(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bilans")
    root = copytree(pristine, folder / "checkout")
    write_bilans(root / "data" / "documents" / "essai-bilans")
    build(folder / "home", root)
    return folder / "home"


@pytest.fixture(scope="module")
def rates(home: Path) -> Iterator[pl.DataFrame]:
    (path,) = (home / "warehouses").glob("*.duckdb")
    opened = Warehouse(path)
    yield exit_rates(opened.read("exit_counts_compared", horizon_months=0, horizon_from="exit"))
    opened.close()


def write_bilans(folder: Path) -> None:
    folder.mkdir()
    (folder / "document.toml").write_text(
        'title = "Bilans fictifs"\npublisher = "Essai"\nkind = "web_page"\ndocument_class = "state"\n'
        'licence = "non précisée"\nreliability = "high"\ncompleteness = "extract"\nread_via = "text"\n',
        encoding="utf-8",
    )
    rows = []
    for territory_id, values in BILANS.items():
        for (measure_id, breakdown), value in zip(MEASURES, values, strict=True):
            said = {"value": value} if value else {"obs_status": "O", "missing_reason": "left_blank"}
            said = SECRET if value == "secret" else said
            if territory_id == OF_BPI:
                breakdown = ";".join(filter(None, (breakdown, "public=bpi")))
            rows.append(
                {"observation_id": f"essai-bilans.{len(rows) + 1:04}", "territory_id": territory_id,
                 "measure_id": measure_id, "breakdown": breakdown, "as_printed": printed(said) + " au bilan", **YEAR, **said}
            )  # fmt: skip
    write_rows(folder / "observations.csv", rows)


def test_the_rates_intervals_ranks_and_refusals(rates: pl.DataFrame) -> None:
    """Literal expectations: Wilson intervals to one decimal; ranks among the seven rates with enough exits."""
    found = rates.sort("territory_id").select(
        "territory_id",
        pl.col("rate_pct", "low_pct", "high_pct", "highest_pct").round(1),
        "best_rank",
        "worst_rank",
        "refusal",
    )
    assert found.rows() == [
        ("com-31555", 20.0, 14.5, 26.9, 26.2, 5, 7, None),
        ("com-44109", 50.0, 39.3, 60.7, 87.5, 1, 6, None),
        ("com-57463", 62.0, 52.2, 70.9, 62.0, 2, 5, None),
        ("com-63113", 90.0, 82.6, 94.5, 95.0, 1, 2, None),
        ("com-67482", 54.5, 45.2, 63.5, 54.5, 2, 5, None),
        ("epci-200040715", 75.0, 46.8, 91.1, 75.0, None, None, "too_few"),
        ("epci-200046977", 62.0, 55.8, 67.8, 70.0, 2, 5, None),
        ("epci-200070712", None, None, None, None, None, None, "withheld"),
        ("epci-242900314", 0.0, 0.0, 8.8, 0.0, 6, 7, None),
        ("epci-243500139", None, None, None, None, None, None, "not_counted"),
        ("epci-245400676", None, None, None, None, None, None, "nobody_left"),
    ]


def test_every_refusal_has_its_words(rates: pl.DataFrame) -> None:
    """In the table where a rate may have none; in the reading where no rate can be computed."""
    known = {
        "contradictory",
        "not_counted",
        "withheld",
        "unknown_withheld",
        "nobody_left",
        "incoherent",
        "too_few",
        "part_of_contract",
        "superseded",
        "alone",
    }
    assert set(rates["refusal"].drop_nulls()) <= known
    assert set(exits.REFUSALS) == known
    assert set(exits.NO_RATE) == {"contradictory", "not_counted", "withheld", "nobody_left", "incoherent"}


def test_a_zero_is_drawn_and_what_is_missing_is_not(rates: pl.DataFrame) -> None:
    points = [trace for trace in exit_charts.counted_rates(rates).checked().data if trace.mode == "markers"]
    assert sorted(value for trace in points for value in trace.x)[0] == 0.0
    assert sum(len(trace.x) for trace in points) == 8


def test_who_keeps_counts_secret_lacks_none(home: Path) -> None:
    """What is missing is not what somebody knows: the synthesis says secret, and why."""
    (path,) = (home / "warehouses").glob("*.duckdb")
    opened = Warehouse(path)
    lacking = opened.read("facts_missing").filter(pl.col("lacks_exit_rate"))["territory_id"].to_list()
    assert "epci-200070712" not in lacking
    assert "epci-243500139" in lacking
    both = Compared(opened.read, Selection(territoires=("epci-200070712", "epci-243500139")))
    told = {fact["territory_id"]: (fact["words"], fact["reason"]) for fact in positive_exits(both)}
    opened.close()
    assert told == {"epci-200070712": ("secret", SECRET_EXITS), "epci-243500139": ("non publié", NO_EXIT)}


def test_outcomes_that_are_kept_secret_are_not_said_to_be_none(rates: pl.DataFrame) -> None:
    (column,) = [one for one in exits.COUNTED_RATES.columns if one.column_id == "if_unknown"]
    row = rates.filter(territory_id="epci-200070712").row(0, named=True)
    assert column.words(row) == "nombre d'issues inconnues tenu secret"


def test_without_a_rate_nothing_is_drawn(rates: pl.DataFrame) -> None:
    """An axis without a mark says nothing; the reading says why."""
    chart = exits.COUNTED_RATES.chart
    assert chart is not None
    told = [Answer(frame, Selection(), {}.__getitem__) for frame in (rates, rates.filter(pl.col("rate_pct").is_null()))]
    assert [chart(answer) is None for answer in told] == [False, True]


def test_the_reading_says_what_the_ranks_can_tell(rates: pl.DataFrame) -> None:
    told = exits.counted_reading(rates).replace("\u202f", " ").replace("\u00a0", " ")
    assert told.startswith(
        "Taux le plus élevé : 90,0 % (Clermont-Ferrand · contrat, 2015) ; le plus bas : 0,0 % (Brest Métropole"
    )
    assert "Les effectifs ne suffisent à donner un rang unique à aucun territoire." in told
    assert "Sans rang : " in told and "(Grenoble-Alpes-Métropole" in told.partition("Sans rang : ")[2]


def test_the_page_shows_them(home: Path) -> None:
    with serving(home) as address:
        heard = heard_of(address, "comparer", "vue=sorties")
    shown = lxml.html.fromstring(f"<div>{html_by_figure(heard)['sorties-comptees']}</div>").text_content()
    words = shown.replace("\u202f", " ").replace("\u00a0", " ")
    for said in (
        "calculés sur les effectifs (à la sortie)", "90,0 %", "de 82,6 % à 94,5 %", "entre le 1er et le 2e rang sur 7",
        "négatives 50,0 %, positives 87,5 %", "aucun rang : moins de 20 sorties",
        "aucun rang : les sorties ne sont pas comptées", "aucun rang : personne n’est sorti du parcours", "au moins 31,3 %",
    ):  # fmt: skip
        assert said in words, said
    assert "ne publie de taux de sortie positive" not in text_of(heard)
