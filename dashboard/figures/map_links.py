"""Where a map leads: from a territory to its sheet and to comparisons, from the whole to the dataset behind it."""

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing.map_looks import MISSING
from dashboard.drawing.thematic import SILENT
from dashboard.figures import pages, same_data
from dashboard.figures.content import Link
from dashboard.figures.spec import Filters, Row

RATIO = "ratio:"
DATASET_LEVELS = {"contrat": ("commune", "epci")}


def filters(chosen: Selection) -> Filters:
    """A subject is a measure with its breakdown, a nature, a way of counting."""
    if chosen.sujet.startswith(RATIO):
        return {}
    measure, nature, _counting = chosen.sujet.split("/")
    levels = DATASET_LEVELS.get(chosen.niveau, (chosen.niveau,))
    is_year = chosen.millesime.isascii() and chosen.millesime.isdecimal()
    year = same_data.of_year(chosen.millesime if is_year else EVERY)
    return {"niveau": levels, "mesure": (measure.split(":")[0],), "nature": (nature,), **year}


def ways(row: Row, chosen: Selection) -> list[Link]:
    """Where a click on a territory leads, besides the receipt of its figure; it may have none."""
    name, territory_id = row["territory_name"], row["territory_id"]
    silence = f" ({MISSING[row['status']][0]})" if row["status"] in SILENT else ""
    ways = [Link(f"Fiche : {name}{silence}", pages.sheet(chosen, territory_id))]
    if territory_id not in chosen.territoires:
        compared = address("carte", chosen, vue_carte="mesure", territoires=(*chosen.territoires, territory_id))
        ways.append(Link(f"Ajouter {name} à la comparaison", compared))
    return ways
