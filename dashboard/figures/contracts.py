"""The contracts: their register, those that a territory signed for another, their story, axes and clauses."""

from dataclasses import replace

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.figures import provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import contract_words, grammar, labels, money, passages
from dashboard.words.territories import of

UNKNOWN = "inconnu"
TERMS = {"start": "starts_on", "end": "ends_on"}
OWN_DATES = TERMS | {"signature": "signed_on"}  # the date that the contract keeps, of those that sources give


def _territory(row: Row) -> str:
    return f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]}"


def _name(row: Row) -> str:
    return f"{_territory(row)} [{row['contract_id']}]"


def _where(row: Row) -> str:
    return ", ".join(name for name in (row["departement_name"], row["region_name"]) if name) or labels.ABSENT


def _public(row: Row) -> str:
    return labels.PUBLICS.get(row["target_public"], UNKNOWN)


def _status(row: Row) -> str:
    return labels.CONTRACT_FACTS[row["status"]]


def _event_day(event: Row) -> str:
    return labels.partial_date(event["event_on"]) + (" (date déduite)" if event["basis"] == "inferred" else "")


def _is_closer(one: Row, other: Row) -> bool:
    """Whether it tells the date of the other more closely: « 24 juin 2019 » of « 2019 »."""
    return (
        one["kind"] == other["kind"]
        and one["event_on"] != other["event_on"]
        and one["event_on"].startswith(other["event_on"])
    )


def _told_date(row: Row, event: Row) -> str:
    """« signature 24 juin 2019 »; where the contract keeps another date than this one, that another source gives it."""
    kept, told = row[OWN_DATES[event["kind"]]] if event["kind"] in OWN_DATES else None, event["event_on"]
    is_other = kept is not None and not kept.startswith(told) and not told.startswith(kept)
    elsewhere = " selon une autre source" if is_other else ""
    return f"{labels.CONTRACT_FACTS[event['kind']]} {_event_day(event)}{elsewhere}"


def _dates(row: Row) -> str:
    """Start, end, duration and events, at the precision printed, each once."""
    events = row["events"] or []
    known = [
        f"{labels.CONTRACT_FACTS[kind]} {labels.partial_date(row[name])}"
        for kind, name in TERMS.items()
        if row[name] and not any(event["kind"] == kind and event["event_on"].startswith(row[name]) for event in events)
    ]
    known += [f"durée {row['duration_months']}{labels.NBSP}mois"] if row["duration_months"] else []
    known += [_told_date(row, event) for event in events if not any(_is_closer(other, event) for other in events)]
    return " ; ".join(dict.fromkeys(known)) or UNKNOWN


def _money(row: Row) -> str:
    """« engagé 2019 : 300 000 € ; prévu sous condition sur 36 mois : 200 000 € »."""
    words = []
    for one in row["amounts"] or []:
        period = f"sur {labels.span(one['span'])}" if one["span"] else one["years"] or "sans année"
        words.append(f"{labels.nature(one)} {period} : {money.amount(one)}")
    return " ; ".join(words) or UNKNOWN


def _axes(row: Row) -> str:
    """The axes of a contract, that the list is cut where it is, or that no document names them."""
    if not row["axes"]:
        return "inconnus"
    return " ; ".join(row["axes"]) + (" (liste coupée)" if row["axes_are_cut"] else "")


REGISTER = Figure(
    key="registre",
    title="Le registre des contrats",
    ask=Ask("contracts_registered"),
    row=("contract_id",),
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    says=lambda row: f"{row['title']} ({labels.PROGRAMMES[row['programme']]}, {row['territory_name']})",
    columns=(
        Column("contract", "Contrat", _name),
        Column("where", "Où", _where),
        Column("status", "Statut", _status),
        Column("dates", "Dates", _dates),
        Column("signatories", "Signataires", lambda row: " ; ".join(row["signatories"] or [UNKNOWN])),
        Column("money", "Argent de l'État", _money),
        Column("axes", "Axes nommés", _axes),
        Column("established_by", "Établi par", provenance.place),
    ),
    reading=(
        "Tous les contrats qu'un document lu établit. « Inconnu » veut dire qu'aucun document lu ne le dit. L'argent "
        "est la contribution de l'État ; ses natures (plafond, engagé, prévu, versé) ne s'ajoutent pas."
    ),
    sources=("observation_ids", "set_aside_ids"),
    nothing="Aucun document lu n'établit de contrat.",
)


def _how_many(answer: Answer) -> str:
    frame = answer.frame
    programmes = ", ".join(frame["programme"].unique(maintain_order=True).replace_strict(labels.PROGRAMMES))
    count = labels.counted(frame.height, "contrat établi")
    return f"{count} par un document lu ({programmes}). « Inconnu » veut dire qu'aucun document lu ne le dit."


def _sources_of_a_territory(answer: Answer) -> list[Source]:
    return [
        *provenance.document_lines(answer.frame, "contract_id"),
        *provenance.sources(answer.read, answer.frame, "observation_ids", "set_aside_ids"),
    ]


OF_A_TERRITORY = replace(
    REGISTER,
    key="fiche-contrats",
    title="Les contrats",
    ask=Ask("sheet_contracts", ("fiche",)),
    columns=(
        Column("contract", "Contrat", contract_words.called),
        Column("title", "Titre", lambda row: row["title"]),
        Column("where", "Où", _where),
        Column("status", "Statut", _status),
        Column("public", "Public", _public),
        *REGISTER.columns[3:],
    ),
    reading=_how_many,
    sources=_sources_of_a_territory,
    nothing="",
    printed=Printed(
        (
            "contract",
            "title",
            "where",
            "status",
            "public",
            "dates",
            "signatories",
            "money",
        ),  # the axes have their table
        is_upright=True,
    ),
)


