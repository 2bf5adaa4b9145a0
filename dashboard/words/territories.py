"""A territory in French: the State's latest yearly amount there."""

from dashboard.words import labels

# Names of territories that take the article: « la CC Thiers Dore et Montagne », but « Rennes Métropole ».
FEMININE = ("CC ", "CA ", "CU ", "Métropole ", "Communauté ")


def with_article(name: str) -> str:
    """« la CC Thiers Dore et Montagne », « Metz »."""
    return f"la {name}" if name.startswith(FEMININE) else name


def latest_amount(row: dict) -> str:
    """The State's latest yearly amount, where one is printed: « 300 000 € », or a range of contradictory sources."""
    names = ("qualifier", "is_contradictory")
    latest = {f"amount_{name}": row[f"latest_committed_{name}"] for name in ("eur", "low_eur", "high_eur")}
    words = labels.amount(latest | {name: row[f"latest_committed_{name}"] for name in names})
    count = row["latest_committed_count"] or 0
    return f"{words}, somme de {count} contrats" if count > 1 else words
