"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from dashboard.figures import (
    amounts,
    coverage,
    exits,
    funding,
    peers,
    series,
    themes,
)
from dashboard.figures.spec import Figure

SUBJECTS = (
    funding,
    amounts,
    peers,
    coverage,
    themes,
    exits,
    series,
)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}
