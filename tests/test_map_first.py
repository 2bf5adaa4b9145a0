"""What the map page answers first: who has how much, written where it is, listed beside; nothing is hidden or ranked wrongly."""

import math
import re
from itertools import pairwise

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.drawing import coverage_map, exit_map, map_labels, thematic
from dashboard.drawing import maps as drawn
from dashboard.drawing.chart import Chart
from dashboard.figures import answer, map_coverage, map_exits, map_lists, maps, need_map, territories
from dashboard.figures.content import Content
from dashboard.figures.spec import Figure
from geo import composition
from queries.warehouse import Warehouse

MONEY = Selection(niveau="contrat", sujet="state_contribution/committed/over")


def _of(warehouse: Warehouse, figure: Figure, chosen: Selection) -> Content:
    made = answer.of(figure, warehouse.read, chosen)
    assert made is not None and made.chart is not None
    made.chart.checked()
    return made


def _said(words: str) -> str:
    return re.sub("</?b>", "", words).replace("<br>", " : ").replace("\u202f", " ").replace("\u00a0", " ")


def _written(chart: Chart | None) -> list[str]:
    """The names and values beside marks."""
    assert chart is not None
    beside = [words for trace in chart.data for words in trace.get("text", []) if "<br>" in words]
    return [_said(words) for words in (*beside, *(note["text"] for note in _led(chart)))]


def _led(chart: Chart) -> list[dict]:
    """The names to which a line leads."""
    return [note for note in chart.layout["annotations"] if note["showarrow"]]


def test_the_amounts_of_contracts_are_written_at_their_marks_without_classes(warehouse: Warehouse) -> None:
    made = _of(warehouse, maps.MAP, MONEY)
    assert sorted(_written(made.chart)) == [
        "Besançon : 150 000 €",
        "CC Thiers Dore et Montagne : 40 000 €",
        "Clermont-Ferrand : 300 000 €",
        "Dijon Métropole : 300 000 €",
        "Grenoble-Alpes-Métropole : de 300 000 à 349 000 €",
        "Metz : 200 000 €",
        "Poitiers : 200 000 €",
        "Rennes Métropole : 300 000 €",
    ]
    rates = _of(warehouse, maps.MAP, Selection(niveau="contrat", sujet=MONEY.sujet, forme="habitants"))
    assert {"Metz : 1 632 €", "Grenoble-Alpes-Métropole : de 666 à 775 €", "CC Thiers Dore et Montagne : 1 089 €"} <= {
        *_written(rates.chart)
    }
    (grenoble,) = [_said(line.value) for line in rates.rankings[0].lines if line.name.words.startswith("Grenoble")]
    assert grenoble == "de 666 à 775 € (2023)"
    assert not any("Classes" in note for note in rates.notes)
    assert rates.chart and not any(trace["type"] == "bar" for trace in rates.chart.data)


def test_what_is_compared_bears_its_name_though_nothing_is_known_of_it(warehouse: Warehouse) -> None:
    chosen = Selection(niveau="contrat", sujet=MONEY.sujet, territoires=("com-57463", "com-71153", "com-13055"))
    written = _written(_of(warehouse, maps.MAP, chosen).chart)
    assert {"Le Creusot : aucun chiffre publié", "Marseille : autre montant publié"} <= {*written}
    assert len(written) == 10


@pytest.mark.parametrize(
    ("figure", "chosen", "expected"),
    [
        (maps.MAP, MONEY, {"Centre-Val de Loire": "région", "Dordogne": "département"}),
        (map_coverage.MAP, Selection(sujet="couverture:themes"), {"Centre-Val de Loire": "région", "Dordogne": "département"}),
        (need_map.MAP, Selection(), {"Centre-Val de Loire": "région"}),
    ],
)  # fmt: skip
def test_a_contract_without_a_mark_is_named_beside_the_map_with_why(
    warehouse: Warehouse, figure: Figure, chosen: Selection, expected: dict[str, str]
) -> None:
    """The marks and the names below « sans marque » make the forty territories under contract."""
    made = _of(warehouse, figure, chosen)
    (last,) = [one for one in made.rankings if one.title == "Sous contrat, sans marque : un autre niveau"]
    assert {line.name.words: line.value for line in last.lines} == expected
    assert last.shown == len(expected)
    drawn = (
        {place for trace in made.chart.data if "customdata" in trace for place in trace["customdata"]}
        if made.chart
        else set()
    )
    contracts = made.frame.with_row_index("number")
    if "kind" in contracts.columns:
        contracts = contracts.filter(kind="contract")
    assert contracts.filter(pl.col("number").is_in(list(drawn)))["territory_id"].n_unique() == 40 - len(expected)


