"""Sorties, where both counts are known: rates with their interval, bounds for unknown outcomes, and rank intervals."""

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.figures import exits
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_folded, html_paragraph, show_html
from dashboard.words import labels
from queries.warehouse import Warehouse

NEEDED = (
    "Un taux se calcule avec le nombre de sorties positives et le nombre de personnes sorties du parcours : aucun document lu "
    "ne donne les deux. Un bilan qui compterait les sorties du parcours permettrait de calculer un taux et son intervalle de "
    "confiance."
)


def show(warehouse: Warehouse, chosen: Selection) -> bool:
    """Whether there is any such rate."""
    horizons = cached.read(warehouse, "exit_horizons")
    if horizons.is_empty():
        return False
    names = {
        f"{row['horizon_from']}-{row['horizon_months']}": labels.horizon(row["horizon_months"], row["horizon_from"])
        for row in horizons.iter_rows(named=True)
    }
    widgets.choose_one(chosen, "horizon", "Moment où les sorties sont comptées", list(names), names.__getitem__)
    return show_figure(warehouse, exits.COUNTED_RATES, chosen)


def show_nothing(warehouse: Warehouse) -> None:
    """What there is, then what an interval needs, and that no document gives it."""
    rates = cached.read(warehouse, "exit_rates", measure_id=Selection().mesure)
    of_contracts = cached.read(warehouse, "atlas_contents")["exit_rates_of_contracts_count"].item()
    show_html(
        html_paragraph(exits.published(rates, of_contracts), "lecture")
        + html_folded("Ce qu'il faudrait pour calculer un taux", html_paragraph(NEEDED))
    )
