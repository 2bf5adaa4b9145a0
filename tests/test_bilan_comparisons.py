"""What published bilans let compare, to the last number: spending per person, promised and reached, accounts, exits."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.request import urlopen

import polars as pl
import pytest

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.form import form
from dashboard.choices.fields import Selection
from dashboard.documents.bilan.perspective import perspective
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import Numbers
from dashboard.documents.chapters import identity, sheet
from dashboard.documents.document import PrintedTable
from dashboard.drawing import account_chart
from dashboard.figures import bilans, exits, questions
from dashboard.figures.answer import content, given
from dashboard.screens.fiche import bilans_of
from queries.exit_statistics import exit_rates
from queries.warehouse import Scope, Warehouse, open_served
from tests.bilan_acts import put_without_building, tables, version
from tests.browser import serving
from tests.made_bilan import fictitious

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
PERIODS = {
    "ctai-com-57463-2022": YEAR,
    "ctai-epci-200070712-2023": (date(2023, 12, 1), date(2024, 6, 30)),
    "ctair-epci-200046977-2019": YEAR,
    "ctair-epci-200040715-2019": (date(2022, 7, 1), date(2023, 6, 30)),
}
BILAN = "Dernier bilan publié"
LYON, GRENOBLE = "lyon-3-travail", "grenoble-3-tero-loko"


def _left(holder: str, left: int, unknown: int, positive: int) -> dict[str, int]:
    return {
        f"{holder}/atlas-sorties/Réalisé": left,
        f"{holder}/atlas-issue-inconnue/Réalisé": unknown,
        f"{holder}/3.2-sorties-positives/Réalisé": positive,
    }


# Lyon and Grenoble count who left, of their one action for work and of the contract, each person once: one rate has no
# small count in it, and the unknown outcomes of the other are few. At Thiers one action of two has few positive exits:
# the other one's hide them, and the contract's stay. At Metz so many are few that the contract's give way.
COUNTED = {
    "ctair-epci-200046977-2019": _left(LYON, 60, 15, 30) | _left("contrat", 60, 15, 30),
    "ctair-epci-200040715-2019": _left(GRENOBLE, 200, 30, 80) | _left("contrat", 200, 30, 80),
    "ctai-epci-200070712-2023": {
        **_left("axe-1", 30, 12, 4),
        **_left("axe-3", 70, 13, 56),
        **_left("contrat", 100, 25, 60),
        "axe-1/3.2-en-formation/Réalisé": 2,
        "axe-1/3.2-en-emploi-durable/Réalisé": 1,
        "axe-3/3.2-en-formation/Réalisé": 25,
        "axe-3/3.2-en-emploi-durable/Réalisé": 25,
    },
    "ctai-com-57463-2022": _left("contrat", 60, 4, 45),
}
FEW = {"contrat.public/Total": 8, "contrat.public/Femmes": 3, "contrat.public/Hommes": 5}
PARTS = {"3.2-en-formation": 12, "3.2-en-emploi-durable": 13}


def _bilan(warehouse: Warehouse, contract_id: str) -> Filled:
    made = fictitious(form(warehouse.read, contract_id, PERIODS[contract_id], warehouse.data_version))
    given: Mapping[str, int] = COUNTED.get(contract_id, {})
    parts = {
        f"{holder}/{code}/Réalisé": number
        for holder in (LYON, GRENOBLE)
        if f"{holder}/atlas-sorties/Réalisé" in given
        for code, number in PARTS.items()
    }
    few = FEW if contract_id == "ctair-epci-200040715-2019" else {}
    answers = {key: Answer(Decimal(number)) for key, number in {**given, **parts, **few}.items()}
    return replace(made, answers={**made.answers, **answers})


@pytest.fixture(scope="module")
def home(atlas_home: Path, warehouse: Warehouse, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four bilans, accepted by processes that saw no warehouse built: a server builds it before it answers."""
    own = shutil.copytree(atlas_home, tmp_path_factory.mktemp("compared") / "home")
    for contract_id in PERIODS:
        put_without_building(own, _bilan(warehouse, contract_id), repository)
    with serving(own) as address:
        assert urlopen(f"{address}/sante").status == 200
    return own


@pytest.fixture(scope="module")
def compared(home: Path) -> Iterator[Warehouse]:
    opened, _notice = open_served(home, Scope.PUBLIC)
    yield opened
    opened.close()


def test_a_server_takes_up_what_a_killed_acceptance_left(home: Path, warehouse: Warehouse) -> None:
    assert version(home)[1] == f"{warehouse.data_version}+b4"
    public = tables(home)
    assert public["bilans"].height == 4
    figures = public["observations"].filter(pl.col("document_id").str.starts_with("bilan-"))
    assert dict(figures["conf_status"].value_counts().iter_rows()) == {"F": 399, "C": 14, "N": 5}


