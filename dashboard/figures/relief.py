"""The map in relief: the State's yearly money of each territory under contract, told and listed beside its columns."""

from collections.abc import Sequence

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing.relief_forms import COLUMN, DISC, FORMS, NOT_DRAWN, amount_words, form, when_words
from dashboard.figures.maps import TERRITORY
from dashboard.figures.spec import AMOUNT, Ask, Column, Figure, Row
from dashboard.words import grammar, labels
from geo.territories import ATTRIBUTION
from queries import orders


def is_overseas(row: Row) -> bool:
    """Drawn where it lies, which the first view does not show."""
    return form(row) != NOT_DRAWN and not (41 <= row["latitude"] <= 51.5 and -5.5 <= row["longitude"] <= 10)


def says(row: Row) -> str:
    return f"{row['territory_name']} : {amount_words(row)}" + (f" ({when_words(row)})" if row["year"] else "")


def remarks(row: Row) -> str:
    marks = [
        "sources contradictoires" if row["is_contradictory"] else "",
        "confiance basse" if row["confidence"] == "L" else "",
        "somme des actions" if row["is_computed"] else "",
        "autre montant du même territoire et de la même année" if row["place"] > 1 else "",
        "hors de la vue de départ" if is_overseas(row) else "",
    ]
    return " ; ".join(mark for mark in marks if mark) or labels.ABSENT


def reading(frame: pl.DataFrame) -> str:
    """The extremes of what is drawn, but for bounds, ranges and what sources contradict."""
    sure = frame.filter(orders.enters_extremes("set_aside_low_eur"))
    known = [row for row in sure.iter_rows(named=True) if form(row) in (COLUMN, DISC)]
    if not known:
        return "Aucun montant n'est publié exactement : seulement des bornes, ou pourquoi le montant manque."
    highest, lowest = (extreme(row["amount_eur"] for row in known) for extreme in (max, min))
    names = (
        frame.filter(orders.contradicted("set_aside_low_eur"))["territory_name"].unique(maintain_order=True).to_list()
    )
    aside = f", hors sources contradictoires ({grammar.listed(names)})" if names else ""
    if highest == lowest:
        return f"Seul montant connu : {_holders(known, highest)}{aside}."
    return f"Le plus élevé : {_holders(known, highest)} ; le plus bas : {_holders(known, lowest)}{aside}."


def _holders(rows: Sequence[Row], amount: float) -> str:
    """« 300 000 € (Dijon Métropole, 2020 ; Rennes Métropole, 2020) »."""
    holders = [f"{row['territory_name']}, {row['year']}" for row in rows if row["amount_eur"] == amount]
    return f"{labels.euros(amount)} ({' ; '.join(holders)})"


def notes(frame: pl.DataFrame) -> list[str]:
    """How heights are to be read, and what is not drawn: drawn and not drawn make the whole."""
    rows = list(frame.iter_rows(named=True))
    by_form = {kind: [row for row in rows if form(row) == kind] for kind in FORMS}
    drawn = [
        f"{labels.number(len(by_form[kind]))} en {words}"
        for kind, words in FORMS.items()
        if kind != NOT_DRAWN and by_form[kind]
    ]
    lost = [row["territory_name"] for row in by_form[NOT_DRAWN]]
    away = [row["territory_name"] for row in rows if is_overseas(row)]
    words = [
        "La hauteur d'une colonne est proportionnelle au montant, sans perspective : deux montants égaux ont la même "
        "hauteur partout. Elle est remise à l'échelle quand la vue est centrée sur un territoire.",
        "Des colonnes ne s'additionnent pas : une seule nature de montant est montrée, une seule année par territoire.",
        f"Sur la carte : {labels.quantity(len(rows) - len(lost), 'territory')} ({', '.join(drawn)})"
        + (f" ; sans place sur la carte : {', '.join(lost)}." if lost else "."),
    ]
    years = sorted({row["year"] for row in rows if row["year"] is not None})
    if len(years) > 1:
        words.insert(
            1, f"Les années diffèrent selon les territoires ({', '.join(map(str, years))}) : le tableau les dit."
        )
    if away:
        words.append(f"Hors de la vue de départ : {', '.join(away)} ; « Centrer la vue sur » y mène.")
    return words


def one_nature(chosen: Selection) -> str:
    """The nature of the amounts in relief: columns are of one, for natures are never set side by side as one thing."""
    return chosen.nature if chosen.nature != EVERY else "committed"


RELIEF = Figure(
    key="relief",
    title=lambda answer: (
        f"Contribution annuelle de l'État ({labels.NATURES[one_nature(answer.chosen)]}), par territoire sous contrat"
    ),
    ask=Ask("relief_amounts", ("nature", "annee"), more=lambda chosen: {"nature": one_nature(chosen)}),
    row=("territory_id", "contract_id", "year", "observation_ids"),
    pins=lambda row: {"nature": row["nature"]} if row["nature"] else {},
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    rules={"montant": "rule"},
    says=says,
    columns=(
        TERRITORY,
        Column("amount", "Montant", amount_words, value=AMOUNT),
        Column("nature", "Nature, année", when_words),
        Column(
            "programme",
            "Programme",
            lambda row: labels.PROGRAMMES[row["programme"]] if row["programme"] else row["programmes"],
        ),
        Column("form", "Dessin", lambda row: FORMS[form(row)]),
        Column("remark", "Remarque", remarks),
    ),
    reading=lambda answer: reading(answer.frame),
    notes=lambda answer: notes(answer.frame),
    sources=("observation_ids", "set_aside_ids"),
    attribution=ATTRIBUTION,
)
