"""What the Atlas publishes of the territory of a bilan and of those like it, each with its reserve."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.choices.fields import Selection
from dashboard.documents import printed
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.synthesis import WHOLE
from dashboard.documents.document import Block, Facts, Heading, Paragraph
from dashboard.documents.notes import Notes
from dashboard.figures import actions, amounts, answer, funding_panels, need, peers
from dashboard.figures.content import Content
from dashboard.figures.spec import Figure
from dashboard.words import grammar, labels

PER_PERSON = (
    "L'argent de l'État divisé par un nombre de personnes. « Base adaptée » : les personnes comptées sont celles à qui l'argent "
    "s'adresse, à un an près. « Avec réserve » : elles ne le sont qu'en partie, et le montant n'est qu'un ordre de grandeur. "
    "Deux montants rapportés à des publics différents ne se comparent pas."
)
# What each figure shows, in the words of somebody who does not know the Atlas.
PUBLISHED: tuple[tuple[Figure, str], ...] = (
    (
        amounts.STATE_OF_A_TERRITORY,
        "L'argent de l'État, tel que des documents publics l'annoncent pour ce contrat. Un plafond, un engagement et une "
        "prévision sont trois choses : ils ne s'additionnent pas. « Sous condition » : le document met une condition au "
        "versement. Un montant de plusieurs années n'est pas partagé entre elles.",
    ),
    (
        need.OF_A_TERRITORY,
        "Combien de bénéficiaires de la protection internationale (BPI) ont signé leur contrat d'intégration républicaine (CIR) "
        "dans le département en un an, et la place que cela lui donne parmi les départements.",
    ),
    (funding_panels.PRESENT_OF_A_TERRITORY, PER_PERSON),
    (funding_panels.ENTERED_OF_A_TERRITORY, PER_PERSON),
    (funding_panels.FOLLOWED_OF_A_TERRITORY, PER_PERSON),
    (
        actions.RESULTS,
        "Ce que d'autres documents disent réalisé. Ces chiffres ne viennent pas de ce bilan : quand ils en diffèrent, ils "
        "comptent autre chose, ou un autre temps, et l'écart est à expliquer.",
    ),
)


def perspective(report: Report) -> Iterator[Block]:
    """Nothing of the bilan itself: it stands in no comparison before it is validated, published and taken in."""
    yield Paragraph(
        labels.spaced(
            f"Ce que l'Atlas CTAI publie d'après des documents publics, données {report.data_version}. Les réponses de ce "
            "bilan n'y entrent pas : elles ne se comparent à d'autres qu'une fois validées et publiées."
        ),
        is_kept=True,
    )
    figures = _figures(report)
    notes = Notes([content for content, _words in figures])
    said: set[str] = set()
    for content, words in figures:
        yield Heading(labels.spaced(content.title), 2)
        if words not in said:
            said.add(words)
            yield Paragraph(labels.spaced(words), is_kept=True)
        yield from printed.table_blocks(content, replace(printed.how(content), is_drawn=False), notes)
    if PUBLISHED[-1][1] in said and report.numbers.value(WHOLE, "Total") is not None:
        own = f"{report.numbers.cell(WHOLE, 'Total')}{labels.NBSP}personnes accompagnées"
        yield Paragraph(labels.spaced(f"Ce bilan compte, lui, {own}, chacune une fois."), is_small=True)
    if not figures:
        yield Paragraph("L'Atlas ne publie ni montant, ni base, ni résultat pour ce territoire.")
    yield from _peers(report)
    if told := notes.told():
        yield Heading("Documents cités", 2)
        yield Facts(told, is_small=True)


def _figures(report: Report) -> list[tuple[Content, str]]:
    chosen = Selection(fiche=report.form.contract.territory_id)
    return [(found, words) for figure, words in PUBLISHED if (found := answer.of(figure, report.read, chosen))]


def _peers(report: Report) -> Iterator[Block]:
    group = peers.group(report.read("peer_characteristics"), report.form.contract.territory_id, peers.weights_of(""))
    if group is not None:
        yield Heading("Territoires semblables", 2)
        yield Paragraph(
            labels.spaced(
                f"Les territoires sous contrat qui ressemblent le plus à {group.name} par ce que l'on publie d'eux : "
                f"{grammar.listed(group.frame['territory_name'].to_list())}."
            )
        )