@pytest.mark.parametrize(
    ("figure", "chosen", "unit"),
    [
        (maps.MAP, MONEY, "€"),
        (maps.MAP, Selection(niveau="contrat", sujet=MONEY.sujet, forme="habitants"), "€ pour 1 000 habitants"),
        (maps.MAP, Selection(niveau="region", sujet="dna_places/rule/at", forme="habitants"), "places pour 1 000 habitants"),
        (map_coverage.MAP, Selection(sujet="couverture:themes"), "thèmes"),
        (map_exits.MAP, Selection(), "% de sorties positives"),
        (need_map.MAP, Selection(), "BPI signataires du CIR pour 100 000 habitants, 2020 : Cercles : € par an"),
    ],
)  # fmt: skip
def test_the_legend_is_headed_by_its_unit(warehouse: Warehouse, figure: Figure, chosen: Selection, unit: str) -> None:
    made = _of(warehouse, figure, chosen)
    assert made.chart and _said(made.chart.layout["legend"]["title"]["text"]) == unit


def test_under_the_pointer_a_rate_has_its_unit_its_year_and_its_rank(warehouse: Warehouse) -> None:
    made = _of(warehouse, maps.MAP, Selection(niveau="contrat", sujet=MONEY.sujet, forme="habitants"))
    assert made.chart
    (targets,) = (trace for trace in made.chart.data if "customdata" in trace)
    (metz,) = (_said(words) for words in targets["hovertext"] if words.startswith("<b>Metz<"))
    assert metz.startswith(
        "Metz : 1 632 € pour 1 000 habitants (population 2023) : 200 000 € (engagé, 2022) : Rang : 3e sur 7 : Source"
    )


def test_words_cover_neither_marks_nor_each_other() -> None:
    """Of two close marks, the words of the first stand at its right, those of the second elsewhere or nowhere."""
    place = {"region_code": "84", "mark": 30.0}
    rows = [
        {**place, "territory_name": f"Ville {number}", "longitude": 3.0 + 0.3 * number, "latitude": 45.7}
        for number in range(8)
    ]
    figure = Chart()
    map_labels.written(figure, rows, lambda _row: "300 000 €")
    (written,) = figure.data
    assert written["text"][0] == "Ville 0<br><b>300 000 €</b>"
    assert len(written["text"]) < len(rows)
    scale = map_labels._pixels(composition.EVERY, map_labels.WIDTH)
    boxes = []
    for x, y, words, side, mark in zip(
        written["x"], written["y"], written["text"], written["textposition"], written["marker"]["size"], strict=True
    ):
        places = map_labels._sides((x * scale, y * scale), mark / 2, words)
        boxes.append({place.side: place.box for place in places}[side])
    every = [*boxes, *(map_labels._around((x * scale, y * scale), 15) for row in rows for x, y in [_at(row)])]
    for number, one in enumerate(boxes):
        assert not any(map_labels._shared(one, other) for other in every[number + 1 :])


EVERY_MAP = {
    "accueil": (territories.UNDER_CONTRACT, Selection()),
    "montants": (maps.MAP, MONEY),
    "par habitant": (maps.MAP, Selection(niveau="contrat", sujet=MONEY.sujet, forme="habitants")),
    "comparés": (
        maps.MAP,
        Selection(niveau="contrat", sujet=MONEY.sujet, territoires=("com-71153", "com-54395", "com-13055")),
    ),
    "besoin": (need_map.MAP, Selection()),
    "thèmes": (map_coverage.MAP, Selection(sujet="couverture:themes")),
    "langue": (map_coverage.MAP, Selection(sujet="couverture:langue")),
    "sorties": (map_exits.MAP, Selection()),
}


