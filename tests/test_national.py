"""A national corpus enters a warehouse whole or not at all, hides small counts, and answers as its rows do."""

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from queries.build import CurationFailed, build
from queries.national.received import VARIABLE, corpus_suffix
from queries.places import Scope, pointed_name, warehouses
from queries.published import NUMBER
from queries.warehouse import READ_ONLY, Warehouse
from tests.fictitious import copy_fixture
from tests.national_corpus import TITLE, write_corpus
from tests.prebuilt import Prebuilt
from tests.versions import OF_FIXTURE, with_value

MEASURES, YEARS = 3, 2
OF_SLICE = pl.col("measure_id") == "asylum_closures", pl.col("period_start").dt.year() == 2016


@pytest.fixture(scope="module")
def root(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("checkout"), pristine)


@pytest.fixture(scope="module")
def without(root: Path, tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt) -> Path:
    """A warehouse without a corpus."""
    return prebuilt(tmp_path_factory.mktemp("without"), root)


@pytest.fixture(scope="module")
def received(without: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a corpus, of the communes that a warehouse without one knows."""
    folder = tmp_path_factory.mktemp("received")
    write_corpus(without, folder / "corpus.parquet", MEASURES, YEARS)
    return folder / "corpus.parquet"


@pytest.fixture(scope="module")
def home(root: Path, received: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a warehouse that holds the corpus is in service."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(VARIABLE, str(received))
        build(folder, root)
    return folder


@pytest.fixture(scope="module")
def warehouse(home: Path) -> Warehouse:
    return opened(home, Scope.PUBLIC)


@pytest.fixture(scope="module")
def rows(received: Path) -> pl.DataFrame:
    return pl.read_parquet(received)


def opened(home: Path, scope: Scope) -> Warehouse:
    name = pointed_name(home)
    assert name is not None
    return Warehouse(warehouses(home, scope) / name)


def figures(home: Path, scope: Scope) -> pl.DataFrame:
    name = pointed_name(home)
    assert name is not None
    with duckdb.connect(warehouses(home, scope) / name, read_only=True, config=READ_ONLY) as connection:
        return connection.sql(
            "select * exclude (slice, place) from national.figures join national.slices using (slice) "
            "join national.places using (place)"
        ).pl()


def profiles(home: Path, scope: Scope) -> pl.DataFrame:
    with duckdb.connect(
        warehouses(home, scope) / str(pointed_name(home)), read_only=True, config=READ_ONLY
    ) as connection:
        return connection.table("national.profiles").pl()


def test_the_whole_has_every_row_and_the_public_hides_what_is_small(home: Path, rows: pl.DataFrame) -> None:
    """Hidden are one to ten persons, and the other part where it and the total would tell them."""
    whole, public = figures(home, Scope.WHOLE), figures(home, Scope.PUBLIC)
    assert whole.height == public.height == rows.height
    assert whole["value"].sum() == rows["value"].sum()
    small = whole.filter(pl.col("value").is_between(1, 10)).height
    assert small == public.filter(conf_status="C").height > 0
    assert public.filter((pl.col("conf_status") == "F") & pl.col("value").is_between(1, 10)).is_empty()
    assert public.filter((pl.col("conf_status") == "F") == pl.col("value").is_null()).is_empty()
    beside = public.filter(conf_status="N").join(
        whole, on=["territory_id", "measure_id", "year", "breakdown"], nulls_equal=True
    )
    assert beside.height > 0 and beside["value_right"].min() > 10


def test_nothing_hidden_can_be_worked_out(home: Path) -> None:
    """Of a total that is shown, no part or both are hidden."""
    hidden = pl.col("conf_status") != "F"
    public = figures(home, Scope.PUBLIC).group_by("territory_id", "measure_id", "year").agg(
        hidden.filter(pl.col("breakdown").is_null()).sum().alias("totals"),
        hidden.filter(pl.col("breakdown").is_not_null()).sum().alias("parts"),
    )  # fmt: skip
    assert set(public.filter(totals=0)["parts"].to_list()) == {0, 2}


def test_a_ratio_has_its_rank_and_its_peers(warehouse: Warehouse, home: Path) -> None:
    public = figures(home, Scope.PUBLIC).filter(pl.col("breakdown").is_null(), conf_status="F", year=2016)
    ratios = public.filter(measure_id="actors_trained").join(
        public.filter(measure_id="asylum_closures").filter(pl.col("value") > 0), on="territory_id", suffix="_base"
    )
    ratios = ratios.with_columns((pl.col("value") / pl.col("value_base")).alias("ratio"))
    asked = {"measure_id": "actors_trained", "base_measure_id": "asylum_closures", "year": 2016, "breakdown": None}
    found = warehouse.read("national_ratio", territory_id="com-63113", **asked).row(0, named=True)
    own = ratios.filter(territory_id="com-63113")["ratio"].item()
    assert found["ratio"] == pytest.approx(own)
    assert found["rank"] == ratios.filter(pl.col("ratio") > own + 1e-12).height + 1
    assert found["ranked_count"] == ratios.height
    assert found["national_median"] == pytest.approx(ratios["ratio"].median())
    ordered = ratios.sort("value_base", "territory_id").with_row_index()
    large, tenth = ordered.height % 10, ordered.height // 10
    classes = [each for each in range(10) for _one in range(tenth + (each < large))]
    peers = ordered.with_columns(pl.Series("size_class", classes))
    mine = peers.filter(territory_id="com-63113")["size_class"].item()
    assert found["peer_median"] == pytest.approx(peers.filter(size_class=mine)["ratio"].median())
    assert (found["corpus_title"], found["is_fictitious"]) == (TITLE, True)


def test_the_largest_the_tenths_and_the_regions(warehouse: Warehouse, home: Path) -> None:
    asked = {"measure_id": "asylum_closures", "year": 2015, "breakdown": "sex=F"}
    every = figures(home, Scope.PUBLIC).filter(**asked)
    shown = every.filter(conf_status="F")
    top = warehouse.read("national_top", **asked, most=20)
    assert top["value"].to_list() == shown["value"].sort(descending=True).head(20).to_list()
    tenths = warehouse.read("national_deciles", **asked)
    expected = [shown["value"].quantile(each / 10, "linear") for each in range(1, 10)]
    assert tenths["value"].to_list() == pytest.approx(expected)
    regions = warehouse.read("national_by_region", **asked)
    assert regions["value"].sum() == shown["value"].sum()
    assert regions["communes_count"].sum() == shown.height
    assert regions["hidden_count"].sum() == every.height - shown.height


def test_a_profile_is_all_that_is_said_of_a_commune(warehouse: Warehouse, home: Path) -> None:
    profile = warehouse.read("national_profile", territory_id="com-63113")
    known = figures(home, Scope.PUBLIC).filter(territory_id="com-63113").sort("measure_id", "year", "breakdown")
    columns = ["measure_id", "year", "breakdown", "value", "conf_status"]
    assert profile.select(columns).sort("measure_id", "year", "breakdown").rows() == known.select(columns).rows()
    assert profile.height == MEASURES * YEARS * 3


def test_a_warehouse_without_a_corpus_answers_nothing(without: Path) -> None:
    opened = Warehouse(without)
    assert opened.read("national_profile", territory_id="com-63113").is_empty()
    assert not [table for table in opened.tables() if "slice" in table]


def test_its_version_says_which_corpus_it_holds(received: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(received))
    assert NUMBER.fullmatch(f"2026.2{corpus_suffix()}") and NUMBER.fullmatch(f"2026.2{corpus_suffix()}+b3")
    monkeypatch.delenv(VARIABLE)
    assert corpus_suffix() == ""


def test_what_is_in_service_is_taken_over_until_what_it_is_made_of_changes(
    home: Path, root: Path, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same order, hidden figures hidden: what a corpus is checked against is another with the name of a commune."""
    monkeypatch.setenv(VARIABLE, str(received))
    here, changed = shutil.copytree(home, tmp_path / "home"), shutil.copytree(root, tmp_path / "root")
    with_value(changed / OF_FIXTURE, 302)
    lines: list[str] = []
    build(here, changed, lines.append)
    assert "Corpus national : repris de l'entrepôt en service" in lines
    assert pointed_name(here) != pointed_name(home)
    for scope in Scope:
        assert figures(here, scope).equals(figures(home, scope))
        assert profiles(here, scope).equals(profiles(home, scope))
    communes = changed / "geo" / "layers" / "communes.csv"
    communes.write_text(communes.read_text(encoding="utf-8").replace("Thiers", "Autre Thiers", 1), encoding="utf-8")
    lines.clear()
    build(here, changed, lines.append)
    assert "Corpus national : repris de l'entrepôt en service" not in lines
    assert f"Corpus national : {pl.read_parquet(received).height} chiffres" in "\n".join(lines)


def test_everything_wrong_is_told_at_once_and_nothing_changes(
    home: Path, root: Path, rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pl.int_range(pl.len())
    damaged = rows.with_columns(
        pl.when(first == 1).then(pl.lit("com-99999")).otherwise("territory_id").alias("territory_id"),
        pl.when(first == 2).then(pl.lit("inconnue")).otherwise("measure_id").alias("measure_id"),
        pl.when(first.is_in([3, 4])).then(pl.lit("sexe=F")).otherwise("breakdown").alias("breakdown"),
        pl.when(first == 5).then(pl.date(2015, 3, 1)).otherwise("period_start").alias("period_start"),
        pl.when(first == 6).then(2.5).otherwise("value").alias("value"),
        pl.when(first == 7).then(pl.lit("Q")).otherwise("conf_status").alias("conf_status"),
    )
    assert told(damaged, home, root, tmp_path, monkeypatch) == [
        (2, "territory_id", "« com-99999 »"),
        (3, "measure_id", "« inconnue »"),
        (4, "breakdown", "« sexe=F » (2 fois)"),
        (6, "period_start", "« 2015-03-01 2015-12-31 »"),
        (7, "value", "« 2.5 F »"),
        (8, "value", f"« {rows['value'][7]} Q »"),
    ]


def test_figures_that_do_not_go_together_are_told(
    home: Path, root: Path, rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = rows.filter(*OF_SLICE, breakdown="sex=F", territory_id="com-63113")
    larger = place.with_columns(pl.lit(1_000_000.0).alias("value"))
    total = int(rows.filter(*OF_SLICE, pl.col("breakdown").is_null(), territory_id="com-63113")["value"].item())
    men = int(rows.filter(*OF_SLICE, breakdown="sex=M", territory_id="com-63113")["value"].item())
    twice = rows.filter(*OF_SLICE, pl.col("breakdown").is_null(), territory_id="com-57463")
    others = rows.join(place, on=rows.columns, how="anti", nulls_equal=True)
    damaged = pl.concat([others, larger, twice])
    assert told(damaged, home, root, tmp_path, monkeypatch) == [
        (1, "territory_id", "« asylum_closures com-57463 2016 »"),
        (1, "value", f"« asylum_closures com-63113 2016 sex {1_000_000 + men} > {total} »"),
    ]


def test_a_file_of_another_shape_is_told(
    home: Path, root: Path, rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column less, one of another type, one more: each once."""
    damaged = rows.drop("conf_status").with_columns(pl.col("value").cast(pl.String), pl.lit("x").alias("remarque"))
    assert sorted(told(damaged, home, root, tmp_path, monkeypatch)) == [
        (1, "conf_status", "rien"), (1, "remarque", "VARCHAR"), (1, "value", "VARCHAR"),
    ]  # fmt: skip


def told(
    damaged: pl.DataFrame, home: Path, root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[int, str, str]]:
    """What a build says of these rows, which leaves what is in service there as it is."""
    file = folder / "corpus.parquet"
    damaged.write_parquet(file, metadata={"titre": TITLE, "fictif": "oui"})
    monkeypatch.setenv(VARIABLE, str(file))
    before = pointed_name(home)
    with pytest.raises(CurationFailed) as refusal:
        build(home, root)
    assert pointed_name(home) == before
    assert {problem.file for problem in refusal.value.problems} == {"corpus.parquet"}
    return [(problem.line, problem.column, problem.found) for problem in refusal.value.problems]
