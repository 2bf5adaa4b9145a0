"""One row of a figure in one line of French: what its receipt is the receipt of."""

from dashboard import labels


def year(row: dict) -> str:
    figure = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    return (
        f"{row['territory_name']}, {row['year']}, {row['measure_label']} : {figure} "
        f"({labels.NATURES[row['nature']]}{labels.counting(row)})"
    )


def coverage(row: dict) -> str:
    if not row["has_actions"]:
        axes = f"axe annoncé ({' ; '.join(row['announced_axes'])})" if row["announced_axes"] else "aucun axe annoncé"
        return f"{row['territory_name']}, {row['theme_label']} : {axes}, aucune action publiée"
    count = row["actions_count"]
    actions = f"{count} action{'s' if count > 1 else ''}" if count else "aucune action trouvée"
    return f"{row['territory_name']}, {row['theme_label']} : {actions}"


def share(row: dict) -> str:
    return f"{row['territory_name']}, {row['theme_label']} : {labels.rate(row['actions_share_pct'])} des actions"


def counts(row: dict) -> str:
    exits = labels.number(row["exit_count"]) if row["exit_count"] is not None else "un nombre inconnu de"
    return f"{row['territory_name']} : {labels.number(row['positive_count'])} sorties positives sur {exits} sorties"


def target(row: dict) -> str:
    target = (row["target_pct"], row["target_low_pct"], row["target_high_pct"], "pct", row["target_qualifier"])
    return f"{row['breakdown_label'] or row['territory_name']}, objectif : {labels.printed_figure(*target)}"


def stage_theme(row: dict) -> str:
    count = labels.quantity(row["actions_count"], "action")
    return f"{row['territory_names']}, {row['theme_label']}, {labels.STAGES[row['stage']]} : {count}"
