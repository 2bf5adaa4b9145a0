"""Builds the datasets to take away: the printed figures that answer filters, and any table or view whole."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import polars as pl

from dashboard import code_words, labels
from dashboard.exports.dataset import Column, Dataset
from dashboard.provenance import cited_ids
from data.nearest import nearest
from queries.columns import cards, meaning
from queries.sql import sql_names, sql_text
from queries.warehouse import Warehouse, whole_table

FIGURES = "chiffres"
QUESTION = "dataset_figures"
NO_FILTER = {
    "territoire": "tous", "niveau": "tous", "mesure": "toutes", "theme": "tous", "etape": "toutes", "nature": "toutes",
    "de": "sans limite", "a": "sans limite", "statut": "tous", "confiance": "toutes",
}  # fmt: skip
PREFIX = "jeu_"  # of the filters in an address
# A list of the expected codes is worth reading up to here; beyond, the nearest ones are.
LONGEST_LIST = 12
# What joining a figure to its territory, measure and document always gives.
ALWAYS_THERE = {
    "territory_name", "territory_level", "measure_label", "measure_family", "document_title", "publisher", "licence",
    "reliability",
}  # fmt: skip
TYPES = {pl.Int64: "integer", pl.Int32: "integer", pl.Float64: "number", pl.Boolean: "boolean", pl.Date: "date"}
CITES_FIGURES = re.compile(r"(^|_)(observation_ids?|set_aside_ids|agreeing_ids|left_ids|right_ids)$")
CITES_DOCUMENTS = re.compile(r"^document_ids?$")
Read = Callable[..., pl.DataFrame]
CODES_SCHEMA = {"column_name": pl.String, "code": pl.String, "label": pl.String}


@dataclass(frozen=True)
class Choices:
    """What is asked of the figures, as codes; an empty field asks nothing. `de` and `a` are years, ends included."""

    territoire: tuple[str, ...] = ()
    niveau: tuple[str, ...] = ()
    mesure: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    etape: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    de: str = ""
    a: str = ""
    statut: tuple[str, ...] = ()
    confiance: tuple[str, ...] = ()

    def given(self) -> dict[str, tuple[str, ...]]:
        """The codes of each filter that asks something, by its name; a year is a code alone."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items() if value}

    def parameters(self) -> dict[str, object]:
        """The parameters of the read."""
        return {parameter: getattr(self, name) for name, parameter in PARAMETERS.items()}


PARAMETERS = {
    "territoire": "territory_ids", "niveau": "level_ids", "mesure": "measure_ids", "theme": "theme_ids",
    "etape": "stage_ids", "nature": "nature_ids", "de": "from_year", "a": "to_year", "statut": "status_ids",
    "confiance": "confidence_ids",
}  # fmt: skip
FILTER_LABELS = {
    "territoire": "Territoire", "niveau": "Niveau de territoire", "mesure": "Mesure",
    "theme": "Thème (du chiffre ou de son action)", "etape": "Étape de l'action", "nature": "Nature",
    "de": "Période, à partir de", "a": "Période, jusqu'à", "statut": "Statut", "confiance": "Confiance de la lecture",
}  # fmt: skip
YEARS = ("de", "a")
# The filters whose codes a card lists.
CARD_CODES = {
    "niveau": ("territories", "level"), "etape": ("actions", "stage"), "nature": ("observations", "nature"),
    "statut": ("observations", "obs_status"), "confiance": ("observations", "confidence"),
}  # fmt: skip


class UnknownChoices(ValueError):
    """Filters that ask for what does not exist; the message names each of them and what was expected."""


def of_address(parameters: Mapping[str, str]) -> Choices:
    """The choices that the parameters of an address hold, others among them."""
    return choices({name: parameters[f"{PREFIX}{name}"] for name in PARAMETERS if f"{PREFIX}{name}" in parameters})


def choices(texts: Mapping[str, str]) -> Choices:
    """Choices from codes separated by commas, by the name of the filter; each code once, in the order given."""
    split = {name: dict.fromkeys(code.strip() for code in text.split(",")) for name, text in texts.items()}
    asked = {name: tuple(code for code in found if code) for name, found in split.items()}
    return Choices(**{name: ",".join(found) if name in YEARS else found for name, found in asked.items()})  # type: ignore[arg-type]


def file_name(name: str, warehouse: Warehouse, extension: str) -> str:
    """The name of the file of the dataset of that name, before there is a dataset."""
    return f"atlas-ctai-{_file_word(name)}-{warehouse.data_version}.{extension}"


def _file_word(name: str) -> str:
    return name.replace("__", "-").replace("_", "-")


def dataset(warehouse: Warehouse, chosen: Choices) -> Dataset:
    """The printed figures that answer the choices. Raises UnknownChoices for codes that the warehouse does not know."""
    words = known_words(warehouse.read, chosen)
    check(chosen, words)
    frame = warehouse.read(QUESTION, **chosen.parameters())
    return Dataset(
        name=FIGURES,
        title="Chiffres imprimés",
        grain=cards()["observations"].grain,
        frame=frame,
        columns=described(QUESTION, frame),
        key=cards()["observations"].primary_key,
        filters=said(chosen, words),
        command=command(chosen, warehouse.data_version),
        sql=sql_text(f"reads/{QUESTION}"),
        data_version=warehouse.data_version,
        documents=_documents(warehouse, frame),
        codes=codes(warehouse, QUESTION, frame.columns),
    )


