"""The collections of the interface for programs: what each holds is a figure of the registry, whose filters are its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.choices.address import address, names
from dashboard.choices.fields import Selection
from dashboard.choices.filters import FILTERS
from dashboard.choices.pages import RECEIPT
from dashboard.figures import pages, registry
from dashboard.figures.documents import FIGURES as OF_DOCUMENTS
from dashboard.figures.spec import Figure, Row

USUAL = Selection()
OF_RECEIPTS = ("version", "figure", "ligne")


@dataclass(frozen=True)
class Collection:
    """`key` is the column that names one of its things, which `page` shows; without one, rows have the keys of receipts.

    `singular` is the address of one thing for everybody, `/contrats/…`, if it has any.
    """

    name: str
    title: str
    figure: str
    key: str = ""
    page: Callable[[Row], str] | None = None
    is_resolved: bool = True


def _sheet(row: Row) -> str:
    return pages.sheet(USUAL, row["territory_id"])


def _method(_row: Row) -> str:
    return address("sources", USUAL, rubrique="methode")


COLLECTIONS = {
    one.name: one
    for one in (
        Collection(
            "territoires", "Territoires dont l'Atlas sait quelque chose", "territoires", "territory_id", _sheet, False
        ),
        Collection("contrats", "Contrats connus", "registre", "contract_id", _sheet),
        Collection(
            "actions", "Actions décrites", "actions", "action_id", lambda row: pages.action(USUAL, row["action_id"])
        ),
        Collection("themes", "Thèmes de la nomenclature commune", "themes", "theme_id", _method, False),
        Collection("mesures", "Mesures et leurs définitions", "mesures", "measure_id", _method),
        Collection(
            "documents",
            "Documents lus",
            "documents",
            "document_id",
            lambda row: pages.document(USUAL, row["document_id"]),
        ),
        Collection("comparaisons", "Montants par personne, avec ce que vaut chacun", "financement-par-personne"),
    )
}
OBSERVATIONS = "observations"
ASKABLE: Mapping[str, Figure] = {key: figure for key, figure in registry.FIGURES.items() if figure.ask}


def written_names(figure: Figure) -> dict[str, str]:
    """The choices that a figure depends on, each with its name in the addresses of receipts and files."""
    assert figure.ask is not None
    written = names(RECEIPT, "", [*figure.ask.choices, *figure.ask.also])
    return {field: written[field] for field in dict.fromkeys([*figure.ask.choices, *figure.ask.also])}


def filters_of(figure: Figure) -> list[str]:
    """Those names."""
    return [*written_names(figure).values()]


def page_of_figure(row: Row) -> str:
    """The page that shows one printed figure: where it comes from."""
    asked = registry.asked_by(OF_DOCUMENTS.key)
    changes = {"figure": OF_DOCUMENTS.key, "ligne": row["observation_id"], "document": row["document_id"]}
    return address(RECEIPT, USUAL, asked, **changes)


OF_FIGURES = tuple(FILTERS)
# What a figure is of, whose title on its page says what was chosen.
TITLES = {
    "financement-bases-seules": "Montants par personne, sur les bases d'un seul territoire",
    "pairs": "Les territoires les plus semblables à l'un d'eux",
    "document": "Un document lu",
    "colonnes": "Colonnes d'une table ou d'une vue",
    "jeu": "Un jeu de chiffres composé",
    "carte": "Une mesure par territoire, pour la carte",
    "carte-couverture": "Thèmes portés par territoire, pour la carte",
    "relief": "Contribution annuelle de l'État par territoire, pour la carte en relief",
    "actions": "Actions décrites, trouvées par mots et par filtres",
    "action": "Une action décrite",
    "couverture": "Couverture thématique",
    "profil": "Profil par thème, à côté des onze premiers contrats",
    "sorties": "Taux de sortie positive publiés",
    "sorties-comptees": "Taux de sortie positive, calculés sur les effectifs",
    "evolution": "Un montant ou une mesure, année après année",
    "besoin": "Contrats et contribution de l'État, sur le besoin des départements",
    "besoin-par-region": "Part du besoin des départements où un contrat est connu, par région",
    "synthese": "Synthèse de quelques territoires",
}


def title_of(figure: Figure) -> str:
    """What a figure is of, whatever is chosen."""
    return figure.title if isinstance(figure.title, str) else TITLES[figure.key]
