"""Any territory is found, however it is typed: the same first answers for a page's fields and for the command line."""

import csv
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cli import main
from dashboard.showing import finder
from dashboard.words import territories
from geo.territories import ARRONDISSEMENTS
from queries.warehouse import Warehouse
from tests.reviewed import assert_reviewed

GOLDEN = Path(__file__).parent / "golden" / "territories_found.csv"
FIRST = 2  # answers that are told of each
EACH = 5  # of those reviewed, one is asked of the command line too
NEXT = 8  # answers that a field shows


def _typed() -> list[str]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row["typed"] for row in csv.DictReader(file)]


def _found(warehouse: Warehouse, typed: str) -> list[str]:
    rows = warehouse.read("territories_found", text=typed, most=NEXT).head(FIRST).iter_rows(named=True)
    return [f"{row['territory_id']} {territories.found(row)}".replace("\u202f", " ") for row in rows]


def test_what_is_typed_finds_what_was_reviewed(warehouse: Warehouse, tmp_path: Path) -> None:
    fresh = tmp_path / GOLDEN.name
    with fresh.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(["typed", "first", "second"])
        written.writerows([typed, *[*_found(warehouse, typed), "", ""][:FIRST]] for typed in _typed())
    assert_reviewed(GOLDEN, fresh)


def test_the_command_line_finds_the_same(
    atlas_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in list(csv.DictReader(file))[::EACH]:
            code = main(["territoire", *row["typed"].split()])
            told = capsys.readouterr()
            first = [line.split("\t")[0] for line in told.out.splitlines()[:FIRST]]
            expected = [cell.split()[0] for cell in (row["first"], row["second"]) if cell]
            assert (code, first) == (0 if expected else 1, expected), row["typed"]
            assert not expected or told.err == "" or "code postal" in told.err


@pytest.mark.parametrize("typed", ["", " ", "-", "’", "!!!", "日本", "%", "_", "a'; drop table territories; --"])
def test_signs_find_nothing(warehouse: Warehouse, typed: str) -> None:
    assert warehouse.read("territories_found", text=typed, most=FIRST).is_empty()


def test_an_unknown_postcode_leads_to_its_departement(
    atlas_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    assert main(["territoire", "63999"]) == 0
    told = capsys.readouterr()
    assert told.out == "dep-63\tPuy-de-Dôme (département)\n"
    assert told.err.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Aucune commune n’a le code postal 63999, qui est peut-être celui d’un CEDEX ; "
        "ses premiers chiffres sont ceux du département 63 (Puy-de-Dôme).\n"
    )
    assert main(["territoire", "zzzz"]) == 1
    assert capsys.readouterr().err.replace("\u00a0", " ") == "Aucun territoire ne s’appelle « zzzz ».\n"


def test_a_postcode_finds_all_its_communes_and_of_too_many_the_departement_too(warehouse: Warehouse) -> None:
    few, some = (warehouse.read("territories_found", text=text, most=NEXT) for text in ("63300", "39570"))
    # Riom bears this number too, as its INSEE code.
    assert few["name"].to_list() == ["Thiers", "Riom", "Escoutoux", "Dorat"]
    assert (some.height, some["territory_id"].to_list()[1:4:2]) == (NEXT, ["com-39570", "dep-39"])
    assert warehouse.table("territory_postcodes").filter(postcode="39570").height > NEXT


def test_of_too_many_names_those_that_are_not_looked_for_are_told(warehouse: Warehouse) -> None:
    """Those under contract are found however many they are."""
    found, said = finder.named(warehouse, "ambert, riom, issoire, royat, vitré, rodez, mende, metz, nantes, lyon")
    assert found[5:] == ["com-57463", "com-44109", "epci-200046977"]
    assert said == "Trop de noms pour les chercher tous à la fois ; il reste « rodez » et « mende »."


def _bare(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


DISGUISES = {
    "as it is": lambda name: name,
    "capitals": str.upper,
    "no accent": lambda name: _bare(name).lower(),
    "no hyphen": lambda name: name.replace("-", " ").replace("'", " "),
    "in one word": lambda name: _bare(name).replace("-", "").replace("'", "").replace(" ", ""),
    "saint": lambda name: name.replace("Saint-", "St-").replace("Sainte-", "Ste "),
    "ligature": lambda name: name.replace("oe", "œ"),
    "typographic": lambda name: name.replace("'", "’").replace("-", "\u2011"),
}


@pytest.fixture(scope="module")
def communes(warehouse: Warehouse) -> pl.DataFrame:
    named = warehouse.table("territory__names").filter(name_kind="own")
    alike = pl.col("territory_id").len().over("main_words")
    return named.filter(pl.col("territory_id").str.starts_with("com-")).select("territory_id", "name", alike=alike)


@settings(max_examples=40)
@given(data=st.data(), disguise=st.sampled_from(sorted(DISGUISES)))
def test_any_commune_is_found_by_its_name_whatever_accents_capitals_and_hyphens(
    warehouse: Warehouse, communes: pl.DataFrame, data: st.DataObject, disguise: str
) -> None:
    """Among the first, but for those that bear its name too."""
    territory_id, name, alike = communes.row(data.draw(st.integers(0, communes.height - 1)))
    typed = DISGUISES[disguise](name)
    found = warehouse.read("territories_found", text=typed, most=alike + NEXT)
    assert territory_id in found["territory_id"].to_list(), (name, typed)


def test_the_arrondissements_are_those_that_geography_knows(warehouse: Warehouse) -> None:
    named = warehouse.table("territory__names").filter(name_kind="arrondissement")
    expected = {str(code): commune for commune, (one, last) in ARRONDISSEMENTS.items() for code in range(one, last + 1)}
    assert dict(named.select("code", "territory_id").iter_rows()) == expected
    first = named.filter(code="75101")
    assert first["name"].to_list() == ["Paris 1er arrondissement"]
