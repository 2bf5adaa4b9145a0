"""What a map leaves out or shows twice, in words."""

import polars as pl

from dashboard.figures.spec import Answer
from dashboard.words import labels
from dashboard.words.grammar import listed, plural
from geo.composition import Frames


def other_amounts(frame: pl.DataFrame) -> str:
    """How many of those without a figure have another amount of the State; nothing when none has."""
    count = frame.filter(status="other_amount").height
    if not count:
        return ""
    words = f"dont {labels.number(count)} {plural(count, 'a', 'ont')} un autre montant publié"
    return f", {words} : de plusieurs années, sans année ou d'un groupe"


def framed(drawn: Frames) -> list[str]:
    """What stands in a frame."""
    return [
        *(["L'Île-de-France est montrée deux fois, à sa place et agrandie."] if drawn.has_enlargement else []),
        *(["Les départements d'outre-mer sont dans leurs cadres, chacun à son échelle."] if drawn.has_overseas else []),
    ]


def under_contract(answer: Answer) -> pl.DataFrame:
    """The territories under contract, of every level."""
    return answer.read("territories_known").filter(pl.col("contracts_count") > 0)


def of_another_level(under_contract: pl.DataFrame) -> list[str]:
    """Which of the territories under contract a map of communes and EPCI cannot hold; nothing when it holds all."""
    return left_out(under_contract, without_mark(under_contract))


def without_mark(under_contract: pl.DataFrame) -> pl.DataFrame:
    """Those of another level than a map of communes and EPCI."""
    return under_contract.filter(~pl.col("level").is_in(["commune", "epci"]))


def left_out(under_contract: pl.DataFrame, others: pl.DataFrame) -> list[str]:
    """« Des 40 territoires sous contrat, 38 sont sur la carte ; … »: those that have no mark are named."""
    if others.is_empty():
        return []
    names = listed([f"{row['name']} ({labels.LEVELS[row['level']]})" for row in others.iter_rows(named=True)])
    every, drawn = labels.number(under_contract.height), labels.number(under_contract.height - others.height)
    verb = plural(others.height, "ne l'est pas, d'un autre niveau", "ne le sont pas, d'un autre niveau")
    return [f"Des {every} territoires sous contrat, {drawn} sont sur la carte ; {names} {verb}."]