def signed(row: Row) -> str:
    """« Signataire du contrat de la CC Thiers Dore et Montagne (2023) »; a party only, where no signature was read."""
    is_signed = row["status"] == "signed" and "signatory" in row["roles"]
    year = f" ({row['contract_year']})" if row["contract_year"] else ""
    return f"{'Signataire du' if is_signed else 'Partie au'} contrat {of(row['contract_territory_name'])}{year}"


def _its_sheet(row: Row, _chosen: Selection) -> str:
    return f"{SITE}/territoires/{row['contract_territory_id']}"


def _which_signed(answer: Answer) -> str:
    told = dict.fromkeys(signed(row) for row in answer.frame.iter_rows(named=True))
    return f"{' ; '.join(told)}. L'argent, les actions et les chiffres de ces contrats sont sur leur fiche."


# The contracts of another territory that this one is a party to: a commune in its intercommunalité's.
SIGNED_BY_A_TERRITORY = Figure(
    key="fiche-signataire",
    title="Les contrats d'un autre territoire auxquels il est partie",
    ask=Ask("sheet_signed_contracts", ("fiche",)),
    columns=(
        Column("contract", "Contrat", signed, _its_sheet),
        Column("party", "Partie", lambda row: row["party"]),
        Column("role", "Rôle", lambda row: ", ".join(labels.CONTRACT_FACTS[role] for role in row["roles"])),
        Column("status", "Statut", _status),
        Column("passage", "Passage", passages.passage),
    ),
    reading=_which_signed,
    sources=lambda answer: provenance.document_lines(answer.frame, "contract_id"),
    printed=Printed(("contract", "party", "role", "status")),
)


def _span_of_events(answer: Answer) -> str:
    years = sorted({day[:4] for day in answer.frame["event_on"]})
    span = f"de {years[0]} à {years[-1]}" if len(years) > 1 else f"en {years[0]}"
    return f"Événements datés, {span}, à la précision publiée."


def _says_event(row: Row) -> str:
    return f"{row['territory_name']}, {labels.CONTRACT_FACTS[row['kind']]} : {labels.partial_date(row['event_on'])}"


EVENTS_OF_A_TERRITORY = Figure(
    key="fiche-evenements",
    title="Leur histoire",
    ask=Ask("sheet_events", ("fiche",)),
    row=("event_id",),
    cites=("event_id",),
    says=_says_event,
    columns=(
        Column("date", "Date", _event_day, value="event_on"),
        Column("event", "Événement", lambda row: labels.CONTRACT_FACTS[row["kind"]]),
        Column("contract", "Contrat", contract_words.called),
        Column("passage", "Passage", passages.passage),
        Column("document", "Document", provenance.place),
    ),
    reading=_span_of_events,
    sources=lambda answer: provenance.document_lines(answer.frame, "event_id"),
    printed=Printed(("date", "event", "contract"), rows=8),
)


def _how_many_axes(answer: Answer) -> str:
    counts = [
        f"{contract_words.called(rows.row(0, named=True))} : {contract_words.how_many(rows)}"
        for _contract, rows in answer.frame.group_by("contract_id", maintain_order=True)
    ]
    return f"{' ; '.join(grammar.some(counts))}. Un axe dit de quoi le contrat traite ; il n'est pas une action."


def _axis(row: Row) -> str:
    number = f"{row['printed_number']}. " if row["printed_number"] is not None else ""
    return f"{number}{row['label']}"


AXES_OF_A_TERRITORY = Figure(
    key="fiche-axes",
    title="Les axes que les sources nomment",
    # The read asks for several territories: the sheet's is made one of them.
    ask=Ask("axes_announced", more=lambda chosen: {"territory_ids": (chosen.fiche,)}, also=("fiche",)),
    columns=(
        Column("contract", "Contrat", contract_words.called),
        Column("axis", "Axe", _axis),
        Column("themes", "Thèmes communs", lambda row: row["theme_labels"] or "aucun"),
        Column("passage", "Passage", passages.passage),
        Column("locator", "Endroit", lambda row: row["locator"]),
        Column("note", "Remarque", lambda row: row["note"] or labels.ABSENT),
    ),
    reading=_how_many_axes,
    sources=lambda answer: provenance.axis_lines(answer.frame),
    printed=Printed(("contract", "axis", "themes")),
)


def _how_many_clauses(answer: Answer) -> str:
    noted = labels.counted(answer.frame.height, "clause relevée")
    return f"{noted}, chacune en peu de mots à côté du passage qui la publie."


def _each_document(frame: pl.DataFrame) -> list[Source]:
    return provenance.document_lines(frame.unique("document_id", maintain_order=True), "document_id")


CLAUSES_OF_A_TERRITORY = Figure(
    key="fiche-clauses",
    title="Les clauses : versement, conditions, report, évaluation",
    ask=Ask("sheet_conditions", ("fiche",)),
    columns=(
        Column("contract", "Contrat", contract_words.called),
        Column("kind", "Genre", lambda row: contract_words.CLAUSES[row["kind"]]),
        Column("clause", "Clause", lambda row: row["label"]),
        Column("passage", "Passage", passages.passage),
        Column("locator", "Endroit", lambda row: row["locator"]),
    ),
    reading=_how_many_clauses,
    sources=lambda answer: _each_document(answer.frame),
    printed=Printed(("contract", "kind", "clause", "locator"), rows=40),
)
