"""What each figure of a page must give as its file: the answer of its read, as its page shows it."""

import polars as pl

from dashboard.choices import fields
from dashboard.choices.fields import Selection
from dashboard.figures import answer, registry
from queries import comparability, orders, peers
from queries.warehouse import Warehouse


def expected_answer(key: str, selection: Selection, warehouse: Warehouse) -> pl.DataFrame:
    """The answer that the figure says it shows, by what was chosen of its page."""
    frame = answer.ask(registry.FIGURES[key], warehouse.read, selection)
    if key == "comparabilite":
        without = warehouse.read("funding_without_ratio", **fields.parameters(selection, RATIO_CHOICES))
        return comparability.pairs(frame, without)
    if key == "synthese":
        return answer.answered(registry.FIGURES[key], warehouse.read, selection).frame
    if key == "sensibilite":
        return orders.sensitivity(frame)
    if key == "combien-par-personne":
        without = warehouse.read("funding_without_ratio", **fields.parameters(Selection(territoires=()), RATIO_CHOICES))
        compared = comparability.pairs(frame, without)["is_comparable"].sum()
        return frame.with_columns(comparable_pairs_count=pl.lit(compared, pl.Int64))
    if key == "quels-resultats":
        of_contracts = frame.join(warehouse.table("observations"), on="observation_id")["contract_id"].count()
        counts = {
            "rates_count": frame.height,
            "contract_rates_count": of_contracts,
            "counted_territories_count": warehouse.table("exit_counts")["territory_id"].n_unique(),
            "possible_rates_count": frame.height - frame.filter(is_possible_on_cohort=False).height,
            "impossible_rates_count": frame.filter(is_possible_on_cohort=False).height,
        }
        return frame.with_columns(pl.lit(count, pl.Int64).alias(name) for name, count in counts.items())
    if key == "pairs":
        return _with_itself(frame, selection.repere)
    if key == "besoin-sans-contrat":
        return frame.filter((pl.col("contracts_count") == 0) & (pl.col("bpi_signatories") > 0)).head(12)
    if key in SHARED:
        count = pl.col("territory_id").n_unique().over("base_id", "nature")
        return frame.filter(count > 1 if SHARED[key] else count == 1)
    return frame.filter(SHOWN[key]) if key in SHOWN else frame


def _with_itself(known: pl.DataFrame, territory_id: str) -> pl.DataFrame:
    """The territory, and its nearest under the weights proposed, with what they are like."""
    weights = dict(zip(peers.CHARACTERISTICS, [1, 0, 0, 0, 1, 1, 1, 1, 1], strict=True))
    itself = known.filter(territory_id=territory_id).select("territory_id", "territory_name")
    found = pl.concat([itself, peers.nearest(known, territory_id, weights)], how="diagonal")
    return found.join(known.drop("territory_name"), on="territory_id", how="left", maintain_order="left")


RATIO_CHOICES = ("base", "territoires", "argent", "nature", "annee")
# Whether a figure shows the bases that two territories share, or those that one alone has.
SHARED = {"financement-bases-partagees": True, "financement-bases-seules": False}
# Figures that show a part of their read.
SHOWN = {
    # An amount that sources contradict has its bounds alone.
    "montants-par-habitant": pl.any_horizontal(
        pl.col(f"{side}_per_1000_inhabitants_eur").is_not_null() for side in ("amount", "low", "high")
    ),
    "territoires-sous-contrat": pl.col("contracts_count") > 0,
    "repere-commun": pl.col("yardstick_low_eur").is_not_null() | pl.col("yardstick_high_eur").is_not_null(),
    "besoin-et-argent": pl.col("amount_eur").is_not_null(),
    "fiche-par-present": pl.col("base_kind") == "stock",
    "fiche-par-entree": pl.col("base_kind") == "flow",
    "fiche-par-suivi": pl.col("base_kind").is_in(["cohort", "target", "realised"]),
    "fiche-themes": pl.col("actions_count") > 0,
}
