"""One row of a figure in one line of French: what its receipt is the receipt of."""

from dashboard import cells, labels, map_readings


def territory(row: dict) -> str:
    if not row["has_amount"]:
        return f"{row['name']} : montant annuel engagé par l'État inconnu"
    amount = cells.latest_amount(row)
    return f"{row['name']}, {row['latest_committed_year']} : {amount} engagés par l'État"


def contract(row: dict) -> str:
    return f"{row['title']} ({labels.PROGRAMMES[row['programme']]}, {row['territory_name']})"


def contribution(row: dict) -> str:
    when = labels.period(row["year"], row["period_start"], row["period_end"])
    return f"{row['territory_name']}, {when} : {labels.figure_words(row)} ({labels.nature(row)})"


def figure(row: dict) -> str:
    about = [
        row["measure_label"],
        row["breakdown_label"],
        row["action_title"] or row["theme_label"],
        row["territory_name"],
    ]
    return f"{', '.join(words for words in about if words)} : {labels.figure_words(row)}"


def reconciliation(row: dict) -> str:
    return f"{row['territory_name']} : {row['what']}"


def event(row: dict) -> str:
    return f"{row['territory_name']}, {labels.CONTRACT_FACTS[row['kind']]} : {labels.partial_date(row['event_on'])}"


def indicator(row: dict) -> str:
    return f"{row['action_title']} ({row['territory_name']}), indicateur promis : {row['label']}"


def mapped(row: dict) -> str:
    return (
        f"{row['territory_name']}, {row['year']} : {map_readings.figure_words(row)}"
        if row["year"]
        else row["territory_name"]
    )
