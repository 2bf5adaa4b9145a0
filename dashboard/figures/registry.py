"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from collections.abc import Sequence

from dashboard.figures import (
    action,
    action_costs,
    actions,
    actions_by_axis,
    amounts,
    bilans,
    common_amounts,
    contracts,
    coverage,
    coverage_index,
    datasets,
    dictionary,
    divergences,
    documents,
    documents_of_bilans,
    exits,
    funding,
    funding_panels,
    guard,
    map_coverage,
    map_exits,
    maps,
    method,
    need,
    need_covered,
    need_map,
    peers,
    questions,
    receipt,
    releases,
    relief,
    series,
    shared_bases,
    subventions,
    synthesis,
    territories,
    themes,
    yardstick,
)
from dashboard.figures.spec import Figure

SUBJECTS = (
    funding,
    guard,
    funding_panels,
    shared_bases,
    amounts,
    common_amounts,
    peers,
    territories,
    questions,
    contracts,
    divergences,
    documents,
    documents_of_bilans,
    method,
    dictionary,
    releases,
    datasets,
    subventions,
    receipt,
    maps,
    map_coverage,
    map_exits,
    relief,
    actions,
    actions_by_axis,
    action,
    action_costs,
    coverage,
    coverage_index,
    themes,
    exits,
    bilans,
    series,
    need,
    need_map,
    need_covered,
    yardstick,
    synthesis,
)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}


def asked_by(key: str) -> Sequence[str]:
    """The fields that the question of a figure asks with, which the addresses of its receipts hold; none for no figure."""
    figure = FIGURES.get(key)
    return figure.ask.fields if figure and figure.ask else ()
