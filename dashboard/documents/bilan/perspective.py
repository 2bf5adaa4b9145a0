"""What the Atlas publishes of the territory of a bilan and of those like it, each with its reserve."""

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dashboard.bilan.form import Read
from dashboard.choices.fields import Selection
from dashboard.documents import printed
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.synthesis import WHOLE
from dashboard.documents.document import Block, Facts, Heading, Paragraph, PrintedTable
from dashboard.documents.notes import Notes
from dashboard.figures import actions, answer, funding, funding_panels, need, peers
from dashboard.figures.content import EXTRACT_MARK, EXTRACT_NOTE, Content
from dashboard.figures.spec import Figure, Printed
from dashboard.words import grades, grammar, labels
from dashboard.words.territories import with_article

PER_PERSON = (
    "L'argent de l'État divisé par un nombre de personnes. « Base adaptée » : les personnes comptées sont celles à qui l'argent "
    "s'adresse, à un an près. « Avec réserve » : elles ne le sont qu'en partie, et le montant n'est qu'un ordre de grandeur. "
    "Deux montants rapportés à des publics différents ne se comparent pas ; l'année de l'argent et celle des personnes sont "
    "dites à chaque ligne."
)
# How a file was filtered, in the place of a figure: « année = 2020 ».
FILTER = re.compile(r"(?P<name>\w+(?: \w+)?) = (?P<value>[^\s;.]+(?: [^\s;.]+)*)")
# What each figure shows, in the words of somebody who does not know the Atlas.
PUBLISHED: tuple[tuple[Figure, str], ...] = (
    (
        need.OF_A_TERRITORY,
        "Combien de bénéficiaires de la protection internationale (BPI) ont signé leur contrat d'intégration républicaine (CIR) "
        "dans le département en {year}, et la place que cela lui donne parmi les départements.",
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
    """Nothing of the bilan itself, taken in or not. Nor what the contract provides, which is in chapter 1."""
    yield Paragraph(
        labels.spaced(
            f"Ce que l'Atlas CTAI publie d'après d'autres documents publics, données {report.data_version}. Ni les "
            "réponses de ce bilan ni celles d'un autre bilan de ce contrat n'y entrent : validées et publiées, elles se "
            "comparent à celles d'autres contrats sur la page Bilans de l'Atlas."
        ),
        is_kept=True,
    )
    figures = _figures(report)
    notes = Notes([content for content, _words in figures])
    said: set[str] = set()
    has_extracts = False
    for content, words in figures:
        yield Heading(labels.spaced(content.title), 2)
        if words not in said:
            said.add(words)
            own = _own(report) if content.key == actions.RESULTS.key else ""
            yield Paragraph(labels.spaced(words + own), is_kept=True)
        tables = [*printed.table_blocks(content, _whole(content), notes)]
        has_extracts = has_extracts or any(_bears(EXTRACT_MARK, table) for table in tables)
        yield from tables
        if rough := _rough(content):
            yield Paragraph(labels.spaced(rough), is_small=True)
    if has_extracts:
        yield Paragraph(labels.spaced(EXTRACT_NOTE), is_small=True)
    if not figures:
        yield Paragraph("L'Atlas ne publie ni montant, ni base, ni résultat pour ce territoire.")
    yield from _peers(report)
    if told := notes.told():
        yield Heading("Documents cités", 2)
        yield Facts([(number, FILTER.sub(_in_words, words)) for number, words in told], is_small=True)


def _rough(content: Content) -> str:
    """The amounts per person, not on a suitable base, of which money and persons are of two years: why each is rough."""
    if "base_year" not in content.frame.columns:
        return ""
    told = [
        f"{funding.ratio_words(row)} {row['per_label']} ({grades.apart(row['year'], row['base_year'])})"
        for row in content.frame.iter_rows(named=True)
        if row["grade"] != "A" and row["base_year"] != row["year"]
    ]
    return f"À lire comme un ordre de grandeur : {' ; '.join(told)}." if told else ""


def _own(report: Report) -> str:
    """What the bilan counts beside what others published."""
    if report.numbers.value(WHOLE, "Total") is None:
        return ""
    told = f"{report.numbers.cell(WHOLE, 'Total')}{labels.NBSP}personnes accompagnées"
    return f" Ce bilan compte, lui, {told}, chacune une fois."


def _whole(content: Content) -> Printed:
    """All its rows: a document that is signed sends nobody to a page for the rest."""
    return replace(printed.how(content), is_drawn=False, rows=len(content.table.rows))


def _bears(mark: str, block: Block) -> bool:
    rows = block.rows if isinstance(block, PrintedTable) else ()
    return any(mark in cell for row in rows for cell in row)


def _in_words(found: re.Match[str]) -> str:
    value = found["value"]
    return f"{found['name']} « {value.lower() if value.isupper() else value} »"


def _figures(report: Report) -> list[tuple[Content, str]]:
    chosen, read = Selection(fiche=report.form.contract.territory_id), _of_others(report)
    return [(found, _dated(words, found)) for figure, words in PUBLISHED if (found := answer.of(figure, read, chosen))]


def _dated(words: str, content: Content) -> str:
    """With the year of the figure, where its words say it: it is not that of the bilan."""
    return words.format(year=content.frame["year"][0]) if "{year}" in words else words


def _of_others(report: Report) -> Read:
    """What the warehouse answers, without what it took from the bilans of this contract: once they are published, it
    gives the answers of this one back.
    """
    of_bilans = f"bilan-{report.form.contract.contract_id.lower()}-"

    def read(question: str, **parameters: object) -> pl.DataFrame:
        frame = report.read(question, **parameters)
        own = [pl.col(name).str.starts_with(of_bilans) for name in frame.columns if name == "observation_id"]
        own += [
            pl.col(name).list.eval(pl.element().str.starts_with(of_bilans)).list.any()
            for name in frame.columns
            if name in ("observation_ids", "base_observation_ids")
        ]
        return frame.filter(~pl.any_horizontal(own).fill_null(False)) if own else frame

    return read


def _peers(report: Report) -> Iterator[Block]:
    group = peers.group(report.read("peer_characteristics"), report.form.contract.territory_id, peers.weights_of(""))
    if group is not None:
        yield Heading("Territoires semblables", 2)
        yield Paragraph(
            labels.spaced(
                f"Les territoires sous contrat qui ressemblent le plus à {with_article(group.name)} par ce que l'on publie "
                f"d'eux : {grammar.listed(group.frame['territory_name'].to_list())}."
            )
        )
