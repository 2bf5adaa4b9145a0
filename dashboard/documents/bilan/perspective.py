"""What the Atlas publishes of the territory of a bilan and of those like it, each with its reserve."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.choices.fields import Selection
from dashboard.documents import printed
from dashboard.documents.bilan.report import Report
from dashboard.documents.document import Block, Facts, Heading, Paragraph
from dashboard.documents.notes import Notes
from dashboard.figures import actions, amounts, answer, funding_panels, need, peers
from dashboard.figures.content import Content
from dashboard.words import labels

PUBLISHED = (
    amounts.STATE_OF_A_TERRITORY,
    need.OF_A_TERRITORY,
    funding_panels.PRESENT_OF_A_TERRITORY,
    funding_panels.ENTERED_OF_A_TERRITORY,
    funding_panels.FOLLOWED_OF_A_TERRITORY,
    actions.RESULTS,
)


def perspective(report: Report) -> Iterator[Block]:
    """Nothing of the bilan itself: it stands in no comparison before it is validated, published and taken in."""
    yield Paragraph(
        labels.spaced(
            f"Ce que l'Atlas CTAI publie d'après des documents publics, données {report.data_version}. Les réponses de ce "
            "bilan n'y entrent pas : elles ne se comparent à d'autres qu'une fois validées et publiées."
        )
    )
    figures = _figures(report)
    notes = Notes(figures)
    for figure in figures:
        yield from printed.figure_blocks(figure, replace(printed.how(figure), is_drawn=False), notes, is_alone=False)
    if not figures:
        yield Paragraph("L'Atlas ne publie ni montant, ni base, ni résultat pour ce territoire.")
    yield from _peers(report)
    if told := notes.told():
        yield Heading("Documents cités", 2)
        yield Facts(told, is_small=True)


def _figures(report: Report) -> list[Content]:
    chosen = Selection(fiche=report.form.contract.territory_id)
    return [found for figure in PUBLISHED if (found := answer.of(figure, report.read, chosen))]


def _peers(report: Report) -> Iterator[Block]:
    group = peers.group(report.read("peer_characteristics"), report.form.contract.territory_id, peers.weights_of(""))
    if group is not None:
        yield Heading("Territoires semblables", 2)
        yield Paragraph(labels.spaced(peers.reading(group.frame, group.name)))
