"""A sentence or two that say what a chart shows, made from columns of the very frame it draws.

They serve as caption and as alternative text; every number in them is a cell of the frame.
"""

import polars as pl

from dashboard.words import grammar


def territories(frame: pl.DataFrame) -> str:
    clauses = []
    for known, words in (
        (pl.col("has_amount"), "Territoires dont un montant annuel engagé par l'État est imprimé"),
        (pl.col("has_other_amount"), "Autre montant seulement, de plusieurs années, sans année ou d'un groupe"),
        (~pl.col("has_amount") & ~pl.col("has_other_amount"), "Aucun montant imprimé"),
    ):
        names = frame.filter(known)["name"].to_list()
        if names:
            clauses.append(f"{words} : {grammar.listed(names)}.")
    disputed = frame.filter("latest_committed_is_contradictory")["name"].to_list()
    if disputed:
        clauses.append(f"Sources contradictoires : {grammar.listed(disputed)}.")
    return " ".join(clauses)