def table_dataset(warehouse: Warehouse, table: str) -> Dataset:
    """A whole table or view. Raises KeyError for one that cannot be exported."""
    frame = warehouse.table(table)
    grains = warehouse.read("exportable_tables")
    card = cards().get(table)
    return Dataset(
        name=_file_word(table),
        title=card.title if card else f"Vue {table}",
        grain=grains.filter(table_name=table)["grain"].item(),
        frame=frame,
        columns=described(table, frame),
        key=card.primary_key if card else (),
        filters=(),
        command=f"ctai export --table {table} --format csv --out {table}.csv",
        sql=sql_text(f"views/{table}") if table in sql_names("views") else whole_table(table),
        data_version=warehouse.data_version,
        documents=_documents(warehouse, frame),
        codes=codes(warehouse, table, frame.columns),
    )


def described(table: str, frame: pl.DataFrame) -> tuple[Column, ...]:
    """What each column of the frame means: the card's words for a table, the same or its own for a view."""
    return tuple(_column(table, name, data_type) for name, data_type in frame.schema.items())


def _column(table: str, name: str, data_type: pl.DataType) -> Column:
    promise = meaning(table, name)
    of_table = table in cards() or (table == QUESTION and name in cards()["observations"].names)
    is_kept_type = promise.type == "partial_date" or of_table
    return Column(
        name=name,
        type=promise.type if is_kept_type else TYPES.get(data_type.base_type(), _text_type(data_type)),
        description=promise.description,
        is_required=promise.required if of_table else table == QUESTION and name in ALWAYS_THERE,
        values=promise.values,
    )


def _text_type(data_type: pl.DataType) -> str:
    return "list" if isinstance(data_type, pl.List) else "text"


def _documents(warehouse: Warehouse, frame: pl.DataFrame) -> pl.DataFrame:
    """The documents that the rows cite, by themselves or through the figures they name."""
    return warehouse.read(
        "dataset_documents",
        document_ids=cited_ids(*(frame[name] for name in frame.columns if CITES_DOCUMENTS.search(name))),
        observation_ids=cited_ids(*(frame[name] for name in frame.columns if CITES_FIGURES.search(name))),
    )


def codes(warehouse: Warehouse, table: str, names: Sequence[str]) -> pl.DataFrame:
    """Each code that these columns of the table may bear, by column_name, code and label."""
    promised = {name: meaning(table, name).values for name in names}
    listed = [(name, code, code_words.words(table, name, code)) for name, values in promised.items() for code in values]
    defined = warehouse.read("dataset_code_labels")
    without = [name for name, values in promised.items() if not values]
    return pl.concat(
        [
            pl.DataFrame(listed, schema=CODES_SCHEMA, orient="row"),
            defined.filter(pl.col("column_name").is_in(without)),
        ]
    )


def known_words(read: Read, chosen: Choices) -> dict[str, dict[str, str]]:
    """The codes that each filter may ask for, and what each says; the years apart. `read` answers the reads."""
    offered = read("dataset_choices")
    territories = offered.filter(field="territoire").select("level", territory_id="code", name="label")
    words = {
        name: {code: code_words.words(table, column, code) for code in meaning(table, column).values}
        for name, (table, column) in CARD_CODES.items()
    }
    defined = read("dataset_code_labels")
    for name, column in (("mesure", "measure_id"), ("theme", "theme_id")):
        words[name] = dict(defined.filter(column_name=column).select("code", "label").rows())
    # A territory of which no figure is printed is known all the same: its dataset is empty.
    named = read("territories_named", territory_ids=chosen.territoire)
    return words | {"territoire": dict(named.rows()) | labels.told_apart(territories)}


def check(chosen: Choices, words: Mapping[str, Mapping[str, str]]) -> None:
    """Raises UnknownChoices when a code is not one of those known, or a period is none."""
    if problems := list(_problems(chosen, words)):
        raise UnknownChoices("\n".join(problems))


def _problems(chosen: Choices, words: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for name, codes in chosen.given().items():
        for code in codes:
            if name in YEARS and not re.fullmatch(r"\d{4}", code):
                yield f"{name} : « {code} » n'est pas une année de quatre chiffres."
            elif name not in YEARS and code not in words[name]:
                yield f"{name} : « {code} » est inconnu. {_expected(code, words[name])}"
    if chosen.de and chosen.a and chosen.a < chosen.de:
        yield f"période : elle finit ({chosen.a}) avant de commencer ({chosen.de})."


def _expected(code: str, words: Mapping[str, str]) -> str:
    if len(words) <= LONGEST_LIST:
        return f"Attendu : {', '.join(f'{known} ({said})' for known, said in words.items())}."
    found = nearest(code, words)
    if not found:
        return f"Attendu : un des {len(words)} codes, par exemple {next(iter(words))}."
    return f"Le plus proche : {', '.join(f'{known} ({words[known]})' for known in found)}."


def said(chosen: Choices, words: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Each filter and what it asks, in French: « tous » where it asks nothing."""
    given = chosen.given()
    return tuple(
        (label, _said(given[name], words.get(name, {})) if name in given else NO_FILTER[name])
        for name, label in FILTER_LABELS.items()
    )


def _said(codes: tuple[str, ...], words: Mapping[str, str]) -> str:
    return ", ".join(f"{words[code]} ({code})" if code in words else code for code in codes)


def command(chosen: Choices, data_version: str) -> str:
    """What to type to have the same rows again."""
    options = [part for name, codes in chosen.given().items() for part in (f"--{name}", ",".join(codes))]
    out = f"atlas-ctai-{FIGURES}-{data_version}.csv"
    return shlex.join(["ctai", "export", *options, "--format", "csv", "--out", out])
