"""Rows of answers as the cells of a table, the same on a page and in a printed document."""

from dashboard import contract_words, labels

UNKNOWN = "inconnu"
CONTRACT_HEADERS = [
    "Contrat", "Où", "Statut", "Dates", "Signataires", "Argent de l'État", "Axes nommés", "Établi par",
]  # fmt: skip
TERMS = {"starts_on": "début", "ends_on": "fin"}


def contract(row: dict) -> list[str]:
    where = [row["departement_name"], row["region_name"]]
    return [
        f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]} [{row['contract_id']}]",
        ", ".join(name for name in where if name) or labels.ABSENT,
        labels.CONTRACT_FACTS[row["status"]],
        _dates(row),
        " ; ".join(row["signatories"] or [UNKNOWN]),
        _money(row["amounts"]),
        contract_words.axes(row),
        f"{row['document_title']} ({row['publisher']}), {row['locator']}",
    ]


def _dates(row: dict) -> str:
    """Start, end, duration and events, at the precision printed."""
    known = [f"{words} : {labels.partial_date(row[name])}" for name, words in TERMS.items() if row[name]]
    known += [f"durée {row['duration_months']}{labels.NBSP}mois"] if row["duration_months"] else []
    for event in row["events"] or []:
        inferred = " (date déduite)" if event["basis"] == "inferred" else ""
        known.append(f"{labels.CONTRACT_FACTS[event['kind']]} {labels.partial_date(event['event_on'])}{inferred}")
    return " ; ".join(dict.fromkeys(known)) or UNKNOWN


def _money(amounts: list[dict] | None) -> str:
    """« engagé 2019 : 300 000 € ; prévu sous condition sur 36 mois : 200 000 € »."""
    words = []
    for one in amounts or []:
        period = f"sur {labels.span(one['span'])}" if one["span"] else one["years"] or "sans année"
        words.append(f"{labels.nature(one)} {period} : {labels.amount(one)}")
    return " ; ".join(words) or UNKNOWN
