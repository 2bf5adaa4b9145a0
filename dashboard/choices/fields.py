"""What the reader has chosen: whole, in the address, as stable codes. The only state of the app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlencode

from queries import search

SEPARATOR = ","
ALL = "tous"
START, NOW = "debut", "actuel"  # of the versions of the data
UNPUBLISHED = "non publié"  # how the reads name the files as they are now
# Looked up or checked by the page they belong to: the key of a row, weights, a territory of which nothing may be known,
# the version of the data that is cited.
FREE = {"ligne", "poids", "fiche", "recherche", "action", "centre", "version"}
LONGEST_TEXT = 500  # signs of such a field: every link of a page repeats it
SHORT = 40
RUBRICS = {"documents": "Documents", "divergences": "Divergences", "methode": "Méthode et définitions"}
VOLETS = {
    "liste": "Liste et registre",
    "fiche": "Fiche d'un territoire",
    "actions": "Catalogue des actions",
    "voisins": "Territoires semblables",
}
MAP_LEVELS = {
    "region": "Régions",
    "departement": "Départements",
    "epci": "Intercommunalités",
    "contrat": "Territoires sous contrat",
}
MAP_FORMS = {"nombre": "Nombres (cercles)", "habitants": "Pour 1\u202f000 habitants (teintes)"}
COUNTS = {"actions": "Nombre d'actions", "argent": "Coût prévu (thème principal)", "part": "Part des actions"}
PARTS = {
    "jeu": "Composer un jeu de données",
    "dictionnaire": "Dictionnaire et tables",
    "versions": "Versions",
    "subventions": "Subventions (SCDL)",
    "usage": "Citer et réutiliser",
}
VIEWS = {
    "financement": "Financement",
    "couverture": "Couverture thématique",
    "sorties": "Sorties positives",
    "evolution": "Évolution",
}


Parameters = dict[str, object]


def choice(default: object, parameter: str = "", fills: Callable[[str], Mapping[str, object]] | None = None) -> Any:
    """A field whose value fills a parameter of the reads that ask for it, or several, made from it by `fills`."""
    return field(default=default, metadata={"fills": fills or (lambda value: {parameter: value})})


def _horizon(code: str) -> Parameters:
    origin, _, months = code.partition("-")
    return {"horizon_from": origin, "horizon_months": int(months)}


@dataclass(frozen=True)
class Selection:
    """The defaults are what an address without a selection shows; they are written into it at once."""

    territoires: tuple[str, ...] = choice(("com-63113", "com-57463", "epci-200070712"), "territory_ids")
    vue: str = "financement"
    argent: str = choice("state_contribution", "measure_id")
    nature: str = choice("committed", "nature")
    annee: str = choice("toutes", "year")
    base: str = choice("toutes", "base_id")
    strict: str = "non"
    stade: str = choice("contracted", "stage")
    compte: str = "actions"
    mesure: str = choice("positive_exit_rate", "measure_id")
    horizon: str = choice("exit-0", fills=_horizon)
    serie: str = choice("state_contribution", "series_id")
    partie: str = "jeu"
    jeu_territoire: tuple[str, ...] = choice((), "territory_ids")
    jeu_niveau: tuple[str, ...] = choice((), "level_ids")
    jeu_mesure: tuple[str, ...] = choice((), "measure_ids")
    jeu_theme: tuple[str, ...] = choice((), "theme_ids")
    jeu_etape: tuple[str, ...] = choice((), "stage_ids")
    jeu_nature: tuple[str, ...] = choice((), "nature_ids")
    jeu_de: str = choice("", "from_year")
    jeu_a: str = choice("", "to_year")
    jeu_aussi: tuple[str, ...] = choice((), "also_ids")
    jeu_statut: tuple[str, ...] = choice((), "status_ids")
    jeu_confiance: tuple[str, ...] = choice((), "confidence_ids")
    table: str = choice("observations", "table_name")
    rubrique: str = "documents"
    document: str = choice(ALL, "document_id")
    volet: str = "liste"
    fiche: str = choice("com-63113", "territory_id")
    repere: str = "com-63113"
    niveau: str = choice("region", "level")
    sujet: str = choice("dna_places/rule/at", "subject_id")
    millesime: str = choice("derniere", "year")
    forme: str = "nombre"
    methode: str = "quantiles"
    relief: str = "non"
    centre: str = ""
    poids: str = "11111"
    recherche: str = choice("", fills=search.parameters)
    theme: str = choice(ALL, "theme_id")
    etape: str = choice(ALL, "stage")
    operateur: str = choice(ALL, "operator_id")
    lieu: str = choice(ALL, "territory_id")
    public: str = choice(ALL, "public_id")
    tout: str = "non"
    action: str = choice("", "action_id")
    figure: str = ""
    ligne: str = ""
    depuis: str = choice(START, fills=lambda code: {"after_number": "" if code == START else code})
    jusqua: str = choice(NOW, fills=lambda code: {"up_to_number": UNPUBLISHED if code == NOW else code})
    version: str = ""

    def parameters(self) -> dict[str, str]:
        """The whole selection as query parameters."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: SEPARATOR.join(value) if isinstance(value, tuple) else value for name, value in values.items()}

    def choices(self) -> dict[str, str]:
        """What differs from the defaults, in codes: what a reader typed is left out."""
        usual = Selection().parameters()
        return {name: text for name, text in self.parameters().items() if name not in FREE and text != usual[name]}

    def query(self) -> str:
        return urlencode(self.parameters(), safe=SEPARATOR)


def parameters(chosen: Selection, names: Sequence[str]) -> Parameters:
    """The parameters of a read that these fields fill, in their order."""
    declared = {one.name: one.metadata["fills"] for one in fields(Selection) if one.metadata}
    filled: Parameters = {}
    for name in names:
        filled |= declared[name](getattr(chosen, name))
    return filled


def parse(parameters: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> tuple[Selection, list[str]]:
    """The selection that an address asks for, and what in it is unknown (« territoires=xyz »), which is ignored.

    A default that the data no longer know, after a document was retracted, gives way without a word.
    """
    default = Selection()
    asked = default.parameters() | dict(parameters)
    chosen: dict[str, str | tuple[str, ...]] = {}
    ignored = []
    for name, text in asked.items():
        if name in FREE and len(text) <= LONGEST_TEXT:
            chosen[name] = text
            continue
        if name in FREE:
            ignored.append(f"{name}={text[:SHORT]}…")
            continue
        if name not in known:
            ignored.append(f"{name}={text}")
            continue
        usual = default.parameters()[name].split(SEPARATOR)
        codes = [code for code in dict.fromkeys(text.split(SEPARATOR)) if code]
        ignored += [f"{name}={code}" for code in codes if code not in known[name] and code not in usual]
        found = [code for code in codes if code in known[name]]
        if isinstance(getattr(default, name), tuple):
            chosen[name] = tuple(found)
        else:
            fallback = [code for code in usual if code in known[name]]
            chosen[name] = [*found, *fallback, *known[name], *usual][0]
    return replace(default, **chosen), ignored  # type: ignore[arg-type]
