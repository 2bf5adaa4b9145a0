"""What the reader has chosen: whole, in the address, as stable codes. The only state of the app."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

SEPARATOR = ","
ALL = "tous"
START, NOW = "debut", "actuel"  # of the versions of the data
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


@dataclass(frozen=True)
class Selection:
    """The defaults are what an address without a selection shows; they are written into it at once."""

    territoires: tuple[str, ...] = ("com-63113", "com-57463", "epci-200070712")
    vue: str = "financement"
    argent: str = "state_contribution"
    nature: str = "committed"
    annee: str = "toutes"
    base: str = "toutes"
    strict: str = "non"
    stade: str = "contracted"
    compte: str = "actions"
    mesure: str = "positive_exit_rate"
    horizon: str = "exit-0"
    serie: str = "state_contribution"
    partie: str = "jeu"
    jeu_territoire: tuple[str, ...] = ()
    jeu_niveau: tuple[str, ...] = ()
    jeu_mesure: tuple[str, ...] = ()
    jeu_theme: tuple[str, ...] = ()
    jeu_etape: tuple[str, ...] = ()
    jeu_nature: tuple[str, ...] = ()
    jeu_de: str = ""
    jeu_a: str = ""
    jeu_aussi: tuple[str, ...] = ()
    jeu_statut: tuple[str, ...] = ()
    jeu_confiance: tuple[str, ...] = ()
    table: str = "observations"
    rubrique: str = "documents"
    document: str = ALL
    volet: str = "liste"
    fiche: str = "com-63113"
    repere: str = "com-63113"
    niveau: str = "region"
    sujet: str = "dna_places/rule/at"
    millesime: str = "derniere"
    forme: str = "nombre"
    methode: str = "quantiles"
    relief: str = "non"
    centre: str = ""
    poids: str = "11111"
    recherche: str = ""
    theme: str = ALL
    etape: str = ALL
    operateur: str = ALL
    lieu: str = ALL
    public: str = ALL
    tout: str = "non"
    action: str = ""
    figure: str = ""
    ligne: str = ""
    depuis: str = START
    jusqua: str = NOW
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