def test_what_was_spent_per_person(compared: Warehouse) -> None:
    """Territories are named, each with its own period; of Grenoble's persons few are counted, and nothing tells them."""
    read = compared.read("bilans_compared")
    names = (
        "territory_name",
        "period_start",
        "period_end",
        "spent_eur",
        "persons_count",
        "answered_count",
        "asked_count",
    )
    assert read.select(*names, "persons_missing_reason", pl.col("spent_per_person_eur").round(2)).rows() == [
        ("CC Thiers Dore et Montagne", date(2023, 12, 1), date(2024, 6, 30), 43_000, 144, 30, 30, None, 298.61),
        ("Grenoble-Alpes-Métropole", date(2022, 7, 1), date(2023, 6, 30), 43_000, None, 30, 30, "suppressed", None),
        ("Métropole de Lyon", date(2023, 1, 1), date(2023, 12, 31), 43_000, 144, 30, 30, None, 298.61),
        ("Metz", date(2023, 1, 1), date(2023, 12, 31), 43_000, 144, 128, 128, None, 298.61),
    ]


def test_only_periods_as_long_are_compared(compared: Warehouse) -> None:
    """Lyon and Metz report on a year; Thiers, on seven months, stands in the table alone."""
    read = compared.read("bilans_compared")
    assert read.select("territory_name", "period_months").rows() == [
        ("CC Thiers Dore et Montagne", 7), ("Grenoble-Alpes-Métropole", 12), ("Métropole de Lyon", 12), ("Metz", 12),
    ]  # fmt: skip
    assert bilans.alike(read)["territory_name"].to_list() == ["Métropole de Lyon", "Metz"]
    told = content(bilans.PUBLISHED, given(bilans.PUBLISHED, read, compared.read, Selection()))
    assert told.reading.replace("\u00a0", " ").replace("\u202f", " ") == (
        "4 bilans publiés. Sur 12 mois, la dépense du programme 104 par personne suivie va de 299 € (Métropole de Lyon) à "
        "299 € (Metz) ; 1 autre bilan, d'une autre durée, ne s'y compare pas."
    )
    assert told.chart is not None
    assert [len(trace["y"]) for trace in told.chart.data] == [2]
    alone = read.filter(
        territory_name="Grenoble-Alpes-Métropole"
    )  # of which the persons are not known: nothing to draw
    told = content(bilans.PUBLISHED, given(bilans.PUBLISHED, alone, compared.read, Selection()))
    assert told.reading.replace("\u00a0", " ") == (
        "1 bilan publié. La dépense du programme 104 par personne ne se calcule pas : les personnes comptées une fois pour "
        "tout le contrat sont tenues secrètes, avec les effectifs de 1 à 10 qu'elles feraient trouver."
    )
    assert told.chart is None
    untold = alone.with_columns(persons_missing_reason=None)
    told = content(bilans.PUBLISHED, given(bilans.PUBLISHED, untold, compared.read, Selection()))
    assert told.reading.endswith("il y faut cette dépense, et les personnes comptées une fois pour tout le contrat.")


def test_the_sheet_of_a_territory_knows_its_bilan(compared: Warehouse, warehouse: Warehouse) -> None:
    """It names the bilan, which leads to its page, and lacks no rate where the bilan counts who left."""
    said = bilans_of(compared, "epci-200046977")
    assert "Bilan publié : <a" in said.replace("\u00a0", " ") and "2023, validé le" in said.replace("\u00a0", " ")
    assert "bilan-ctair-epci-200046977-2019-20230101-20231231" in said
    assert "Bilan publié" not in bilans_of(warehouse, "epci-200046977")
    (told,) = [words for term, words in identity(sheet(compared.read, "epci-200046977").territory) if term == BILAN]  # type: ignore[union-attr]
    assert (
        told.replace("\u00a0", " ")
        .replace("\u202f", " ")
        .endswith(" : programme 104, 55 000 € engagés, 43 000 € dépensés")
    )
    assert told.startswith("2023, validé le")
    lacking = pl.col("territory_id") == "epci-200046977"
    assert warehouse.read("facts_missing").filter(lacking)["lacks_exit_rate"].to_list() == [True]
    assert compared.read("facts_missing").filter(lacking)["lacks_exit_rate"].to_list() == [False]


