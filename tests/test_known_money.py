"""Money has three states: a year's amount, an amount known otherwise, nothing; what the Atlas holds is never unknown."""

import re
from dataclasses import replace

import pytest

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.figures import (
    amounts,
    answer,
    behind,
    divergences,
    fact,
    fact_money,
    funding,
    known_otherwise,
    maps,
    need_map,
    questions,
    relief,
    rows,
    series,
    shared_bases,
    synthesis,
    territories,
)
from dashboard.figures.spec import Figure
from dashboard.showing.abbreviations import html_spelled
from dashboard.words.labels import NBSP
from dashboard.words.money import DISPUTED
from dashboard.words.territories import NO_AMOUNT, known_money
from queries.warehouse import Warehouse

OF_THE_ELEVEN = (
    "300 000 € par collectivité (2019, 2020, versé) ; 300 000 € par collectivité sur 3 ans, sources contradictoires"
)


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


@pytest.mark.parametrize(
    "territory_id",
    [
        "com-13055",
        "epci-200023414",
        "com-76351",
        "com-44109",
        "epci-243300316",
        "com-37261",
        "com-02408",
        "com-02722",
        "com-34172",
    ],
)
def test_what_is_known_otherwise_is_said_alike_on_every_page(warehouse: Warehouse, territory_id: str) -> None:
    """Accueil and the lists, Financement, Synthèse: the same words, but for what the synthesis says beside them."""
    (row,) = warehouse.read("territories_under_contract").filter(territory_id=territory_id).iter_rows(named=True)
    listed = known_money(row).split(" ; ")
    chosen = Selection(territoires=(territory_id,), nature=EVERY)
    assert known_otherwise.known_otherwise(warehouse.read, chosen).get(territory_id, [NO_AMOUNT]) == listed
    frame = answer.answered(synthesis.SYNTHESIS, warehouse.read, chosen).frame
    apart = [re.sub(r", (?:prévu|versé)\)", ")", words.removesuffix(f", {DISPUTED}")) for words in listed]
    assert [one["words"] for one in fact.of(frame, "money")] == apart
    assert all((DISPUTED in one["note"]) is (DISPUTED in listed[-1]) for one in fact.of(frame, "money") if one["note"])


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


def test_money_that_sources_contradict_is_named_on_accueil(warehouse: Warehouse) -> None:
    """Every territory of which a shown amount is contradicted, and which amount where it is not that of a year."""
    told = territories.reading(warehouse.read("territories_under_contract"))
    assert told.partition("aucun pour 14. ")[2] == (
        "Sources contradictoires pour 11\u00a0territoires : Grenoble-Alpes-Métropole ; sur un total de plusieurs années, "
        "Clermont-Ferrand et Metz ; sur un montant par collectivité, Dijon Métropole, Bordeaux Métropole, Brest Métropole, "
        "Métropole de Lyon, Métropole du Grand Nancy, Nantes, Strasbourg et Toulouse."
    )


def test_accueil_and_the_synthesis_say_of_the_same_territories_that_sources_contradict_each_other(
    warehouse: Warehouse,
) -> None:
    known = warehouse.read("territories_under_contract")
    chosen = Selection(territoires=tuple(known["territory_id"]))
    frame = answer.answered(synthesis.SYNTHESIS, warehouse.read, chosen).frame
    marks = (DISPUTED, fact_money.AGAINST_YEARS, "selon une autre source")
    marked = {
        one["territory_id"]
        for one in fact.of(frame, "money")
        if any(mark in one["note"] for mark in marks if one["note"])
    }
    assert marked == set(known.filter("money_is_disputed")["territory_id"])