@pytest.mark.parametrize("name", EVERY_MAP)
def test_a_name_stands_nearest_to_its_own_mark_or_a_line_leads_to_it(warehouse: Warehouse, name: str) -> None:
    """Measured on the pixels of the chart, of all marks that are seen."""
    chart = _of(warehouse, *EVERY_MAP[name]).chart
    assert chart is not None and chart.ground is not None
    width = drawn.WIDTH if name == "accueil" else map_labels.WIDTH
    scale = map_labels._pixels(chart.ground.frames, width)
    beside = [trace for trace in chart.data if trace["type"] == "scatter" and trace["mode"] == "markers+text"]
    seen = [
        trace for trace in chart.data if trace["type"] == "scatter" and trace["mode"] == "markers" and trace.get("name")
    ]
    marks = [
        ((x * scale, y * scale), size / 2)
        for trace in seen
        for x, y, size in zip(trace["x"], trace["y"], _sizes(trace), strict=True)
    ]
    assert marks and (beside or _led(chart))
    for trace in beside:
        for x, y, words, side, size in zip(
            trace["x"], trace["y"], trace["text"], trace["textposition"], _sizes(trace), strict=True
        ):
            own = ((x * scale, y * scale), size / 2)
            box = {place.side: place.box for place in map_labels._sides(*own, words)}[side]
            others = [mark for mark in marks if mark[0] != own[0]]
            assert all(map_labels._apart(own, box) <= map_labels._apart(other, box) for other in others), words
    for note in _led(chart):
        assert any((note["x"] * scale, note["y"] * scale) == at for at, _radius in marks), note["text"]
        assert math.hypot(note["ax"], note["ay"]) > note["standoff"] + 14


def _sizes(trace: dict) -> list[float]:
    size = trace["marker"].get("size", 6)
    return size if isinstance(size, list) else [size] * len(trace["x"])


def test_the_name_of_thiers_is_led_to_its_mark_and_none_is_beside_le_creusot(warehouse: Warehouse) -> None:
    for name in ("accueil", "montants", "par habitant", "besoin"):
        chart = _of(warehouse, *EVERY_MAP[name]).chart
        assert chart is not None
        (thiers,) = (note for note in _led(chart) if note["text"].startswith("CC Thiers"))
        assert (thiers["x"], thiers["arrowhead"]) == (pytest.approx(3.55, abs=0.15), 0)


def _at(row: dict) -> tuple[float, float]:
    return composition.marks(row["longitude"], row["latitude"], row["region_code"])[0]


def test_another_amount_of_the_state_is_no_silence(warehouse: Warehouse) -> None:
    """Marseille: 300 000 € over three years; Le Creusot: nothing."""
    frame = _of(warehouse, maps.MAP, MONEY).frame
    states = dict(frame.select("territory_name", "status").rows())
    assert (states["Marseille"], states["Le Creusot"], states["Metz"]) == ("other_amount", "no_data", "value")
    lists = {one.title: [line.name.words for line in one.lines] for one in maps.MAP.rankings(_answer(warehouse, MONEY))}
    assert "Marseille" in lists["Autre montant publié"]
    assert "Le Creusot" in lists["Aucun chiffre publié"]
    in_2020 = warehouse.read("map_values", level="contrat", subject_id=MONEY.sujet, year="2020", is_each_year=False)
    assert "other_amount" not in set(in_2020["status"])


def _answer(warehouse: Warehouse, chosen: Selection) -> answer.Answer:
    return answer.answered(maps.MAP, warehouse.read, chosen)


