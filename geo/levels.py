"""The levels of territory, each declared once: files, codes, columns, cards, maps and words are made from here.

A level that is added needs its table in `layers/` and nothing else, as long as the codes of its département and région
in that table say where a territory surely lies: they stay empty for one that lies across. Of an EPCI alone they say where
most people live (`queries/views/territory__containers.sql`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """A level: how it is coded, what it is called in French, and the files of `layers/` that say which there are.

    `code` is the form of an official code, `signs` the fewest and the most of its signs. `plural` heads the map of the
    level, which takes outlines; without it there is none. `column_of_communes` is where a commune names its own.
    """

    id: str
    prefix: str
    code: str
    name: str
    row: str
    example: str
    layer: str = ""
    signs: tuple[int, int] = (0, 0)
    outlines: str = ""
    plural: str = ""
    column_of_communes: str = ""

    @property
    def stem(self) -> str:
        """« com », « fra »."""
        return self.prefix.rstrip("-")


COMMUNE = Level(
    "commune", "com-", r"(\d{5}|2[AB]\d{3})", "commune", "une commune", "com-63113",
    layer="communes.csv", signs=(5, 5), outlines="communes.geojson",
)  # fmt: skip
EPCI = Level(
    "epci", "epci-", r"\d{9}", "intercommunalité", "un EPCI", "epci-200070712",
    layer="epci.csv", signs=(9, 9), outlines="epci.geojson", plural="intercommunalités", column_of_communes="epci_code",
)  # fmt: skip
DEPARTEMENT = Level(
    "departement", "dep-", r"(\d{2,3}|2[AB])", "département", "un département", "dep-63",
    layer="departements.csv", signs=(2, 3), outlines="departements.geojson", plural="départements",
)  # fmt: skip
REGION = Level(
    "region", "reg-", r"\d{2}", "région", "une région", "reg-84",
    layer="regions.csv", signs=(2, 2), outlines="regions.geojson", plural="régions",
)  # fmt: skip
COUNTRY = Level("pays", "fra", "", "pays", "la France", "fra")
NAMED_SET = Level("set", "set-", "[a-z0-9-]+", "ensemble de territoires", "un ensemble nommé de territoires", "set-…")

OFFICIAL = (COMMUNE, EPCI, DEPARTEMENT, REGION)  # with an official code, the smallest first
WITHOUT_CODE = (COUNTRY, NAMED_SET)
LEVELS = OFFICIAL + WITHOUT_CODE
MAPPED = tuple(level for level in reversed(OFFICIAL) if level.plural)
NAMES = {level.id: level.name for level in LEVELS}
PREFIXES = {level.id: level.prefix for level in OFFICIAL}


def _listed(parts: list[str], conjunction: str) -> str:
    return f"{', '.join(parts[:-1])}{conjunction} {parts[-1]}"


PREFIXES_SAID = _listed(list(PREFIXES.values()), " ou")
OFFICIAL_EXAMPLES = ", ".join(level.example for level in OFFICIAL)
# What the cards of `data/` leave to be said here.
IN_CARDS = {
    "{level_rows}": _listed([level.row for level in LEVELS], ", ou"),
    "{level_prefixes}": PREFIXES_SAID,
    "{level_examples}": ", ".join(level.example for level in LEVELS),
    "{level_codes}": f"({'|'.join(level.prefix + level.code for level in LEVELS)})",
}