def test_who_signed_the_contract_of_another_territory_prepares_its_bilan(warehouse: Warehouse) -> None:
    said = bilans_of(warehouse, "com-63430").replace("\u00a0", " ")
    assert "Préparer le bilan de ce contrat" in said
    assert "contrat=ctai-epci-200070712-2023" in said
    assert bilans_of(warehouse, "com-75056") == ""


def test_contracts_whose_bilan_counts_exits_have_a_rate_on_the_first_page(compared: Warehouse) -> None:
    answer = given(
        questions.EXITS, compared.read("exit_rates", measure_id=Selection().mesure), compared.read, Selection()
    )
    told = content(questions.EXITS, answer).reading.replace("\u00a0", " ")
    assert told.startswith(
        "Aucun contrat ne publie de taux ; 4 territoires comptent leurs sorties, d'où un taux ; 8 taux"
    )


def test_the_document_of_a_published_bilan_does_not_cite_the_bilan(compared: Warehouse) -> None:
    """What the Atlas publishes beside it comes of other documents, before and after it is taken in."""
    filled = _bilan(compared, "ctai-com-57463-2022")
    blocks = [*perspective(Report(filled, Numbers(filled), compared.read, compared.data_version))]
    rows = [row for block in blocks if isinstance(block, PrintedTable) for row in block.rows]
    assert [row[0] for row in rows if "sortie positive" in " ".join(row)] == []
    assert len([row for row in rows if "Réalisation du diagnostic" in " ".join(row)]) == 5


def test_the_money_of_a_bilan_is_on_one_line_of_time(compared: Warehouse) -> None:
    read = compared.read("bilans_accounts").filter(territory_name="Métropole de Lyon")
    assert read.select("kind", "amount_eur", "state", "dated_on").rows() == [
        ("requested", 60_000, "reported", date(2023, 12, 19)),
        ("committed", 55_000, "reported", date(2023, 12, 18)),
        ("carried_in", 5_000, "reported", date(2023, 12, 17)),
        ("paid", 50_000, "reported", date(2023, 12, 16)),
        ("spent", 43_000, "reported", date(2023, 12, 15)),
        ("carried_out", 12_000, "reported", date(2023, 12, 14)),
    ]
    drawn = account_chart.account(read).checked()
    assert drawn.layout.legend.maxheight == 140  # six kinds, a line each on a phone, of which none is cut
    alike = read.with_columns(amount_eur=pl.lit(40_000.0))  # of one amount, each mark still shows around the next
    sizes = {mark.name: mark.marker.size for mark in account_chart.account(alike).checked().data}
    assert sizes["demandé"] > sizes["engagé"] > sizes["payé"]
    short = account_chart.account(compared.read("bilans_accounts")).checked().layout
    assert {note.text for note in short.annotations} == {"2023", "12/2023-06/2024", "07/2022-06/2023"}
    assert 358 - short.margin.l - short.margin.r > 80  # pixels that a phone keeps for the amounts
    assert short.xaxis.nticks == 3


def test_the_money_of_a_contract_runs_through_its_periods(compared: Warehouse) -> None:
    """Of each territory chosen, a row a kind of amount, and a bar as long as the period."""
    chosen = {"territory_ids": ["epci-200070712", "epci-200046977"]}
    read = compared.read("bilans_over_time", **chosen)
    amounts = ("committed_eur", "carried_in_eur", "paid_eur", "spent_eur", "carried_out_eur")
    assert read.select("territory_name", "period_start", *amounts).rows() == [
        ("CC Thiers Dore et Montagne", date(2023, 12, 1), 55_000, 5_000, 50_000, 43_000, 12_000),
        ("Métropole de Lyon", date(2023, 1, 1), 55_000, 5_000, 50_000, 43_000, 12_000),
    ]
    told = content(bilans.OVER_TIME, given(bilans.OVER_TIME, read, compared.read, Selection()))
    assert told.reading.replace("\u00a0", " ").replace("\u202f", " ") == (
        "CC Thiers Dore et Montagne, du 1er décembre 2023 au 30 juin 2024 : 55 000 € engagés, 50 000 € payés, 43 000 € "
        "dépensés, 12 000 € reportés ; Métropole de Lyon, 2023 : 55 000 € engagés, 50 000 € payés, 43 000 € dépensés, "
        "12 000 € reportés."
    )
    assert told.chart is not None
    paid = [bar for bar in told.chart.checked().data if bar.type == "bar"][1]
    assert [round(start, 2) for start in paid.base] == [2023.91, 2023.0]
    assert [round(length, 2) for length in paid.x] == [0.58, 1.0]


