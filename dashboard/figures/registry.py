"""Every figure of the Atlas by its key: what pages, receipts, files, printed documents and tests read."""

from collections.abc import Sequence

from dashboard.figures import amounts, funding, peers
from dashboard.figures.spec import Figure

SUBJECTS = (funding, amounts, peers)
FIGURES: dict[str, Figure] = {
    figure.key: figure for subject in SUBJECTS for figure in vars(subject).values() if isinstance(figure, Figure)
}


def asked_by(key: str) -> Sequence[str]:
    """The fields that the question of a figure asks with, which the addresses of its receipts hold; none for no figure."""
    return FIGURES[key].ask.fields if key in FIGURES else ()
