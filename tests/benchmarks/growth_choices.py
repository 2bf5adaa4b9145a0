"""What is asked of a fictitious corpus: typical parameters of each read, and addresses of pages with fresh choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from queries import search
from queries.parameters import declared
from queries.warehouse import Warehouse

FRESH = 6  # addresses of a page, each with other choices


@dataclass(frozen=True)
class Choices:
    """Territories under contract, the most spoken of first, documents, contracts and actions likewise, a few figures."""

    territories: list[str]
    documents: list[str]
    contracts: list[str]
    actions: list[str]
    figures: list[str]
    events: list[str]

    @classmethod
    def of(cls, warehouse: Warehouse) -> "Choices":
        observations = warehouse.table("observations")
        contracts = warehouse.table("contracts")["territory_id"].unique().to_list()
        return cls(
            _most_said(observations.filter(pl.col("territory_id").is_in(contracts)), "territory_id"),
            _most_said(observations, "document_id"),
            _most_said(warehouse.table("actions"), "contract_id"),
            _most_said(observations.drop_nulls("action_id"), "action_id"),
            observations["observation_id"].sort().head(12).to_list(),
            warehouse.table("contract_events")["event_id"].sort().head(2).to_list(),
        )

    def three(self, number: int) -> list[str]:
        """Three territories of which much is said, others for each number."""
        return self.territories[3 * number : 3 * number + 3]


def _most_said(frame: pl.DataFrame, column: str) -> list[str]:
    return frame.group_by(column).len().sort(["len", column], descending=[True, False])[column].to_list()


def cases(question: str, chosen: Choices) -> Iterator[tuple[str, dict[str, object]]]:
    """Typical parameters of a read: of one, of three; of all territories under contract where it takes several."""
    asked = declared(question)
    usual = {one.name: [] for one in asked if one.kind == "codes"} | _usual(chosen)
    filtered = [one for one in asked if one.name in ALWAYS or not one.is_nullable]
    parameters = {one.name: None for one in asked} | {one.name: usual[one.name] for one in filtered}
    yield "", parameters
    if "territory_ids" in parameters:
        yield "(tous les territoires)", parameters | {"territory_ids": chosen.territories}
    if "territory_id" in parameters:
        yield "(région)", parameters | {"territory_id": "reg-84"}
        yield "(France)", parameters | {"territory_id": "fra"}
    if question == "actions_found":
        for text in ("logement", "cours de français"):
            yield f"({text})", parameters | search.parameters(text)
    if question == "map_values":
        for level in ("commune", "epci", "departement", "region"):
            yield f"({level})", parameters | {"level": level}


ALWAYS = (
    "territory_ids",
    "territory_id",
    "measure_id",
    "stage",
)  # those that pages ask with, where no filter is allowed too


def _usual(chosen: Choices) -> Mapping[str, object]:
    return {
        "territory_id": chosen.territories[0],
        "territory_ids": chosen.three(0),
        "document_id": chosen.documents[0],
        "document_ids": chosen.documents[:3],
        "action_id": chosen.actions[0],
        "observation_ids": chosen.figures,
        "event_ids": chosen.events,
        "measure_id": "state_contribution",
        "nature": "committed",
        "year": "2022",
        "stage": "contracted",
        "theme_id": "langue",
        "base_id": "bpi_present",
        "level": "contrat",
        "subject_id": "state_contribution/committed/over",
        "is_each_year": None,
        "series_id": "state_contribution",
        "is_state": True,
        "is_result": True,
        "has_gap": True,
        "horizon_months": 0,
        "horizon_from": "exit",
        "words": "interprette,logemants",
        "roots": "",
        "operator_id": None,
        "public_id": None,
        "small_words": "",
        "after_number": "2026.1",
        "up_to_number": "2026.2",
        "release_number": "2026.1",
        "table_name": "observations",
        "contract_id": chosen.contracts[0],
        "base_measure_id": "population",
        "text": "saint",
        "most": 20,
    }


def addresses(chosen: Choices) -> Iterator[tuple[str, str, list[str]]]:
    """The views of the pages: a name, the page, queries of which none was asked before."""
    fresh = range(FRESH)
    threes = [",".join(chosen.three(number)) for number in fresh]
    yield "Accueil", "", [""]
    for view in ("financement", "couverture", "evolution"):
        yield f"Comparer, {view}", "comparer", [f"vue={view}&territoires={three}" for three in threes]
    yield "Comparer, sorties", "comparer", ["vue=sorties"]
    for level in ("region", "departement", "epci", "contrat"):
        subjects = ("dna_places/rule/at", "state_contribution/committed/over")
        yield f"Carte, {level}", "carte", [f"niveau={level}&sujet={subject}" for subject in subjects]
    yield "Territoires, liste", "territoires", ["volet=liste"]
    yield "Fiche", "territoires", [f"volet=fiche&territoire={chosen.territories[number]}" for number in fresh]
    yield "Fiche d'une région", "territoires", [f"volet=fiche&territoire=reg-{code}" for code in ("84", "44", "76")]
    yield "Fiche de la France", "territoires", ["volet=fiche&territoire=fra"]
    yield "Catalogue", "territoires", ["volet=actions"]
    words = ("logement", "formation", "santé", "emploi", "langue", "accueil")
    yield "Catalogue, recherche", "territoires", [f"volet=actions&recherche={word}" for word in words]
    yield "Action", "territoires", [f"volet=actions&action={action}" for action in chosen.actions[:FRESH]]
    yield "Voisins", "territoires", [f"volet=voisins&territoire={chosen.territories[number]}" for number in fresh]
    yield "Jeu de données", "donnees", [f"partie=jeu&territoires={three}" for three in threes]
    yield "Jeu de données, tout", "donnees", ["partie=jeu"]
    for part in ("dictionnaire", "versions", "subventions", "usage"):
        yield f"Données, {part}", "donnees", [f"partie={part}"]
    yield "Documents", "sources", ["rubrique=documents"]
    yield "Document", "sources", [f"rubrique=documents&document={name}" for name in chosen.documents[:FRESH]]
    yield "Divergences", "sources", ["rubrique=divergences"]
    yield "Méthode", "sources", ["rubrique=methode"]
