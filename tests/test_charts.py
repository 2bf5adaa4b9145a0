"""What is drawn is what the frame says, and can be seen."""

import polars as pl
import pytest

from dashboard.drawing import charts, exit_charts, maps
from queries.warehouse import Warehouse

TERRITORIES = ["com-63113", "com-57463", "epci-200070712"]


def test_a_line_named_by_a_year_alone_is_refused() -> None:
    """It would be taken for a place on an axis, and the chart be blank without a word."""
    with pytest.raises(ValueError, match="not 2022"):
        charts.horizontal(charts.empty(2, per_line=40), ["Metz 2022", "2022"], "Montant")


def test_a_name_is_whole_on_a_phone() -> None:
    """In two lines, of what has an acronym that alone; one that would take more is cut after the first two."""
    names = [
        "Tours · Kodiko, 1re promotion, à 6 mois",
        "Indre-et-Loire · Entraide et Solidarités, Plan d'investissement dans les compétences (PIC), jusqu'en 2021",
        "Saint-Quentin-en-Yvelines · Association des amis des réfugiés et des apatrides de la vallée, chantier",
    ]
    drawn = charts.horizontal(charts.empty(3, per_line=62), names, "Taux")
    assert [note["text"] for note in drawn.layout["annotations"]] == [
        "<b>Tours</b> · Kodiko, 1re promotion, à 6 mois",
        "<b>Indre-et-Loire</b> · Entraide et Solidarités, PIC,<br>jusqu'en 2021",
        "<b>Saint-Quentin-en-Yvelines</b><br>Association des amis des réfugiés et des apatrides de la vallée, chantier",
    ]


def test_bars_are_drawn_of_any_frame() -> None:
    """A figure names the column, the lines and the words; a row without a value has no bar, the others keep their place."""
    frame = pl.DataFrame({"year": [2019, 2020, 2021], "count": [3, None, 12], "is_late": [False, False, True]})
    drawn = charts.bars(
        frame, "count", "Chiffres", lambda row: f"Année {row['year']}", lambda count: f"{count} chiffres"
    )
    (alike,) = drawn.checked().data
    assert (alike.x, alike.y, alike.name) == ((3, 12), ("Année 2019", "Année 2021"), None)
    assert (alike.text, alike.customdata) == (("3 chiffres", "12 chiffres"), (0, 2))
    axis = drawn.checked().layout.xaxis
    assert (axis.title.text, axis.range) == ("Chiffres", (0, 14.399999999999999))
    kinds = {False: charts.Group("à temps"), True: charts.Group("en retard", charts.GREY, "/")}
    told = charts.bars(frame, "count", "", lambda row: f"Année {row['year']}", str, lambda row: kinds[row["is_late"]])
    assert [(bar.name, bar.x, bar.marker.color, bar.marker.pattern.shape) for bar in told.checked().data] == [
        ("à temps", (3,), "#000091", ""),
        ("en retard", (12,), "#929292", "/"),
    ]


def test_a_patterned_bar_keeps_its_colour_under_the_pattern(warehouse: Warehouse) -> None:
    """A white pattern that replaces the colour would make a known amount invisible."""
    amounts = warehouse.read(
        "funding_amounts", territory_ids=TERRITORIES, measure_id="state_contribution", nature=None, year=None
    )
    bars = charts.amounts(amounts).checked().data
    assert {bar.name for bar in bars} == {"engagé", "prévu", "plafond"}
    assert all(bar.marker.pattern.fillmode == "overlay" for bar in bars)
    drawn = sorted(value for bar in bars for value in bar.x)
    assert drawn == sorted(amounts.filter(~pl.col("spans_years"))["amount_eur"])


@pytest.mark.parametrize("measure_id", ["positive_exit_rate", "rehousing_rate", "lease_transfer_rate", "arrears_rate"])
def test_every_printed_rate_is_drawn_once_and_is_of_one_kind(warehouse: Warehouse, measure_id: str) -> None:
    rates = warehouse.read("exit_rates", measure_id=measure_id)
    for row in rates.iter_rows(named=True):
        assert sum(belongs(row) for *_, belongs in exit_charts.EXIT_KINDS) == 1
    assert sum(len(trace.x) for trace in exit_charts.exit_rates(rates).checked().data) == rates.height


def test_a_rate_that_is_missing_is_told_and_not_drawn(warehouse: Warehouse) -> None:
    rates = warehouse.read("exit_rates", measure_id="positive_exit_rate").head(2)
    nothing = pl.lit(None, pl.Float64)
    missing = rates.head(1).with_columns(
        missing_reason=pl.lit("not_measured"), rate_pct=nothing, rate_low_pct=nothing, rate_high_pct=nothing
    )
    drawn = exit_charts.exit_rates(pl.concat([missing, rates.tail(1)])).checked().data
    assert sum(len(trace.x) for trace in drawn) == 1
    assert exit_charts.exit_text(missing.row(0, named=True)) == "non mesuré"


def test_what_the_map_cannot_show_is_named(warehouse: Warehouse) -> None:
    known = warehouse.read("territories_known").filter(pl.col("contracts_count") > 0)
    assert maps.not_drawn(known) == []
    nowhere = known.head(2).with_columns(
        latitude=pl.lit(None, pl.Float64), name=pl.Series(["Ensemble", "Nouméa"]), territory_id=pl.Series(["a", "b"])
    )
    assert maps.not_drawn(pl.concat([known, nowhere])) == ["Sans place sur la carte (2) : Ensemble, Nouméa."]
    marks = maps.territories(pl.concat([known, nowhere])).checked().data
    drawn = {place for trace in marks if trace.customdata is not None for place in trace.customdata}
    assert len(drawn) == known.height
