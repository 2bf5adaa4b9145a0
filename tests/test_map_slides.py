"""A map taken to a slide says in a sentence what it shows, with its values in a table that can be edited."""

import io
import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from dashboard.choices.fields import Selection
from dashboard.documents.figure_files import figure_file
from dashboard.figures import answer, map_exits, map_sentence, maps, need_map
from dashboard.figures.spec import words
from queries.warehouse import Warehouse
from tests.kinds import swept

DAY = date(2026, 11, 29)
HERE = "https://atlas.exemple.fr"
MONEY = {"niveau": "contrat", "sujet": "state_contribution/committed/over", "forme": "habitants"}
MAPS = {
    "carte": MONEY,
    "besoin": {},
    "carte-couverture": {"sujet": "couverture:themes"},
    "carte-sorties": {},
}


def _file(warehouse: Warehouse, key: str, form: str) -> bytes:
    return figure_file(warehouse, f"{key}.{form}", MAPS[key], DAY, HERE)[2]


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u202f", " ").replace("\u00a0", " ")).replace("’", "'")


def test_the_slide_of_the_money_per_inhabitant_can_be_edited(warehouse: Warehouse) -> None:
    """A title that is a sentence, the map as a picture, its values as a table, the documents, the version, the address."""
    show = Presentation(io.BytesIO(_file(warehouse, "carte", "pptx")))
    assert (show.slide_width, show.slide_height) == (Inches(13.333), Inches(7.5))
    (slide,) = show.slides
    sentence = (
        "L'État engage pour 1 000 habitants de 625 € (Rennes Métropole) à 2 224 € (Poitiers), dans les 8 territoires sur 40 "
        "dont le montant est connu, de 2019 à 2023, sous condition pour la CC Thiers Dore et Montagne, Clermont-Ferrand et "
        "Metz."
    )
    assert _plain(slide.shapes.title.text) == sentence
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[_plain(cell.text) for cell in row.cells] for row in table.rows]
    assert rows[:3] == [
        ["Territoire", "Pour 1 000 habitants"], ["Poitiers", "2 224 € (2021)"], ["Clermont-Ferrand", "2 050 € (2019)"],
    ]  # fmt: skip
    assert ["CC Thiers Dore et Montagne", "1 089 € (2023)"] in rows
    assert ["Grenoble-Alpes-Métropole (sources contradictoires)", "de 666 à 775 € (2023)"] in rows
    (picture,) = [shape for shape in slide.shapes if shape.name == "Carte"]
    assert _plain(picture._element.nvPicPr.cNvPr.get("descr")) == sentence
    words = _plain(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))
    assert "Contribution de l'État au contrat (engagé) pour 1 000 habitants, par commune" in words
    assert re.search(r"Sources : .*\(Ville de Poitiers, s\.d\.\).* Contours : IGN", words)
    assert re.search(
        r"Atlas CTAI, données \S+, 9 documents, https://atlas\.exemple\.fr/carte\?vue=mesure&.*&forme=habitants", words
    )


# A table beside the map, and classes below it; the others have one or the other: make soak.
@pytest.mark.parametrize("key", swept(MAPS, ["besoin", "carte"]))
def test_every_map_has_a_slide_within_its_edges_and_a_picture_of_its_size(warehouse: Warehouse, key: str) -> None:
    once = _file(warehouse, key, "pptx")
    assert _file(warehouse, key, "pptx") == once
    show = Presentation(io.BytesIO(once))
    one_by_one = sorted(show.slides[0].shapes, key=lambda shape: shape.top)
    title, subtitle = one_by_one[:2]
    assert title.top + title.height <= subtitle.top
    for shape in one_by_one:
        assert shape.left >= 0 and shape.left + shape.width <= show.slide_width
        assert shape.top >= 0 and shape.top + shape.height <= show.slide_height
    picture = Image.open(io.BytesIO(_file(warehouse, key, "png"))).convert("RGB")
    assert picture.size == (1920, 1080)
    for edge in ((0, 0, 1920, 20), (0, 1060, 1920, 1080), (0, 0, 40, 1080), (1880, 0, 1920, 1080)):
        assert picture.crop(edge).getcolors() == [((edge[2] - edge[0]) * (edge[3] - edge[1]), (255, 255, 255))]


