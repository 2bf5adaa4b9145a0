"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from dashboard.figures import (
    amounts,
    contracts,
    datasets,
    dictionary,
    divergences,
    documents,
    funding,
    method,
    peers,
    receipt,
    releases,
    subventions,
    territories,
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
)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}