def test_a_divergence_of_a_set_is_told_of_the_money_of_its_member(warehouse: Warehouse) -> None:
    """300 000 € a year at Grenoble, or over three years: in Évolution, in the source of its years, and on its sheet."""
    what = "300 000 € par métropole : par an, ou sur trois ans"
    grenoble = Selection(territoires=("epci-200040715",), fiche="epci-200040715")
    shown = answer.answered(series.SERIES, warehouse.read, grenoble)
    (note,) = [note for note in answer.content(series.SERIES, shown).notes if what in note]
    (said,) = html_spelled([note])
    assert "Une page écrit <q>«\u00a0sur trois ans\u00a0»</q>, une autre <q>" in said  # on every page that tells it
    years = {
        row["year"]: line
        for row, line in zip(shown.frame.to_dicts(), rows.keys(series.SERIES, shown.frame), strict=True)
    }
    told = {
        year: behind.behind(warehouse.read, series.SERIES, replace(grenoble, ligne=years[year]))
        for year in (2019, 2022)
    }
    assert told[2019] and [what in words for words in told[2019].divergences] == [True]
    assert told[2022] and [what in words for words in told[2022].divergences] == [False]
    (of_set,) = [
        row
        for row in warehouse.read("sheet_discrepancies", territory_id="epci-200040715").to_dicts()
        if row["is_of_set"]
    ]
    assert of_set["what"] == what
    sheet = answer.of(divergences.OF_A_TERRITORY, warehouse.read, grenoble)
    assert sheet and f"{what} (ensemble dont le territoire est membre)" in {row[0] for row in sheet.table.rows}


OF_GRENOBLE = "Grenoble-Alpes-Métropole (2022) : 349 000 €, contre 300 000 € selon une autre source"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (funding.RATIOS, OF_GRENOBLE),
        (shared_bases.ALONE, OF_GRENOBLE),
        (amounts.AMOUNTS, OF_GRENOBLE),
        (amounts.STATE_OF_A_TERRITORY, OF_GRENOBLE),
        (series.SERIES, "349 000 € (contre 300 000 € selon une autre source) en 2022"),
        (amounts.PER_INHABITANT, "de 666 à 775 € | de 300 000 à 349 000 €, sources contradictoires (engagé)"),
        (amounts.PER_INHABITANT, "775 € | 349 000 €, contre 300 000 € selon une autre source (engagé)"),
        (maps.MAP, "349 000 € | 775 € | 2022, engagé | contre 300 000 € selon une autre source"),
        (questions.PERSONS, "318 € (argent : contre 300 000 € selon une autre source, soit 273 €)"),
    ],
)  # fmt: skip
def test_a_figure_chosen_against_another_says_so_wherever_it_stands(
    warehouse: Warehouse, figure: Figure, said: str
) -> None:
    chosen = Selection(
        territoires=("epci-200040715",), fiche="epci-200040715", nature=EVERY, niveau="contrat",
        sujet="state_contribution/committed/over", millesime="2022", forme="habitants",
    )  # fmt: skip
    made = answer.content(figure, answer.answered(figure, warehouse.read, chosen))
    rows = [" | ".join(str(getattr(cell, "words", cell)) for cell in row) for row in made.table.rows]
    told = "\n".join([made.reading, *made.notes, *rows]).replace("\u202f", " ").replace(NBSP, " ")
    assert said in told


def test_a_range_of_contradictory_sources_is_a_bar_of_its_year(warehouse: Warehouse) -> None:
    """2023 of Grenoble, from 300 000 to 349 000 €: not left to the table, as the map and the synthesis do not."""
    chosen = Selection(territoires=("epci-200040715",))
    for figure, ends in ((amounts.AMOUNTS, (300_000, 349_000)), (amounts.PER_INHABITANT, (665.8, 774.5))):
        made = answer.content(figure, answer.answered(figure, warehouse.read, chosen))
        assert made.chart
        (bars,) = made.chart.data
        assert (bars["base"][-1], bars["base"][-1] + bars["x"][-1]) == pytest.approx(ends, abs=0.1)
        assert [bars["base"][place] for place in range(4)] == [0, 0, 0, 0]