def test_the_table_of_a_slide_is_headed_by_what_it_lists(warehouse: Warehouse) -> None:
    heads = {}
    for key in ("besoin", "carte-sorties"):
        (slide,) = Presentation(io.BytesIO(_file(warehouse, key, "pptx"))).slides
        (table,) = [shape.table for shape in slide.shapes if shape.has_table]
        heads[key] = [_plain(cell.text) for cell in table.rows[0].cells]
    assert heads == {
        "besoin": ["Territoire", "Contribution de l'État par an"],
        "carte-sorties": ["Initiative", "Taux publiés, sans ordre"],
    }


def test_pages_of_maps_lead_to_their_slide(warehouse: Warehouse) -> None:
    for figure in (maps.MAP, need_map.MAP, map_exits.MAP):
        files = answer.content(figure, answer.answered(figure, warehouse.read, Selection())).files
        assert files["pptx"].startswith(f"/telechargements/figures/{figure.key}.pptx")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2.0, 5.0], "« Places » va de 2 (A) à 5 (B)."),
        ([2.0, 5.0, 5.0], "« Places » va de 2 (A) à 5 (B et C)."),
        ([5.0], "« Places » n'a qu'un chiffre exact : 5 (A)."),
        ([5.0, 5.0], "« Places » vaut 5 partout où le chiffre est publié."),
        (
            [None],
            "De « Places » ne sont publiés que des intervalles, des bornes ou des chiffres de confiance basse, qui ne se "
            "classent pas.",
        ),
    ],
)
def test_the_sentence_names_the_measure_and_its_extremes(values: list[float | None], expected: str) -> None:
    names = list("ABC"[: len(values)])
    frame = pl.DataFrame(
        {
            "place": [1] * len(values),
            "map_year": [None] * len(values),
            "territory_name": names,
            "value": values,
            "confidence": ["H"] * len(values),
            "is_contradictory": [False] * len(values),
            "set_aside_low": [None] * len(values),
        },
        schema_overrides={"map_year": pl.Int64, "value": pl.Float64, "set_aside_low": pl.Float64},
    )
    told = map_sentence.sentence(
        frame, {"subject_id": "places/rule/at"}, "Places", "value", lambda row: str(int(row["value"]))
    )
    assert _plain(told) == expected


def test_the_sentence_of_a_rate_says_for_how_many(warehouse: Warehouse) -> None:
    chosen = Selection(niveau="region", sujet="dna_places/rule/at", forme="habitants")
    made = answer.answered(maps.MAP, warehouse.read, chosen)
    told = _plain(words(maps.MAP.sentence, made))
    assert re.fullmatch(
        r"« Places d'hébergement du DNA.* pour 1 000 habitants » va de [\d,]+ \(.*\) à [\d,]+ \(.*\)\.", told
    )


def test_the_sentence_of_the_money_says_for_how_many_when_and_on_what_terms(warehouse: Warehouse) -> None:
    """Grenoble's range, from 300 000 to 349 000 €, goes beyond the exact amounts: those alone are counted."""
    asked = Selection(niveau="contrat", sujet=MONEY["sujet"])
    told = {
        year: _plain(
            words(maps.MAP.sentence, answer.answered(maps.MAP, warehouse.read, replace(asked, millesime=year)))
        )
        for year in ("derniere", "2020", "2023")
    }
    assert told["derniere"].endswith(
        "dans les 7 territoires sur 40 dont le montant exact est connu, de 2019 à 2023, sous condition pour la CC Thiers Dore "
        "et Montagne, Clermont-Ferrand et Metz."
    )
    assert told["2020"] == "L'État engage 300 000 €, dans les 3 territoires sur 40 dont le montant est connu, en 2020."
    assert told["2023"] == (
        "L'État engage 40 000 € (CC Thiers Dore et Montagne), dans le seul territoire sur 40 dont le montant exact est connu, "
        "en 2023, sous condition."
    )


def test_the_reading_of_the_money_says_its_limit_too(warehouse: Warehouse) -> None:
    read = _plain(words(maps.MAP.reading, answer.answered(maps.MAP, warehouse.read, Selection(**MONEY))))
    assert read.endswith("parmi les seuls montants connus, engagés de 2019 à 2023, en partie sous condition.")
