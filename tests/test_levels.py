"""A level of territory is declared once: the rest of the house takes it from `geo/levels.py`."""

import json
from pathlib import Path

from dashboard.choices.fields import MAP_LEVELS
from dashboard.commands.export import FILTERS
from dashboard.datasets.refusals import LENGTHS
from dashboard.figures import maps
from dashboard.words import labels
from data.cards import load_cards
from data.nearest import nearest
from data.references import TERRITORY
from geo.territories import COLUMNS, LAYER_FILES
from tests.trial_code import copy_code, run_trial

BASIN = """
BASIN = Level(
    "bassin", "bas-", r"\\d{6}", "bassin de vie", "un bassin de vie", "bas-630600",
    layer="basins.csv", signs=(6, 6), plural="bassins de vie",
)  # fmt: skip
"""
LIST = "OFFICIAL = (COMMUNE, EPCI, "
BASINS = """\
insee_code,name,departement_code,region_code,population,population_year,longitude,latitude
630600,Thiers,63,84,21000,2023,3.5470,45.8560
"""
OBSERVATION = "essai-2024.0001,bas-630600,cir_signatories,observed,12,2024-01-01,2024-12-31,Article 1,soit 12 en tout\n"
HEADER = "observation_id,territory_id,measure_id,nature,value,period_start,period_end,locator,as_printed\n"
TOML = """\
title = "Essai"
publisher = "Essai"
published_on = "2025-03-01"
kind = "contract"
document_class = "contract"
licence = "non précisée"
reliability = "high"
completeness = "extract"
read_via = "text"
"""
TRIED = """
import json
from pathlib import Path
from dashboard.choices.fields import MAP_LEVELS
from dashboard.commands.export import FILTERS
from dashboard.datasets.datasets import table_dataset
from dashboard.datasets.refusals import place_hint
from dashboard.documents import chapters
from dashboard.choices.fields import Selection
from dashboard.figures import maps
from data.nearest import nearest
from data.references import TERRITORY
from queries.build import build
from queries.warehouse import Warehouse, home
warehouse = Warehouse(build(home(), Path.cwd()))
sheet = chapters.sheet(warehouse.read, "bas-630600", Selection(fiche="bas-630600"))
places = warehouse.table("territory__containers").filter(territory_id="bas-630600")
drawn = warehouse.table("territory__map_figures").filter(map_level="bassin")
codes = table_dataset(warehouse, "territories").codes.filter(code="bassin")
print(json.dumps({
    "places": sorted(places["container_id"]),
    "identity": dict(chapters.identity(sheet.territory))["Niveau"],
    "drawn": drawn["territory_id"].to_list(),
    "words": codes["label"].to_list(),
    "hint": place_hint(warehouse.read, "630600", {}),
    "nearest": nearest("Bassin 630600", {"bas-630600": "Thiers"}),
    "expected": "bas-, " in TERRITORY,
    "filter": "bassin, " in FILTERS["niveau"].help,
    "map": [MAP_LEVELS["bassin"], maps.LEVELS["bassin"]],
}))
"""


def test_what_each_level_is_called_and_how_it_is_coded() -> None:
    """Literally, whatever is made from what: files, cards, sentences and addresses hold these."""
    card = load_cards()["territories"]
    assert card.grain == (
        "Une ligne est une commune, un EPCI, un département, une région, la France, ou un ensemble nommé de territoires."
    )
    levels = ("commune", "epci", "departement", "region", "pays", "set")
    code = card.column("territory_id")
    assert code.pattern == (r"(com-(\d{5}|2[AB]\d{3})|epci-\d{9}|dep-(\d{2,3}|2[AB])|reg-\d{2}|fra|set-[a-z0-9-]+)")
    assert code.form == (
        "com-, epci-, dep- ou reg- et le code officiel avec ses zéros (com-01053), fra, ou set- et un nom"
    )
    assert code.description == "Niveau et code officiel : com-63113, epci-200070712, dep-63, reg-84, fra, set-…"
    assert card.column("level").values == levels
    assert (
        TERRITORY
        == "un territoire : com-, epci-, dep- ou reg- et le code officiel, fra, ou un ensemble de territories.csv"
    )
    assert labels.LEVELS == {
        "commune": "commune", "epci": "intercommunalité", "departement": "département", "region": "région",
        "pays": "pays", "set": "ensemble de territoires",
    }  # fmt: skip
    assert list(MAP_LEVELS.items()) == [
        ("region", "Régions"), ("departement", "Départements"), ("epci", "Intercommunalités"),
        ("contrat", "Territoires sous contrat"),
    ]  # fmt: skip
    assert maps.LEVELS == {
        "region": "par région", "departement": "par département", "epci": "par intercommunalité",
        "contrat": "par commune ou intercommunalité sous contrat",
    }  # fmt: skip
    assert FILTERS["niveau"].help == "niveaux : commune, epci, departement, region, pays, set"
    assert LENGTHS == {"com": (5, 5), "epci": (9, 9), "dep": (2, 3), "reg": (2, 2)}
    assert LAYER_FILES == {
        "commune": "communes.csv", "epci": "epci.csv", "departement": "departements.csv", "region": "regions.csv",
    }  # fmt: skip
    assert [level for level in LAYER_FILES if "epci_code" in COLUMNS[level]] == ["commune"]
    assert nearest("1", {"dep-01": "Ain", "reg-01": "Guadeloupe", "com-00001": ""}) == ["dep-01", "reg-01"]


def test_a_level_is_added_by_its_declaration_and_its_table(repository: Path, tmp_path: Path) -> None:
    """Tried on a copy of the code and fictitious documents: what is said, found, refused, drawn and contained follows."""
    root = copy_code(tmp_path, repository)
    declared = root / "geo" / "levels.py"
    text = declared.read_text(encoding="utf-8")
    assert LIST in text
    text = text.replace(LIST, f"{BASIN}{LIST}BASIN, ")
    declared.write_text(text, encoding="utf-8")
    (root / "geo" / "layers" / "basins.csv").write_text(BASINS, encoding="utf-8")
    folder = root / "data" / "documents" / "essai-2024"
    folder.mkdir()
    (folder / "document.toml").write_text(TOML, encoding="utf-8")
    (folder / "observations.csv").write_text(HEADER + OBSERVATION, encoding="utf-8")
    ran = run_trial(root, TRIED, tmp_path / "home")
    assert ran.returncode == 0, ran.stderr[-4_000:]
    assert json.loads(ran.stdout) == {
        "places": ["bas-630600", "dep-63", "fra", "reg-84"],
        "identity": "bassin de vie",
        "drawn": ["bas-630600"],
        "words": ["bassin de vie"],
        "hint": "Le plus proche : bas-630600 (Thiers).",
        "nearest": ["bas-630600"],
        "expected": True,
        "filter": True,
        "map": ["Bassins de vie", "par bassin de vie"],
    }
