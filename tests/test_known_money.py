"""Money has three states: a year's amount, an amount known otherwise, nothing; what the Atlas holds is never unknown."""

import re

import pytest

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import answer, known_otherwise, need_map, rows, synthesis
from dashboard.words.labels import NBSP
from dashboard.words.territories import known_money
from queries.warehouse import Warehouse

OF_THE_ELEVEN = "300 000 € par collectivité (2019, 2020, versé) ; 300 000 € par collectivité sur 3 ans"


@pytest.mark.parametrize(
    ("territory_id", "state", "words"),
    [
        ("com-63113", "known", "300 000 € (2019)"),
        ("epci-200040715", "known", "de 300 000 à 349 000 €, sources contradictoires (2023)"),
        ("com-13055", "partly", "300 000 € sur 3 ans"),
        ("epci-200023414", "partly", "89 000 € (sans date)"),
        ("com-76351", "partly", "150 000 € (sans date, prévu)"),
        ("com-37261", "partly", "300 000 € de plusieurs payeurs (2021)"),
        ("com-44109", "partly", OF_THE_ELEVEN),
        ("epci-243300316", "partly", OF_THE_ELEVEN),
        ("com-02722", "partly", "près de 305 000 € pour 7 territoires ensemble (sans date)"),
        ("com-34172", "unknown", "aucun montant publié"),
    ],
)
def test_what_the_atlas_holds_of_the_money_of_a_territory_is_told(
    warehouse: Warehouse, territory_id: str, state: str, words: str
) -> None:
    (row,) = warehouse.read("territories_under_contract").filter(territory_id=territory_id).iter_rows(named=True)
    assert row["money_state"] == state
    assert known_money(row).replace("\u202f", " ").replace(NBSP, " ") == words


@pytest.mark.parametrize("territory_id", ["com-13055", "epci-200023414", "com-76351", "com-44109", "epci-243300316"])
def test_what_is_known_otherwise_is_said_alike_on_every_page(warehouse: Warehouse, territory_id: str) -> None:
    """Accueil and the lists, Financement, Synthèse: the same words, but for what the synthesis says beside them."""
    (row,) = warehouse.read("territories_under_contract").filter(territory_id=territory_id).iter_rows(named=True)
    listed = known_money(row).split(" ; ")
    chosen = Selection(territoires=(territory_id,), nature=EVERY)
    assert set(known_otherwise.known_otherwise(warehouse.read, chosen)[territory_id]) == set(listed)
    frame = answer.answered(synthesis.SYNTHESIS, warehouse.read, chosen).frame
    without_nature = {re.sub(r", (?:prévu|versé)\)", ")", words) for words in listed}
    assert {fact["words"] for fact in synthesis.of(frame, "money")} == without_nature


def test_the_three_states_are_those_of_all_territories_under_contract(warehouse: Warehouse) -> None:
    known = warehouse.read("territories_under_contract")
    counts = known.select("territories_count", "money_known_count", "money_partly_count", "money_unknown_count")
    assert counts.unique().rows() == [(40, 8, 18, 14)]
    other = known.filter(money_state="partly")
    assert other["other_amounts"].list.len().min() == 1
    assert known.filter(money_state="known")["other_amounts"].null_count() == 8


def test_the_best_known_come_first(warehouse: Warehouse) -> None:
    """A table that shows its first rows shows those that say most; equals are in the order of names."""
    names = warehouse.read("territories_under_contract")["name"].to_list()
    assert names[:6] == [
        "Clermont-Ferrand", "Grenoble-Alpes-Métropole", "Metz", "Rennes Métropole", "Besançon", "Dijon Métropole",
    ]  # fmt: skip


def test_what_is_said_of_a_set_is_no_amount_of_its_member(warehouse: Warehouse) -> None:
    """« Par collectivité » is told of Nantes, and no amount, ratio or map of Nantes cites it."""
    (row,) = warehouse.read("territories_under_contract").filter(territory_id="com-44109").iter_rows(named=True)
    told = set(row["other_amount_observation_ids"])
    assert "france-urbaine-2021-grandes-villes-metropoles.0001" in told
    for table in ("contract__amounts", "funding__ratios", "territory__map_figures"):
        found = warehouse.table(table).filter(territory_id="com-44109")
        columns = [name for name in found.columns if name.endswith("observation_ids")]
        cited = {one for name in columns for ids in found[name].drop_nulls() for one in ids}
        assert cited.isdisjoint(told), table


def test_a_mark_of_the_map_of_contracts_says_the_money_known_otherwise_and_leads_to_it(warehouse: Warehouse) -> None:
    frame = warehouse.read("need_and_contracts").filter(territory_id="com-13055")
    row = frame.row(0, named=True)
    assert need_map.MAP.says(row).replace("\u202f", " ").replace("\u00a0", " ") == "Marseille : 300 000 € sur 3 ans"
    assert rows.cited(frame, need_map.MAP.cites) == tuple(row["other_amount_observation_ids"])