@pytest.mark.parametrize(
    "chosen",
    [
        MONEY,
        Selection(niveau="departement", sujet="cir_signatories:public=bpi/observed/over", forme="habitants"),
        Selection(niveau="region", sujet="dna_places/rule/at", millesime="chaque"),
    ],
    ids=["contrats", "départements", "chaque année"],
)
def test_the_list_holds_every_value_from_the_highest_and_its_places_are_the_marks(
    warehouse: Warehouse, chosen: Selection
) -> None:
    made = _of(warehouse, maps.MAP, chosen)
    column = maps.column_of(chosen, maps._subject(_answer(warehouse, chosen)))
    known = made.frame.filter((pl.col("place") == 1) & pl.col("status").is_in(["value", "bound", "zero"]))
    lines = made.rankings[0].lines
    assert len(lines) == known["territory_id"].n_unique()
    sure = [line for line in lines if map_lists.OUT not in line.doubt]
    assert lines[: len(sure)] == sure  # what enters no order stands below
    assert all((one.share or 0) >= (other.share or 0) for one, other in pairwise(sure))
    assert sure[0].share == 1
    assert {*lines[0].places} <= {*known.with_row_index("number")["number"], *range(made.frame.height)}
    for line in lines:
        names = {made.frame["territory_name"][place] for place in line.places}
        assert names == {line.name.words}
    assert made.frame.filter(pl.col(column).is_not_null()).height >= len(lines) - 1


def test_frames_are_drawn_only_where_they_hold_something(warehouse: Warehouse) -> None:
    """Contracts with an amount are all on the mainland; every département counts BPI; régions need no enlargement."""
    maps_of = {
        chosen.niveau: _of(warehouse, maps.MAP, chosen).chart
        for chosen in (
            MONEY,
            Selection(niveau="departement", sujet="cir_signatories:public=bpi/observed/over"),
            Selection(niveau="region", sujet="dna_places/rule/at"),
        )
    }
    frames = {level: chart.ground.frames for level, chart in maps_of.items() if chart and chart.ground}
    assert frames == {
        "contrat": composition.NO_FRAME, "departement": composition.EVERY, "region": composition.NO_FRAME,
    }  # fmt: skip
    told = {
        level: [note["text"] for note in chart.layout["annotations"] if not note["showarrow"]]
        for level, chart in maps_of.items()
        if chart is not None
    }
    assert told["contrat"] == ["Outre-mer : aucun chiffre publié"]
    assert "Guyane" in told["departement"]
    sheet = thematic.situation({"name": "Metz", "departement_code": "57", "region_code": "44", "longitude": 6.2,
                                "latitude": 49.1})  # fmt: skip
    assert sheet.layout["annotations"] == []


def test_nothing_fades_when_a_mark_is_chosen(warehouse: Warehouse) -> None:
    for made in (_of(warehouse, maps.MAP, MONEY), _of(warehouse, need_map.MAP, Selection())):
        assert made.chart
        for trace in made.chart.data:
            if trace["type"] == "scatter" and "markers" in trace["mode"]:
                assert trace["unselected"]["marker"]["opacity"] == trace["marker"].get("opacity", 1)


def test_contracts_stand_over_the_need_each_with_its_amount(warehouse: Warehouse) -> None:
    made = _of(warehouse, need_map.MAP, Selection())
    assert {"Metz : 200 000 €", "Rennes Métropole : 300 000 €", "CC Thiers Dore et Montagne : 40 000 €"} <= {
        *_written(made.chart)
    }
    assert len(_written(made.chart)) == 8
    titles = [one.title for one in made.rankings]
    doubts = {line.name.words: line.doubt for line in made.rankings[0].lines if line.doubt}
    assert doubts == {"Grenoble-Alpes-Métropole": "sources contradictoires"}
    assert titles[0] == "Contribution de l'État par an"
    assert titles[2:4] == ["Contrats, autre montant publié", "Contrats, aucun montant publié"]
    assert sum(len(one.lines) for one in (made.rankings[0], *made.rankings[2:])) == 40
    assert made.chart
    legend = [trace["name"] for trace in made.chart.data if trace.get("name", "").startswith("contrat, ")]
    assert legend == ["contrat, autre montant (18)", "contrat, aucun montant (13)", "contrat, montant annuel (8)"]
    assert [len(one.lines) for one in (made.rankings[0], *made.rankings[2:])] == [8, 18, 13, 1]  # one without a mark
    place = made.frame.with_row_index("place").filter(territory_name="Metz")["place"].item()
    assert made.receipts[place] == "/recu?figure=besoin&ligne=com-57463|2022"
    assert made.ways
    assert [link.words for link in made.ways(place)] == ["Fiche : Metz"]
    assert need_map.MAP.says(made.frame.row(place, named=True)).replace("\u202f", " ").replace("\u00a0", " ") == (
        "Metz, 2022 : 200 000 € de l'État, par an"
    )
    assert [_said(str(cell)) for cell in made.table.rows[place][2:]] == [
        "—",
        "—",
        "122 572 (2023)",
        "CTAI",
        "200 000 € (2022)",
    ]


