"""What may be asked of the printed figures: one declaration per filter, from which all that asks or names one is made.

NOTE: the command line loads this for its arguments: nothing heavy is imported, the codes are only said where to be found
(`vocabulary.py` finds them).
"""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from geo.levels import NAMES

FIGURES = "chiffres"
PREFIX = "jeu_"  # of the filters in an address
# What a filter leaves aside because nothing printed says that it belongs, and how each is said of one and of several.
ALSO = {
    "sans_debut": "sans début publié",
    "sans_fin": "sans fin publiée",
    "sans_date": "sans aucune date publiée",
    "ensembles": "d'ensembles dont ces territoires sont membres",
}
OF_SETS = "ensembles"  # goes with the filter of territories, the others with that of the period
DIGEST_LENGTH = 8
LAST = 99


@dataclass(frozen=True)
class OfCard:
    """Codes that the card of a table lists for a column."""

    table: str
    column: str


@dataclass(frozen=True)
class OfRead:
    """Codes and their labels, two columns of a read without parameters; of its rows, those that hold these values."""

    question: str
    code: str
    label: str
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OfPlaces:
    """Territories: those of figures are offered, any other may be asked for."""


@dataclass(frozen=True)
class OfYears:
    """A year, alone, of those that figures are of."""


@dataclass(frozen=True)
class Filter:
    """What is declared of a filter, whose name is that of its field.

    - `parameter` is what it fills in `reads/dataset_figures.sql`, `codes` where those that it may hold are found; how many
      figures bear each is in `reads/dataset_choices.sql`, under the name of the filter;
    - `label` names it in French, `none` says that it asks nothing, `help` is what the command line says of it;
    - `rank` is its place among the lists of the page, two a row; those that say none come last, as they are declared.
    """

    parameter: str
    label: str
    none: str
    help: str
    codes: OfCard | OfRead | OfPlaces | OfYears | Mapping[str, str]
    rank: int = LAST

    @property
    def is_year(self) -> bool:
        return isinstance(self.codes, OfYears)


def _filter(declared: Filter) -> Any:
    return field(default="" if declared.is_year else (), metadata={"filter": declared})


