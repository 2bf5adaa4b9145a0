"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from dashboard.figures import amounts, dictionary, documents, funding, method, peers
from dashboard.figures.spec import Figure

SUBJECTS = (
    funding,
    amounts,
    peers,
    documents,
    method,
    dictionary,
)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}