def test_the_sheet_draws_the_range_of_contradictory_sources_too(warehouse: Warehouse) -> None:
    """2023 of Grenoble, as Financement has it."""
    made = answer.of(amounts.STATE_OF_A_TERRITORY, warehouse.read, Selection(fiche="epci-200040715"))
    assert made and made.chart
    (bars,) = made.chart.data
    drawn = {line: (start, start + wide) for line, start, wide in zip(bars["y"], bars["base"], bars["x"], strict=True)}
    (of_2023,) = [ends for line, ends in drawn.items() if "2023" in line]
    assert (of_2023, len(drawn)) == ((300_000, 349_000), 5)
    assert bars["text"][-1].replace("\u202f", " ").replace(NBSP, " ") == "de 300 000 €<br>à 349 000 €"


def test_no_territory_of_which_money_is_known_is_refused_as_if_none_were(warehouse: Warehouse) -> None:
    chosen = Selection(territoires=("com-37261",), nature=EVERY)
    refused = funding.refusals(answer.answered(funding.RATIOS, warehouse.read, chosen))
    assert refused[0].replace("\u202f", " ").replace(NBSP, " ") == (
        "Tours : aucun montant de ce genre n'est publié pour ce territoire ; connu autrement : 300 000 € de plusieurs payeurs "
        "(2021)."
    )
    told = answer.content(
        series.SERIES,
        answer.answered(series.SERIES, warehouse.read, replace(chosen, territoires=("com-57463", "com-37261"))),
    ).reading
    assert (
        told.replace("\u202f", " ")
        .replace(NBSP, " ")
        .endswith("Connu autrement qu'année par année : Tours (300 000 € de plusieurs payeurs (2021)).")
    )


def test_an_amount_of_one_year_is_told_where_several_are_asked_for(warehouse: Warehouse) -> None:
    """Rennes has one of its own, besides what each of a group was paid; Tours none of its own."""
    chosen = Selection(territoires=("com-57463", "epci-243500139", "com-86194", "com-37261"))
    told = answer.content(series.SERIES, answer.answered(series.SERIES, warehouse.read, chosen)).reading
    assert (
        told.replace("\u202f", " ")
        .replace(NBSP, " ")
        .endswith(
            "Pour une année seulement (voir Financement) : Rennes Métropole et Poitiers. "
            "Connu autrement qu'année par année : Tours (300 000 € de plusieurs payeurs (2021))."
        )
    )


def test_pages_agree_on_the_highest_amount(warehouse: Warehouse) -> None:
    """What sources contradict is no highest anywhere, be it chosen, and is told behind: Grenoble's 349 000 € of 2022."""
    five = Selection(territoires=("epci-200040715", "com-57463", "com-63113", "com-86194", "com-25056"))
    told = {
        figure.key: made.reading.replace("\u202f", " ").replace(NBSP, " ")
        for figure, chosen in (
            (amounts.AMOUNTS, five), (synthesis.SYNTHESIS, five), (maps.MAP, Selection(niveau="contrat")),
            (need_map.MAP, Selection()), (relief.RELIEF, Selection()),
        )
        if (made := answer.of(figure, warehouse.read, chosen))
    }  # fmt: skip
    assert len(told) == len(("montants", "synthese", "carte", "besoin", "relief"))
    for key, words in told.items():
        before, _, behind = words.partition("hors sources contradictoires")
        assert "300 000 €" in before and "349 000 €" not in before, key
        assert "Grenoble-Alpes-Métropole" in behind, key
    assert "349 000 € (2022), de 300 000 à 349 000 € (2023)" in told["montants"]


def test_where_several_natures_are_drawn_their_chart_says_that_they_are_not_ranked(warehouse: Warehouse) -> None:
    committed = answer.of(amounts.AMOUNTS, warehouse.read, Selection())
    every = answer.of(amounts.AMOUNTS, warehouse.read, Selection(nature=EVERY))
    assert committed is not None and every is not None
    assert "Des natures différentes ne se classent pas." in every.notes
    assert "Des natures différentes ne se classent pas." not in committed.notes
