"""What may be asked of the printed figures: filters by name, their codes, what each says in French."""

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

FIGURES = "chiffres"
PREFIX = "jeu_"  # of the filters in an address
NO_FILTER = {
    "territoire": "tous", "niveau": "tous", "mesure": "toutes", "theme": "tous", "etape": "toutes", "nature": "toutes",
    "de": "sans limite", "a": "sans limite", "aussi": "rien de plus", "statut": "tous", "confiance": "toutes",
}  # fmt: skip
PARAMETERS = {
    "territoire": "territory_ids", "niveau": "level_ids", "mesure": "measure_ids", "theme": "theme_ids",
    "etape": "stage_ids", "nature": "nature_ids", "de": "from_year", "a": "to_year", "aussi": "also_ids",
    "statut": "status_ids", "confiance": "confidence_ids",
}  # fmt: skip
FILTER_LABELS = {
    "territoire": "Territoire", "niveau": "Niveau de territoire", "mesure": "Mesure",
    "theme": "Thème (du chiffre ou de son action)", "etape": "Étape de l'action", "nature": "Nature",
    "de": "Période, à partir de", "a": "Période, jusqu'à", "aussi": "Prendre aussi", "statut": "Statut",
    "confiance": "Confiance de la lecture",
}  # fmt: skip
YEARS = ("de", "a")
# The filters whose codes a card lists.
CARD_CODES = {
    "niveau": ("territories", "level"), "etape": ("actions", "stage"), "nature": ("observations", "nature"),
    "statut": ("observations", "obs_status"), "confiance": ("observations", "confidence"),
}  # fmt: skip
# What a filter leaves aside because nothing printed says that it belongs, and how each is said of one and of several.
ALSO = {
    "sans_debut": "sans début imprimé",
    "sans_fin": "sans fin imprimée",
    "sans_date": "sans aucune date imprimée",
    "ensembles": "d'ensembles dont ces territoires sont membres",
}
OF_SETS = "ensembles"  # goes with the filter of territories, the others with that of the period
DIGEST_LENGTH = 8


@dataclass(frozen=True)
class Choices:
    """What is asked of the figures, as codes; an empty field asks nothing. `de` and `a` are years, ends included.

    A figure is of a period by its printed dates alone; `aussi` takes those that a filter leaves aside (ALSO).
    """

    territoire: tuple[str, ...] = ()
    niveau: tuple[str, ...] = ()
    mesure: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    etape: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    de: str = ""
    a: str = ""
    aussi: tuple[str, ...] = ()
    statut: tuple[str, ...] = ()
    confiance: tuple[str, ...] = ()

    def given(self) -> dict[str, tuple[str, ...]]:
        """The codes of each filter that asks something, by its name; a year is a code alone."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items() if value}

    def parameters(self) -> dict[str, object]:
        """The parameters of the read: an empty list, or no year, filters nothing."""
        return {
            parameter: getattr(self, name) or (None if name in YEARS else ()) for name, parameter in PARAMETERS.items()
        }

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


def of_address(parameters: Mapping[str, str]) -> Choices:
    """The choices that the parameters of an address hold, others among them."""
    return choices({name: parameters[f"{PREFIX}{name}"] for name in PARAMETERS if f"{PREFIX}{name}" in parameters})


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
        (label, _said(given[name], words.get(name, {})) if name in given else NO_FILTER[name])
        for name, label in FILTER_LABELS.items()
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
