"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from dashboard.figures import (
    amounts,
    datasets,
    dictionary,
    documents,
    funding,
    method,
    peers,
    receipt,
    releases,
    subventions,
)
from dashboard.figures.spec import Figure

SUBJECTS = (
    funding,
    amounts,
    peers,
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
