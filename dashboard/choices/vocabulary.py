"""The codes that a choice may hold: listed here, or found by a read, once per version of the data."""

from collections.abc import Callable, Collection, Mapping, Sequence

import polars as pl

from dashboard.choices.filters import FILTERS, Filter, OfCard, OfPlaces, OfRead, OfYears
from dashboard.words import code_words, labels
from queries import search
from queries.columns import meaning

Read = Callable[..., pl.DataFrame]
Codes = Collection[str] | Callable[[Read], Collection[str]]
EVERY, ALL = "toutes", "tous"
START, NOW = "debut", "actuel"  # of the versions of the data
LATEST, EACH = "derniere", "chaque"  # of the years of a map
SWITCH = ("non", "oui")


def column(question: str, name: str, *before: str) -> Codes:
    """The values of a column of a read without parameters, after these codes."""
    return lambda read: [*before, *read(question)[name].unique(maintain_order=True)]


def horizons(read: Read) -> list[str]:
    """The moments at which exits are counted: « exit-0 »."""
    return [f"{row['horizon_from']}-{row['horizon_months']}" for row in read("exit_horizons").iter_rows(named=True)]


def map_years(read: Read) -> list[str]:
    """The years that some map shows, after the latest of each territory and all of them at once."""
    printed = {year for years in read("map_subjects")["years"] for year in years.split(",")}
    return [LATEST, EACH, *sorted(printed)]


def map_subjects(read: Read) -> list[str]:
    """What a map can show: printed figures, and what else is known of territories."""
    return [
        code
        for question in ("map_subjects", "map_other_subjects")
        for code in read(question)["subject_id"].unique(maintain_order=True)
    ]


def releases(*before: str) -> Codes:
    """The published versions of the data, after these codes."""
    return lambda read: [*before, *read("releases_listed").drop_nulls("released_on")["release_number"]]


def of_catalogue(name: str) -> Codes:
    """The codes of a filter of the catalogue of actions, after the one that filters nothing."""
    assert name in search.FILTERS
    return lambda read: [ALL, *read("action_choices").filter(field=name)["code"]]


def of_datasets(name: str) -> Codes:
    """The codes of a filter of datasets; a code that no figure bears may be asked for all the same."""
    declared = FILTERS[name]
    match declared.codes:
        case OfPlaces():
            return _territories
        case OfYears():
            return _years
        case _:
            return lambda read: list(words(read, declared))


def words(read: Read, declared: Filter, asked: Sequence[str] = ()) -> Mapping[str, str]:
    """What each code that a filter may hold says, those that are `asked` of it among them; a year says itself."""
    match declared.codes:
        case OfCard(table, column_name):
            return {code: code_words.words(table, column_name, code) for code in meaning(table, column_name).values}
        case OfRead(question, code, label, kept):
            return dict(read(question).filter(**kept).select(code, label).rows())
        case OfPlaces():
            return _places(read, asked)
        case OfYears():
            return {}
        case constants:
            return constants


def _places(read: Read, asked: Sequence[str]) -> dict[str, str]:
    """A territory of which no figure is printed is known all the same: its dataset is empty."""
    offered = read("dataset_choices").filter(field="territoire").select("level", territory_id="code", name="label")
    named = read("territories_named", territory_ids=asked)
    return dict(named.rows()) | labels.told_apart(offered)


def _years(read: Read) -> list[str]:
    return ["", *read("dataset_choices").filter(field="annee")["code"]]


def _territories(read: Read) -> list[str]:
    """A territory may be known by a contract or an action alone: its dataset is empty."""
    return [*read("dataset_choices").filter(field="territoire")["code"], *read("territories_known")["territory_id"]]
