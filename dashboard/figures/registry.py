"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from dashboard.figures import (
    action,
    action_costs,
    actions,
    amounts,
    contracts,
    coverage,
    datasets,
    dictionary,
    divergences,
    documents,
    exits,
    funding,
    maps,
    method,
    peers,
    receipt,
    releases,
    relief,
    series,
    subventions,
    territories,
    themes,
)
from dashboard.figures.spec import Figure

SUBJECTS = (
    funding,
    amounts,
    peers,
    territories,
    contracts,
    divergences,
    documents,
    method,
    dictionary,
    releases,
    datasets,
    subventions,
    receipt,
    maps,
    relief,
    actions,
    action,
    action_costs,
    coverage,
    themes,
    exits,
    series,
)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}