def test_what_was_not_found_is_told_from_what_was_not_read(warehouse: Warehouse) -> None:
    """Nantes has actions, none of language; of Le Creusot no document lists actions; Dax only announces axes."""
    read = warehouse.read("map_coverage", subject_id="couverture:langue")
    states = dict(read.select("territory_name", "status").rows())
    assert (states["Metz"], states["Nantes"], states["Le Creusot"]) == ("value", "no_action", "no_document")
    themes = warehouse.read("map_coverage", subject_id="couverture:themes")
    known = {row["territory_name"]: row for row in themes.iter_rows(named=True)}
    assert (known["Metz"]["value"], known["Clermont-Ferrand"]["value"]) == (10, 12)
    assert themes.filter(status="no_action").is_empty()
    actions = warehouse.read("map_coverage", subject_id="couverture:actions")
    summary = warehouse.read("territories_known").select("territory_id", "actions_count")
    both = actions.join(summary, on="territory_id", suffix="_known")
    assert both.filter(pl.col("value").fill_null(0) != pl.col("actions_count_known")).is_empty()


def test_a_theme_is_a_sign_and_a_number_of_themes_a_surface(warehouse: Warehouse) -> None:
    theme = _of(warehouse, map_coverage.MAP, Selection(sujet="couverture:langue"))
    names = [trace["name"] for trace in theme.chart.data if trace.get("name")] if theme.chart else []
    counts = theme.frame["status"].value_counts()
    known = dict(counts.rows())
    (outside,) = theme.frame.filter(status="value")["only_without_contract_count"].unique()
    assert outside == 1  # Besançon, by an action of a catalogue
    assert "dont 1 hors contrat seulement" in theme.reading
    assert names == [
        *(f"{words[0]} ({known[status]})" for status, words in coverage_map.ABSENT.items() if status in known),
        f"porte le thème ({known['value'] - outside})",
        f"porte le thème, hors contrat seulement ({outside})",
    ]
    assert theme.title == "Porte le thème : Langue, par territoire sous contrat"
    many = _of(warehouse, map_coverage.MAP, Selection(sujet="couverture:themes"))
    assert many.chart
    (circles,) = (trace for trace in many.chart.data if trace.get("name", "").startswith("surface"))
    sizes = dict(zip(many.frame.filter(status="value")["value"], circles["marker"]["size"], strict=True))
    assert sizes[12] ** 2 / sizes[3] ** 2 == pytest.approx(4)


def test_rates_of_exit_have_no_size_no_shade_and_no_order(warehouse: Warehouse) -> None:
    made = _of(warehouse, map_exits.MAP, Selection())
    assert sorted(_written(made.chart)) == ["Indre-et-Loire : 62 %, 71 %", "Tours : 35 %, 70 %, 83 %"]
    assert made.chart
    sizes = {trace["marker"]["size"] for trace in made.chart.data if trace.get("name")}
    assert sizes == {exit_map.MARK}
    (ranking,) = made.rankings
    assert {line.share for line in ranking.lines} == {None}
    assert len(ranking.lines) == made.frame.height == 8
