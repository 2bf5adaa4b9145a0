"""What a plan may say: each key, each code and each name, judged by itself, with the line where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.cards import Card, Column
from data.curation import TYPE_FORMS
from data.nearest import suggestion
from data.plan_keys import CELLS, FIGURE, STATUSES
from data.problems import Problem, quoted
from geo.levels import PREFIXES

PLACE = re.compile(r"\{([^{}]*)\}")  # what a cell of the row says, within the words of a plan
FIXED = {"kind": "dataset", "read_via": "data_file"}  # of the document


@dataclass(frozen=True)
class Vocabulary:
    """What a plan may name: columns and their values, measures with their unit and label, codes with the wider one,
    territories with their name.
    """

    cards: dict[str, Card]
    measures: dict[str, str]
    labels: dict[str, str]
    parents: dict[tuple[str, str], str | None]
    territories: dict[str, str]


class PlanJudge:
    """What is wrong with the content of a plan: `words` says what it may name."""

    def __init__(self, file: str, lines: dict[str, int], words: Vocabulary) -> None:
        self.file, self.lines, self.words = file, lines, words

    def problem(self, key: str, found: object, expected: str, shown: str | None = None) -> Problem:
        return Problem(self.file, self.line(key), key if shown is None else shown, quoted(found), expected)

    def line(self, key: str) -> int:
        """Where a key stands, or the section where it ought to."""
        return self.lines.get(key) or self.lines.get(key.rpartition(".")[0]) or 1

    def problems(self, content: dict) -> Iterator[Problem]:
        """Of a content that is all of its kind (`plan_keys.shaped`)."""
        yield from self._document(content)
        yield from self._cells("defaults.", content.get("defaults", {}))
        yield from self._territory(content)
        yield from self._missing("table.missing.", content.get("table", {}).get("missing", {}))
        for section in ("sums", "classes"):
            for number, one in enumerate(content.get(section, [])):
                yield from self._needed(f"{section}.{number}.", one, section)
        for number, one in enumerate(content.get("exceptions", [])):
            yield from self._exception(f"exceptions.{number}.", one)
        if not content.get("figures") and not content.get("classes"):
            yield self.problem("figures", "aucun chiffre", "une section [[figures]] par chiffre")
        for number, figure in enumerate(content.get("figures", [])):
            yield from self._figure(f"figures.{number}.", figure, content)

    def _document(self, content: dict) -> Iterator[Problem]:
        document = content.get("document")
        if document is None:
            yield self.problem("document", "aucune section", "une section [document] : ce qu'est le fichier")
            return
        card = self.words.cards["documents"]
        for key, value in document.items():
            if key in card.names:
                yield from self._cell(card.column(key), str(value), f"document.{key}")
            else:
                known = [name for name in card.names if name not in FIXED]
                expected = f"une clé parmi {', '.join(known)}" + suggestion(key, dict.fromkeys(known, ""))
                yield self.problem(f"document.{key}", key, expected, key)
            if key in FIXED:
                yield self.problem(f"document.{key}", value, "rien : un jeu est lu dans un fichier de données", key)
        for column in card.columns:
            needed = column.required or column.name == "data_file"
            if needed and column.name not in FIXED and not document.get(column.name):
                yield self.problem(f"document.{column.name}", "", column.description, column.name)

    def _territory(self, content: dict) -> Iterator[Problem]:
        part = content.get("territory", {})
        if not (("territory_id" in part) ^ ("column" in part)):
            expected = "une section [territory] avec « column » et « level », ou avec « territory_id »"
            yield self.problem("territory", "", expected)
            return
        if "column" in part and part.get("level") not in PREFIXES:
            yield self.problem(
                "territory.level", part.get("level", ""), f"un niveau parmi {', '.join(PREFIXES)}", "level"
            )
        codes = part.get("codes", {})
        named_ones = (
            {f"territory.codes.{code}": place for code, place in codes.items()} if isinstance(codes, dict) else {}
        )
        for key in ("territory_id", "whole"):
            if key in part:
                named_ones[f"territory.{key}"] = part[key]
        for key, place in named_ones.items():
            if place not in self.words.territories:
                expected = f"un territoire connu{suggestion(str(place), self.words.territories)}"
                yield self.problem(key, place, expected, key.rpartition(".")[2])

    def _figure(self, place: str, figure: dict, content: dict) -> Iterator[Problem]:
        if not (("column" in figure) ^ ("columns" in figure)):
            yield self.problem(f"{place}column", "", "« column », ou « columns » dont les nombres s'ajoutent", "column")
        cells = {key: value for key, value in figure.items() if key not in FIGURE}
        yield from self._cells(place, cells)
        together = {**content.get("defaults", {}), **cells}
        for needed in ("measure_id", "nature"):
            if needed not in together:
                yield self.problem(f"{place}{needed}", "", f"« {needed} », ici ou dans [defaults]", needed)
        if figure.get("only_whole") and "total" not in figure:
            yield self.problem(f"{place}total", "", "le total attendu d'un chiffre qui n'a que lui", "total")
        yield from self._missing(f"{place}missing.", figure.get("missing", {}))

    def _needed(self, place: str, one: dict, section: str) -> Iterator[Problem]:
        """What a sum or a class cannot do without; the card says which characteristics there are."""
        for key in ("whole", "parts") if section == "sums" else ("column", "characteristic_id"):
            if key not in one:
                yield self.problem(place + key, "", f"« {key} »", key)
        if "characteristic_id" in one:
            column = self.words.cards["territory_characteristics"].column("characteristic_id")
            yield from self._cell(column, str(one["characteristic_id"]), f"{place}characteristic_id")

    def _exception(self, place: str, one: dict) -> Iterator[Problem]:
        """Rows of a value in a column, and the cells that are otherwise there."""
        for key in ("column", "cell"):
            if key not in one:
                yield self.problem(place + key, "", f"« {key} », un texte entre guillemets", key)
        yield from self._cells(place, {key: value for key, value in one.items() if key not in ("column", "cell")})

    def _missing(self, place: str, reasons: Mapping[str, str]) -> Iterator[Problem]:
        for text, reason in reasons.items():
            if reason not in STATUSES:
                yield self.problem(
                    f"{place}{text}", reason, f"une raison parmi {', '.join(STATUSES)}", text or "missing"
                )

    def _cells(self, place: str, cells: Mapping[str, object]) -> Iterator[Problem]:
        """Columns of observations that the plan gives by itself."""
        card = self.words.cards["observations"]
        for key, value in cells.items():
            if key not in CELLS:
                known = dict.fromkeys([*(FIGURE if place.startswith("figures") else ()), *CELLS], "")
                expected = f"une clé parmi {', '.join(known)}" + suggestion(key, known)
                yield self.problem(place + key, key, expected, key)
            elif not PLACE.search(str(value)):
                yield from self._cell(card.column(key), as_text(value), place + key)

    def _cell(self, column: Column, text: str, key: str) -> Iterator[Problem]:
        form, expected = TYPE_FORMS.get(column.type, (".*", ""))
        if not re.fullmatch(form, text, re.DOTALL):
            yield self.problem(key, text, expected, column.name)
        elif column.values and text not in column.values:
            hint = suggestion(text, {code: column.words.get(code, "") for code in column.values})
            yield self.problem(key, text, f"une valeur parmi {', '.join(column.values)}{hint}", column.name)
        elif column.pattern and not re.fullmatch(column.pattern, text):
            yield self.problem(key, text, column.form or column.description, column.name)
        elif column.name == "measure_id" and text not in self.words.measures:
            expected = "une mesure de data/reference/measures.csv" + suggestion(text, self.words.labels)
            yield self.problem(key, text, expected, column.name)
        elif column.name == "breakdown":
            yield from self._breakdown(text, key)

    def _breakdown(self, text: str, key: str) -> Iterator[Problem]:
        pairs = [tuple(pair.split("=")) for pair in text.split(";")]
        if [dimension for dimension, _code in pairs] != sorted({dimension for dimension, _code in pairs}):
            yield self.problem(key, text, "des clés dans l'ordre alphabétique, chacune une fois", "breakdown")
        for dimension, code in pairs:
            if (dimension, code) not in self.words.parents:
                known = {f"{one}={other}": "" for one, other in self.words.parents if one == dimension}
                expected = "un code de data/reference/dimension_codes.csv" + suggestion(f"{dimension}={code}", known)
                yield self.problem(key, f"{dimension}={code}", expected, "breakdown")


def as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