@dataclass(frozen=True)
class Choices:
    """What is asked of the figures, as codes; an empty field asks nothing. `de` and `a` are years, ends included.

    A figure is of a period by its printed dates alone; `aussi` takes those that a filter leaves aside (ALSO).
    """

    territoire: tuple[str, ...] = _filter(
        Filter("territory_ids", "Territoire", "tous", "territoires : com-63113, dep-63…", OfPlaces(), rank=1)
    )
    niveau: tuple[str, ...] = _filter(Filter(
        "level_ids", "Niveau de territoire", "tous", f"niveaux : {', '.join(NAMES)}",
        OfCard("territories", "level"), rank=3,
    ))  # fmt: skip
    mesure: tuple[str, ...] = _filter(Filter(
        "measure_ids", "Mesure", "toutes", "mesures : state_contribution, positive_exit_rate…",
        OfRead("dataset_code_labels", "code", "label", {"column_name": "measure_id"}), rank=2,
    ))  # fmt: skip
    theme: tuple[str, ...] = _filter(Filter(
        "theme_ids", "Thème (du chiffre ou de son action)", "tous", "thèmes, du chiffre ou de son action : langue, emploi…",
        OfRead("dataset_code_labels", "code", "label", {"column_name": "theme_id"}), rank=4,
    ))  # fmt: skip
    etape: tuple[str, ...] = _filter(Filter(
        "stage_ids", "Étape de l'action", "toutes", "étapes de l'action : existing, proposed, contracted, reported",
        OfCard("actions", "stage"), rank=6,
    ))  # fmt: skip
    nature: tuple[str, ...] = _filter(Filter(
        "nature_ids", "Nature", "toutes", "natures : committed, planned, realised…", OfCard("observations", "nature"), rank=5,
    ))  # fmt: skip
    de: str = _filter(Filter(
        "from_year", "Période, à partir de", "sans limite",
        "première année de la période ; seules les dates publiées d'un chiffre disent s'il en est", OfYears(),
    ))  # fmt: skip
    a: str = _filter(Filter("to_year", "Période, jusqu'à", "sans limite", "dernière année de la période", OfYears()))
    aussi: tuple[str, ...] = _filter(Filter(
        "also_ids", "Prendre aussi", "rien de plus",
        "prendre aussi les chiffres que --de et --a laissent de côté (sans_debut, sans_fin, sans_date) et ceux des "
        "ensembles dont les territoires sont membres (ensembles)", ALSO,
    ))  # fmt: skip
    statut: tuple[str, ...] = _filter(Filter(
        "status_ids", "Statut", "tous", "statuts SDMX : A, D, E, F, L, M, O, P, Q, U",
        OfCard("observations", "obs_status"), rank=7,
    ))  # fmt: skip
    confiance: tuple[str, ...] = _filter(Filter(
        "confidence_ids", "Confiance de la lecture", "toutes", "confiances de la lecture : H, M, L",
        OfCard("observations", "confidence"), rank=8,
    ))  # fmt: skip

    def given(self) -> dict[str, tuple[str, ...]]:
        """The codes of each filter that asks something, by its name; a year is a code alone."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items() if value}

    def parameters(self) -> dict[str, object]:
        """The parameters of the read: an empty list, or no year, filters nothing."""
        return {one.parameter: getattr(self, name) or (None if one.is_year else ()) for name, one in FILTERS.items()}

    def also_offered(self) -> tuple[str, ...]:
        """What these filters may leave aside, and `aussi` take."""
        has_period = bool(self.de or self.a)
        return tuple(code for code in ALSO if (bool(self.territoire) if code == OF_SETS else has_period))

    def kept_also(self) -> "Choices":
        """The same without what `aussi` asks of a filter that is not there."""
        return replace(self, aussi=tuple(code for code in self.aussi if code in self.also_offered()))

    def digest(self) -> str:
        """A short name of what is asked, whatever the order of the codes; empty when nothing is."""
        asked = {name: sorted(codes) for name, codes in self.given().items()}
        text = json.dumps(asked, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH] if asked else ""


FILTERS: dict[str, Filter] = {one.name: one.metadata["filter"] for one in fields(Choices)}
YEARS = tuple(name for name, one in FILTERS.items() if one.is_year)
# Those that are lists of codes on the page, those that readers use first before the others; « aussi » goes with some.
LISTS = sorted((name for name in FILTERS if name not in (*YEARS, "aussi")), key=lambda name: FILTERS[name].rank)


def of_address(parameters: Mapping[str, str]) -> Choices:
    """The choices that the parameters of an address hold, others among them."""
    return choices({name: parameters[f"{PREFIX}{name}"] for name in FILTERS if f"{PREFIX}{name}" in parameters})


def choices(texts: Mapping[str, str]) -> Choices:
    """Choices from codes separated by commas, by the name of the filter; each code once, in the order given."""
    asked = {name: codes(text) for name, text in texts.items()}
    return Choices(**{name: ",".join(found) if name in YEARS else found for name, found in asked.items()})  # type: ignore[arg-type]


def codes(text: str) -> tuple[str, ...]:
    """The codes of a text, each once; what no UTF-8 can hold, which a terminal may send, becomes « ? »."""
    writable = text.encode(errors="replace").decode()
    return tuple(dict.fromkeys(code.strip() for code in writable.split(",") if code.strip()))


def nothing_asked(names: Sequence[str]) -> str:
    """What to say of filters that hold no code: that would be everything, in silence."""
    named = ", ".join(names)
    return f"{named} : une valeur vide ne choisit rien ; sans {named}, tout est pris."


def said(chosen: Choices, words: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each filter and what it asks, in French: « tous » where it asks nothing."""
    given = chosen.given()
    return tuple(
        (one.label, _said(given[name], words.get(name, {})) if name in given else one.none)
        for name, one in FILTERS.items()
    )


def _said(asked: tuple[str, ...], words: Mapping[str, str]) -> str:
    return ", ".join(f"{words[code]} ({code})" if code in words else code for code in asked)


def command(chosen: Choices, file: str) -> str:
    """What to type to have the same rows again in this file."""
    options = [part for name, asked in chosen.given().items() for part in (f"--{name}", ",".join(asked))]
    return shlex.join(["ctai", "export", *options, "--format", "csv", "--out", file])


def file_name(name: str, data_version: str, digest: str, extension: str) -> str:
    """« atlas-ctai-chiffres-2026.1-1f0c3a9b.csv »: no accent, no space, the version, what was asked when it is not all."""
    word = name.replace("__", "-").replace("_", "-")
    return f"{'-'.join(part for part in ('atlas-ctai', word, data_version, digest) if part)}.{extension}"