def test_what_was_promised_and_reached(compared: Warehouse) -> None:
    """Each number faces its own target; where one is withheld, its share is too."""
    housing, flats, work = (
        "Mobiliser le parc privé pour les ménages", "La colocation pour les moins de 25 ans",
        "Améliorer l'accès au travail des BPI",
    )  # fmt: skip
    names = ("action_title", "label", "target", "value", "missing_reason", pl.col("reached_pct").round(1))
    read = compared.read("bilans_reached", territory_ids=["epci-200046977", "epci-200070712"])
    assert read.filter(territory_id="epci-200046977").select(*names).rows() == [
        (housing, "Étrangers éligibles bénéficiaires", 40, 48, None, 120.0),
        (housing, "Ménages entrés dans un logement pérenne", 14, 14, None, 100.0),
        (flats, "Étrangers éligibles bénéficiaires", 20, 48, None, 240.0),
        (flats, "Ménages entrés dans un logement pérenne", 15, 15, None, 100.0),
        (work, "Étrangers éligibles bénéficiaires", 40, 48, None, 120.0),
        (work, "Durée moyenne du parcours vers l'emploi", 12, 7.5, None, None),
        (work, "Sorties positives en emploi durable", 12, 13, None, 108.3),
        (work, "Sorties positives en formation professionnelle", 12, 12, None, 100.0),
        (work, "Sorties positives à l'issue du parcours", 12, 30, None, 250.0),
        (work, "Sorties positives 6 mois après", 12, 13, None, 108.3),
    ]
    hidden = read.filter(pl.col("territory_id") == "epci-200070712", pl.col("label").str.contains("formation prof"))
    assert hidden.select("value", "missing_reason", "reached_pct").unique().rows() == [(None, "suppressed", None)]


def test_exits_of_whole_contracts_are_compared(compared: Warehouse) -> None:
    """Wilson at 95 %, bounds of unknown outcomes, ranks that overlap; an action has no rank, nor what is withheld."""
    rates = exit_rates(compared.read("exit_counts_compared", horizon_months=0, horizon_from="exit"))
    names = ["territory_name", "positive_count", "exit_count", "unknown_count"]
    numbers = pl.col("rate_pct", "low_pct", "high_pct", "highest_pct").round(1)
    contracts = rates.filter(pl.col("action_id").is_null())
    assert contracts.select(*names, numbers, "best_rank", "worst_rank", "refusal").rows() == [
        ("CC Thiers Dore et Montagne", 60, 100, 25, 60.0, 50.2, 69.1, 85.0, 1, 3, None),
        ("Grenoble-Alpes-Métropole", 80, 200, 30, 40.0, 33.5, 46.9, 55.0, 1, 3, None),
        ("Métropole de Lyon", 30, 60, 15, 50.0, 37.7, 62.3, 75.0, 1, 3, None),
        ("Metz", None, 60, None, None, None, None, None, None, None, "withheld"),
    ]
    actions = rates.filter(pl.col("action_id").is_not_null())
    assert sorted(actions.select("territory_name", "positive_count", "refusal").rows(), key=str) == [
        ("CC Thiers Dore et Montagne", None, "withheld"),
        ("CC Thiers Dore et Montagne", None, "withheld"),
        ("Grenoble-Alpes-Métropole", 80, "part_of_contract"),
        ("Metz", None, "withheld"),
        ("Metz", None, "withheld"),
        ("Métropole de Lyon", 30, "part_of_contract"),
    ]
    assert "Les effectifs ne suffisent à donner un rang unique à aucun territoire." in exits.counted_reading(rates)


def test_the_document_of_a_bilan_says_what_was_taken_from_it(compared: Warehouse) -> None:
    """All its tables, and what each says besides figures; of the number of an action's deeds it prints no catalogue."""
    document = {"document_id": "bilan-ctai-com-57463-2022-20230101-20231231"}
    tables = compared.read("document_tables", **document).select("table_name", "rows_count").rows()
    assert tables == [
        ("observations", 228), ("bilans", 1), ("bilan_actions", 15), ("bilan_answers", 209), ("bilan_money", 23),
        ("bilan_texts", 23),
    ]  # fmt: skip
    assert compared.read("document_theme_counts", **document).is_empty()
    said = compared.read("document_bilan", **document)
    assert said.height == 15 + 34 + 23 + 23
    read = {row["locator"]: row for row in said.iter_rows(named=True)}
    spent = read["feuille Finances, ligne compte-depense, colonne Montant"]
    assert [spent[name] for name in ("said", "label", "state", "value")] == ["spent", None, "reported", 43_000]
    secret = read["feuille Indicateurs, ligne fiche-1-2-3/promis-3, colonne Réalisé"]
    assert [secret[name] for name in ("state", "value", "text", "besides")] == ["suppressed", None, None, None]
