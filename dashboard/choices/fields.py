"""What a reader may choose: one declaration per choice, with its default, what it asks, where it is used, its codes.

The selection stands whole in the address, as stable codes: it is the only state of the app.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from functools import cache
from typing import Any, Self

from dashboard.choices import vocabulary
from dashboard.choices.filters import FILTERS, PREFIX, Filter
from dashboard.choices.vocabulary import ALL, EACH, EVERY, LATEST, NOW, START, SWITCH, Codes, column
from geo.levels import MAPPED
from queries import classes, search

SEPARATOR = ","
RUBRICS = {"documents": "Documents", "divergences": "Divergences", "methode": "Méthode et définitions"}
VOLETS = {
    "liste": "Liste et registre",
    "fiche": "Fiche d'un territoire",
    "actions": "Catalogue des actions",
    "voisins": "Territoires semblables",
}
ANOTHER = "autre"  # contract, that the Atlas does not know
MAP_LEVELS = {level.id: level.plural.capitalize() for level in MAPPED} | {"contrat": "Territoires sous contrat"}
MAP_FORMS = {"nombre": "Nombres", "habitants": "Pour 1\u202f000 habitants"}
COUNTS = {"actions": "Nombre d'actions", "argent": "Coût prévu (thème principal)", "part": "Part des actions"}
ADDED_ACTIONS = ("0", "1", "2", "3", "5", "10", "20", "40")  # rows of a workbook for actions that no fiche describes
SHARED_THEMES = ("tous", "communs", "absents", "nulle_part")
PARTS = {
    "jeu": "Composer un jeu de données",
    "dictionnaire": "Dictionnaire et tables",
    "versions": "Versions",
    "subventions": "Subventions (SCDL)",
    "usage": "Citer et réutiliser",
    "programmes": "Adresses et API",
}
MAP_VIEWS = {"besoin": "Contrats et besoin", "mesure": "Une mesure"}
VIEWS = {
    "synthese": "Synthèse",
    "financement": "Financement",
    "couverture": "Couverture thématique",
    "sorties": "Sorties positives",
    "evolution": "Évolution",
}
Parameters = dict[str, object]
Fills = Callable[[str], Mapping[str, object]]
EVERYWHERE = "*"


@dataclass(frozen=True)
class Choice:
    """What is declared of a field.

    `fills` gives, from its value, the parameters of a read that asks for it. `places` are the pages, or views of pages
    (« comparer/financement »), where it is used, each with its name there. `codes` are None where its page looks the
    value up itself; it is written even when it is the default where `is_always_written`.
    """

    fills: Fills
    places: Mapping[str, str]
    codes: Codes | None
    is_always_written: bool


def choice(
    default: object, parameter: str = "", on: str = "", codes: Codes | None = None, fills: Fills | None = None,
    is_always_written: bool = False,
) -> Any:  # fmt: skip
    """A field: `on` is « page » or « page/view », each with « :name » where its name there is not that of the field."""
    places = {place: name for place, _, name in (words.partition(":") for words in on.split())}
    declared = Choice(fills or (lambda value: {parameter: _asked(value)}), places, codes, is_always_written)
    return field(default=default, metadata={"choice": declared})


def _asked(value: str | tuple[str, ...]) -> object:
    """What a read is asked for: nothing, or an empty list, where the choice filters nothing."""
    return None if value in (EVERY, ALL, START, NOW, "") else value


def _map_year(code: str) -> Parameters:
    return {"year": None if code in (LATEST, EACH) else code, "is_each_year": code == EACH}


def _horizon(code: str) -> Parameters:
    origin, _, months = code.partition("-")
    return {"horizon_from": origin, "horizon_months": int(months)}


def _of_dataset(name: str, declared: Filter) -> Any:
    written = "territoires" if name == "territoire" else name
    default = "" if declared.is_year else ()
    return choice(default, declared.parameter, f"donnees/jeu:{written}", vocabulary.of_datasets(name))


def _of_catalogue(parameter: str, name: str) -> Any:
    written = "territoire" if name == "lieu" else name
    return choice(ALL, parameter, f"territoires/actions:{written}", vocabulary.of_catalogue(name))


# The filters of datasets are declared in `filters.py`: here they are choices like the others, `jeu_territoire` and so on.
OfDatasets = make_dataclass(
    "OfDatasets",
    [(f"{PREFIX}{name}", object, _of_dataset(name, declared)) for name, declared in FILTERS.items()],
    frozen=True,
)


@dataclass(frozen=True)
class Selection(OfDatasets):  # type: ignore[misc, valid-type]
    """The choices of a reader; the defaults are what an address that holds none of them shows."""

    territoires: tuple[str, ...] = choice(
        ("com-63113", "com-57463", "epci-200070712"), "territory_ids",
        "comparer/synthese comparer/financement comparer/couverture comparer/evolution carte/mesure",
        column("territories_known", "territory_id"),
    )  # fmt: skip
    groupe: str = choice("", on="comparer", codes=column("ready_selections", "selection_id", ""))
    vue: str = choice("synthese", on="comparer", codes=VIEWS, is_always_written=True)
    argent: str = choice(
        "state_contribution", "measure_id", "comparer/financement:mesure", column("funding_choices", "measure_id")
    )
    nature: str = choice(
        "committed",
        "nature",
        "comparer/financement carte/mesure:relief_nature",
        column("funding_choices", "nature", EVERY),
    )
    annee: str = choice(
        EVERY, "year", "comparer/financement carte/mesure:relief_annee", column("money_years", "year", EVERY)
    )
    base: str = choice(EVERY, "base_id", "comparer/financement", column("base_choices", "base_id", EVERY))
    strict: str = choice("non", on="comparer/financement", codes=SWITCH)
    stade: str = choice(EVERY, "stage", "comparer/couverture:etape", column("coverage_stages", "stage", EVERY))
    compte: str = choice("actions", on="comparer/couverture", codes=COUNTS)
    themes: str = choice("tous", on="comparer/couverture", codes=SHARED_THEMES)
    absents_de: str = choice("", on="comparer/couverture", codes=column("territories_known", "territory_id", ""))
    mesure: str = choice("positive_exit_rate", "measure_id", "comparer/sorties", column("exit_measures", "measure_id"))
    horizon: str = choice("exit-0", on="comparer/sorties", codes=vocabulary.horizons, fills=_horizon)
    serie: str = choice(
        "state_contribution", "series_id", "comparer/evolution:mesure", column("series_choices", "series_id")
    )
    partie: str = choice("jeu", on="donnees", codes=PARTS, is_always_written=True)
    table: str = choice("observations", "table_name", "donnees/dictionnaire", column("exportable_tables", "table_name"))
    rubrique: str = choice("documents", on="sources", codes=RUBRICS, is_always_written=True)
    document: str = choice(
        ALL, "document_id", "sources/documents sources/divergences", column("documents_read", "document_id", ALL)
    )
    volet: str = choice("liste", on="territoires", codes=VOLETS, is_always_written=True)
    fiche: str = choice("com-63113", "territory_id", "territoires/fiche:territoire")
    repere: str = choice(
        "com-63113", on="territoires/voisins:territoire comparer/financement",
        codes=column("peer_characteristics", "territory_id"),
    )  # fmt: skip
    vue_carte: str = choice("besoin", on="carte:vue", codes=MAP_VIEWS, is_always_written=True)
    niveau: str = choice("contrat", "level", "carte/mesure", MAP_LEVELS, is_always_written=True)
    sujet: str = choice(
        "state_contribution/committed/over", "subject_id", "carte/mesure", vocabulary.map_subjects,
        is_always_written=True,
    )  # fmt: skip
    millesime: str = choice(LATEST, on="carte/mesure:annee", codes=vocabulary.map_years, fills=_map_year)
    forme: str = choice("nombre", on="carte/mesure", codes=MAP_FORMS)
    methode: str = choice("quantiles", on="carte/mesure", codes=classes.METHODS)
    relief: str = choice("non", on="carte/mesure", codes=SWITCH)
    centre: str = choice("", on="carte/mesure")
    poids: str = choice("", on="territoires/voisins territoires/fiche comparer/financement")
    recherche: str = choice("", on="territoires/actions", fills=search.parameters)
    theme: str = _of_catalogue("theme_id", "theme")
    etape: str = _of_catalogue("stage", "etape")
    operateur: str = _of_catalogue("operator_id", "operateur")
    lieu: str = _of_catalogue("territory_id", "lieu")
    public: str = _of_catalogue("public_id", "public")
    tout: str = choice("non", on="territoires/actions", codes=SWITCH)
    action: str = choice("", "action_id", "territoires/actions")
    contrat: str = choice("", "contract_id", "bilans", column("bilan_contracts", "contract_id", "", ANOTHER))
    collectivite: str = choice("", on="bilans")
    intitule: str = choice("", on="bilans")
    du: str = choice("", on="bilans")
    au: str = choice("", on="bilans")
    organisme: str = choice("", on="bilans")
    ajouts: str = choice("0", on="bilans", codes=ADDED_ACTIONS)
    figure: str = choice("", on="recu")
    ligne: str = choice("", on="recu")
    depuis: str = choice(START, "after_number", "donnees/versions", vocabulary.releases(START))
    jusqua: str = choice(NOW, "up_to_number", "donnees/versions", vocabulary.releases(NOW))
    version: str = choice("", on=EVERYWHERE)
    suite: str = choice("", on=EVERYWHERE)

    def changed(self, **changes: object) -> Self:
        """The same with these values; a name that is of no choice is an error."""
        if unknown := changes.keys() - CHOICES.keys():
            raise TypeError(f"no choices: {', '.join(sorted(unknown))}")
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, **changes)
        return made

    def parameters(self) -> dict[str, str]:
        """The whole selection, field by field, as texts."""
        return {name: self.text(name) for name in CHOICES}

    def text(self, name: str) -> str:
        """What a field holds, as text."""
        value = getattr(self, name)
        return SEPARATOR.join(value) if isinstance(value, tuple) else value

    def choices(self) -> dict[str, str]:
        """What differs from the defaults, in codes: what a reader typed is left out."""
        usual = Selection().parameters()
        return {
            name: text
            for name, text in self.parameters().items()
            if CHOICES[name].codes is not None and text != usual[name]
        }


def _choices() -> dict[str, Choice]:
    """In the order of addresses: the filters of datasets come after the part of the page that they are of."""
    declared = {one.name: one.metadata["choice"] for one in fields(Selection)}
    filters = [one.name for one in fields(OfDatasets)]
    own = [name for name in declared if name not in filters]
    after = own.index("partie") + 1
    return {name: declared[name] for name in [*own[:after], *filters, *own[after:]]}


CHOICES = _choices()


def coherent(chosen: Selection) -> Selection:
    """The same without the choices that another took away: the themes of a territory that is no longer compared."""
    if not chosen.absents_de or chosen.absents_de in chosen.territoires:
        return chosen
    return chosen.changed(themes="tous" if chosen.themes == "absents" else chosen.themes, absents_de="")


def parameters(chosen: Selection, names: Sequence[str]) -> Parameters:
    """The parameters of a read that these fields fill, in their order."""
    filled: Parameters = {}
    for name in names:
        filled |= CHOICES[name].fills(getattr(chosen, name))
    return filled


def known_codes(read: vocabulary.Read) -> dict[str, list[str]]:
    """By field, the codes that it may hold; none of those that their page looks up."""
    declared = {name: one.codes for name, one in CHOICES.items() if one.codes is not None}
    read_once = cache(read)  # many find their codes in the same answer
    return {name: list(codes(read_once) if callable(codes) else codes) for name, codes in declared.items()}
