"""The words of the bilans: what the workbook offers to choose from, and what the codes of their tables say."""

STATUSES = {"draft": "projet", "submitted": "transmis", "validated": "validé"}
ANSWER_STATES = {
    "reported": "renseigné", "not_measured": "non mesuré", "not_applicable": "sans objet",
    "not_transmitted": "non transmis", "suppressed": "secret",
}  # fmt: skip
ACTION_STATES = {
    "done": "réalisée", "partly_done": "réalisée en partie", "ongoing": "en cours", "postponed": "reportée",
    "dropped": "abandonnée", "not_started": "non commencée",
}  # fmt: skip
COUNTINGS = {"persons": "personnes distinctes", "participations": "participations"}
MONEY_KINDS = {
    "planned": "prévu", "requested": "demandé", "granted": "accordé", "committed": "engagé", "paid": "payé",
    "spent": "dépensé", "carried_in": "reporté de la période précédente", "carried_out": "reporté sur la période suivante",
}  # fmt: skip
YES, NO = "oui", "non"


def code(words: dict[str, str], said: str) -> str:
    """The code that these words say. Raises KeyError."""
    return {each: code for code, each in words.items()}[said]
