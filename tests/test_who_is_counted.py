"""Who is counted is always said: by the breakdown, never by a note; a part is known by the wider figure beside it."""

import polars as pl
import pytest

from dashboard.datasets.datasets import Choices, dataset
from queries.flat import flat
from queries.warehouse import Warehouse

CLERMONT, METZ = "ctair-clermont-ferrand-2019", "ctai-metz-2022"
BROCHURE, FORUM = "diair-actions-ctair-2019", "diair-forum-initiatives-2019"
# The document counts BPI, or refugees in the wide sense.
OF_BPI = {
    CLERMONT: ["0008", "0028", "0055", "0056", "0060", "0063", "0064", "0066", "0078", "0079", "0081", "0082", "0085", "0099"],
    BROCHURE: ["0001", "0003", "0007", "0008", "0009", "0013", "0015", "0020", "0022", "0035"],
    FORUM: ["0001", "0002", "0004", "0010", "0014", "0019", "0034", "0042", "0043", "0044", "0047", "0057", "0058", "0063",
            "0064", "0066", "0076", "0091"],
}  # fmt: skip


@pytest.fixture(scope="module")
def context(warehouse: Warehouse) -> pl.DataFrame:
    return warehouse.table("observation__context")


def test_a_dataset_of_bpi_loses_none_of_those_counted(warehouse: Warehouse, context: pl.DataFrame) -> None:
    expected = {f"{document}.{number}" for document, numbers in OF_BPI.items() for number in numbers}
    assert expected <= set(context.filter(pl.col("public") == "bpi")["observation_id"])
    figures = dataset(warehouse, Choices()).frame
    said = figures.filter(pl.col("breakdown").str.contains(r"(?:^|;)public=bpi(?:;|$)"))
    assert expected <= set(said["observation_id"])


def test_no_note_says_alone_who_is_counted(context: pl.DataFrame) -> None:
    noted = context.filter(pl.col("note").str.contains(r"^(?:Tous|Toutes) (?:BPI|réfugié)"))
    assert noted.filter(pl.col("public") == "_T").is_empty()


@pytest.mark.parametrize(
    ("figure", "sex", "age", "public"),
    [
        (f"{CLERMONT}.0048", "M", "_T", "_T"),
        (f"{CLERMONT}.0054", "_T", "_T", "allophone"),
        (f"{BROCHURE}.0002", "_T", "_T", "newcomers"),
        (f"{BROCHURE}.0009", "_T", "Y_LT25", "bpi"),
        (f"{FORUM}.0064", "_T", "Y_LT26", "bpi"),
        # The status itself is named.
        (f"{FORUM}.0084", "_T", "_T", "refugee"),
        (f"{METZ}.0006", "_T", "_T", "_T"),
    ],
)
def test_the_columns_say_who(context: pl.DataFrame, figure: str, sex: str, age: str, public: str) -> None:
    assert context.filter(observation_id=figure).select("sex", "age", "public").rows() == [(sex, age, public)]


def test_a_part_is_known_by_the_wider_figure_beside_it(warehouse: Warehouse) -> None:
    parts = dict(
        warehouse.table("observation__parts").filter(pl.col("observation_id").str.starts_with("diair-")).rows()
    )
    assert parts[f"{BROCHURE}.0003"] == f"{BROCHURE}.0002"  # BPI among newcomers: a parent code
    assert parts[f"{FORUM}.0044"] == f"{FORUM}.0043"  # children among BPI: a key more
    assert parts[f"{FORUM}.0084"] == f"{FORUM}.0083"
    assert f"{BROCHURE}.0001" not in parts
    wholes = warehouse.table("observation__wholes")["observation_id"]
    assert f"{BROCHURE}.0001" in wholes
    assert f"{BROCHURE}.0003" not in wholes


def test_an_amount_for_each_is_neither_a_part_nor_a_whole(warehouse: Warehouse) -> None:
    each = warehouse.table("observations").filter(pl.col("breakdown").str.contains("per="))["observation_id"]
    parts = warehouse.table("observation__parts")
    assert each.len() > 0
    assert parts.filter(pl.col("wider_observation_id").is_in(each.implode())).rows() == [
        (f"{FORUM}.0054", f"{FORUM}.0053"),
        (f"{FORUM}.0055", f"{FORUM}.0053"),
    ]


def test_a_cohort_decided_is_not_a_cohort_followed(warehouse: Warehouse) -> None:
    cohorts = flat(warehouse.table("base__figures")).filter(
        pl.col("base_id").str.starts_with("cohort"), base_territory_id="com-63113"
    )
    assert cohorts.select("base_id", "base_low", "base_high", "base_observation_ids", "base_set_aside_ids").rows() == [
        ("cohort_target", 250, 350, f"{CLERMONT}.0008", f"{BROCHURE}.0022"),
    ]
