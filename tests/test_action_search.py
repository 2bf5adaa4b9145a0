"""The catalogue of actions: what practitioners type finds what they mean, and says where it was read."""

import csv
import itertools
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard.choices.fields import ALL, Selection
from dashboard.figures import action, action_costs, actions, answer, rows
from dashboard.figures.spec import Figure
from dashboard.words import labels
from queries import search
from queries.build import build
from queries.warehouse import Warehouse
from tests.catalogue import find
from tests.kinds import EACH_KIND
from tests.trial_rows import write_rows

METZ, FORUM, CTAIR = "ctai-metz-2022", "diair-forum-initiatives-2019", "diair-actions-ctair-2019"
CLERMONT, THIERS = "ctair-clermont-ferrand-2019", "ctai-thiers-dore-et-montagne-2023"
# What the catalogue says of territories whose sheet and whose place on Accueil said another number.
CALLED_OTHERWISE_ONCE = {
    "Clermont-Ferrand": "78 actions",
    "Brest Métropole": "3 actions et 6 parties d'action",
    "Dijon Métropole": "1 action et 4 parties d'action",
    "Rennes Métropole": "2 actions et 4 parties d'action",
    "Nantes": "4 actions et 3 parties d'action",
    "CC Thiers Dore et Montagne": "3 actions et 3 parties d'action",
    "Strasbourg": "2 actions",
}
# What is typed, what answers it best, and where its words are read; how many actions do is in golden/live_counts.csv.
SEARCHES = [
    ("permis de conduire", f"{FORUM}.integracode", "public : « permis » ; description : « conduire »"),
    ("santé mentale", f"{METZ}.fiche-1-4-1", "thème : « santé » ; description : « mentale »"),
    ("colocation", f"{CTAIR}.lyon-2-colocation", "titre : « colocation »"),
    ("interprète", f"{CLERMONT}.proposition-education-nationale-interprete", "titre : « interprète »"),
    ("crèche", f"{METZ}.fiche-1-2-5", "titre : « crèche »"),
    ("cours de français", f"{METZ}.fiche-1-2-2", "titre : « cours » ; thème : « français »"),
    ("parrainage", f"{METZ}.fiche-1-5-1", "titre : « parrainage »"),
    ("logement", f"{CLERMONT}.existante-bailleurs-logement-adapte", "titre : « logement »"),
    (
        "emploi restauration", f"{CTAIR}.grenoble-3-tero-loko",
        "titre : « emploi » ; mot voisin : « boulangerie » (description)",
    ),
    ("accès aux droits", f"{METZ}.fiche-1-3-2", "titre : « accès », « droits »"),
]  # fmt: skip
HOSTILE = ["%", "_", "'", '"', "\\", "';--", "$words", "{}", "%%__''", "\x00", "« »", ",", ", ,", "\N{PILE OF POO}"]


@pytest.mark.parametrize(("text", "first", "why"), SEARCHES, ids=[text for text, *_ in SEARCHES])
def test_a_practitioners_search_finds_first_what_is_meant_and_says_why(
    warehouse: Warehouse, text: str, first: str, why: str
) -> None:
    """Among the first three, as a document to come may hold what answers better; which is first today is reviewed apart."""
    found = find(warehouse, text).head(3)
    assert first in found["action_id"].to_list()
    assert actions.found(found.row(by_predicate=pl.col("action_id") == first, named=True)) == why


def test_another_form_of_a_word_is_found_after_the_word_itself(warehouse: Warehouse) -> None:
    """« interprète »: the title that bears it, « Interprétariat », « interprètes » in a description, « traduction » last."""
    titles = find(warehouse, "interprète").select("title", "neighbours_count", "points")
    assert titles["title"].to_list()[:5] == [
        "Faciliter la communication par l'intermédiaire d'un interprète",
        "Interprétariat /traduction",
        "Interprétariat /traduction",
        "Plateforme d'interprétariat",
        "Traduction et Interprétariat",
    ]
    assert {"Centre de ressources"} <= set(titles["title"])
    for text in ("crèches", "Crèche", "creche"):
        assert find(warehouse, text)["action_id"][0] == f"{METZ}.fiche-1-2-5"


def test_a_neighbouring_word_comes_last_and_is_named(warehouse: Warehouse) -> None:
    found = find(warehouse, "permis")
    assert found["neighbours_count"].is_sorted()
    assert found["neighbours_count"].to_list()[-3:] == [0, 1, 1]
    assert [actions.found(row) for row in found.tail(2).iter_rows(named=True)] == [
        "mot voisin : « code de la route » (description)"
    ] * 2
    assert find(warehouse, "garde d'enfants")["action_id"][0] == f"{METZ}.fiche-1-2-5"


def test_every_declared_neighbour_brings_an_action_that_the_word_alone_does_not(
    warehouse: Warehouse, repository: Path
) -> None:
    with (repository / "data" / "reference" / "search_words.csv").open(encoding="utf-8") as file:
        declared = [(row["word"], row["neighbour"]) for row in csv.DictReader(file)]
    assert declared
    brought = {
        word: {hit["neighbour"] for hits in find(warehouse, word)["found"] for hit in hits}
        for word in dict.fromkeys(word for word, _neighbour in declared)
    }
    assert [(word, neighbour) for word, neighbour in declared if neighbour not in brought[word]] == []


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_accents_capitals_and_the_order_of_words_change_nothing(warehouse: Warehouse, data: st.DataObject) -> None:
    _assert_found_alike(warehouse, data)


@pytest.mark.soak
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_many_accents_capitals_and_orders_of_words_change_nothing(warehouse: Warehouse, data: st.DataObject) -> None:
    _assert_found_alike(warehouse, data)


def _assert_found_alike(warehouse: Warehouse, data: st.DataObject) -> None:
    """What is found by some words, and by the same words otherwise written."""
    typed = data.draw(st.sampled_from([text for text, *_ in SEARCHES] + ["jeunes réfugiés à l'école", "Île-de-France"]))
    words = data.draw(st.permutations(typed.split()))
    forms = [str.upper, str.lower, str.title, _without_accents, lambda word: f"  {word},", lambda word: f"« {word} » !"]
    other = " ".join(data.draw(st.sampled_from(forms))(word) for word in words)
    assert_frame_equal(find(warehouse, other), find(warehouse, typed))


def _without_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@pytest.mark.parametrize("text", ["zzzz", "logement zzzz", "qwertyuiop azertyuiop", "0000"])
def test_nonsense_finds_nothing(warehouse: Warehouse, text: str) -> None:
    assert find(warehouse, text).is_empty()


@pytest.mark.parametrize("text", ["", "   ", "de la", "l'", "à l’", "-"])
def test_small_words_alone_are_no_search(warehouse: Warehouse, text: str) -> None:
    assert search.words(text) == []
    assert find(warehouse, text).height == warehouse.table("actions").height


@pytest.mark.parametrize("text", HOSTILE)
def test_signs_of_sql_are_harmless(warehouse: Warehouse, text: str) -> None:
    """Alone they are no search; around a word they change nothing."""
    assert search.words(text) in ([], ["words"])
    if not search.words(text):
        assert_frame_equal(find(warehouse, f"{text}logement{text}"), find(warehouse, "logement"))
    assert search.harmless(f"*{text}* [lien](x) <b>").isprintable()
    assert not set(search.harmless(f"{text} *a* [b](c) `d` <e> :f: #g $h$ ~i~ |j| !k _l_")) & set(
        '*[]()`<>:#$~|!_\\"{}%'
    )


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_has_an_answer(warehouse: Warehouse, text: str) -> None:
    found = find(warehouse, text)
    assert found["action_id"].n_unique() == found.height
    assert found["neighbours_count"].is_sorted()


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_filters_narrow_and_each_choice_says_how_many_it_leaves(warehouse: Warehouse, is_whole: bool) -> None:
    """Of each filter, the two choices that leave most and one that leaves nothing; all of them: make soak."""
    everything = find(warehouse, "logement")
    chosen = {"theme": "logement", "etape": "reported", "operateur": ALL, "lieu": ALL, "public": "jeunes"}
    asked = {search.FILTERS[name][1]: None if code == ALL else code for name, code in chosen.items()}
    narrowed = find(warehouse, "logement", **asked)
    assert 0 < narrowed.height < everything.height
    assert set(narrowed["action_id"]) < set(everything["action_id"])
    choices = warehouse.read("action_choices")
    for name, (_, parameter) in search.FILTERS.items():
        counted = search.counts(everything, chosen, name, ALL)
        codes = sorted(choices.filter(field=name)["code"], key=lambda code, left=counted: -left.get(code, 0))
        for code in [ALL, *(codes if is_whole else {*codes[:2], codes[-1]})]:
            assert find(
                warehouse, "logement", **(asked | {parameter: None if code == ALL else code})
            ).height == counted.get(code, 0), (
                name,
                code,
            )


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_a_territory_has_as_many_actions_at_home_on_its_sheet_and_in_the_catalogue(
    warehouse: Warehouse, is_whole: bool
) -> None:
    """Those of its contracts, or told of it, and those that another's contract tells in it; parts are told apart. Of the
    territories that were once counted otherwise; of all of them: make soak.
    """
    known = warehouse.read("territories_known").filter(
        pl.col("territory_id").is_in(warehouse.read("action_choices").filter(field="lieu")["code"].implode()),
        pl.lit(is_whole) | pl.col("name").is_in([*CALLED_OTHERWISE_ONCE]),
    )
    counts = {}
    for row in known.iter_rows(named=True):
        found = find(warehouse, "", territory_id=row["territory_id"])
        whole = found.filter(pl.col("parent_action_id").is_null())
        is_own = pl.col("holder_id") == row["territory_id"]
        assert (whole.filter(is_own).height, whole.filter(~is_own).height) == (
            row["actions_count"], row["located_actions_count"],
        ), row["name"]  # fmt: skip
        counts[row["name"]] = actions.counted_actions(found).replace("\u00a0", " ")
    assert {name: counts[name] for name in CALLED_OTHERWISE_ONCE} == CALLED_OTHERWISE_ONCE
    for territory_id in known["territory_id"]:
        coverage = warehouse.read("theme_coverage", territory_ids=[territory_id], stage=None)
        for theme_id, count in coverage.filter(pl.col("actions_count") > 0).select("theme_id", "actions_count").rows():
            found = find(warehouse, "", territory_id=territory_id, theme_id=theme_id)
            is_own = (pl.col("holder_id") == territory_id) & pl.col("parent_action_id").is_null()
            assert found.filter(is_own).height == count, (territory_id, theme_id)


def test_all_pages_that_count_actions_count_them_alike(warehouse: Warehouse) -> None:
    contents = warehouse.read("atlas_contents").row(0, named=True)
    documents, everything = warehouse.read("documents_read"), find(warehouse, "")
    told = labels.actions(contents["actions_count"], contents["parts_count"])
    assert told == actions.counted_actions(everything)
    assert told == labels.actions(documents["actions_count"].sum(), documents["parts_count"].sum())
    assert set(documents["documents_count"]) == {contents["documents_count"]}
    bilans = warehouse.read("bilan_contracts").select("contract_id", "actions_count")
    of_contracts = everything.filter(pl.col("parent_action_id").is_null()).group_by("contract_id").len()
    both = bilans.join(of_contracts, on="contract_id", how="left").with_columns(pl.col("len").fill_null(0))
    assert both.filter(pl.col("actions_count") != pl.col("len")).is_empty()


def test_every_action_can_be_chosen_by_each_filter(warehouse: Warehouse) -> None:
    """Each action bears a theme, a stage, a place and a public; only an operator may be unknown."""
    everything = find(warehouse, "")
    choices = warehouse.read("action_choices")
    for name, (column, _) in search.FILTERS.items():
        borne = everything[column].drop_nulls().explode()
        assert set(borne) == set(choices.filter(field=name)["code"])
        if name != "operateur":
            assert everything[column].null_count() == 0
    assert everything.filter(pl.col("operator_ids").is_null())["operator"].null_count() > 0


def test_words_that_lead_nowhere_have_their_likes(warehouse: Warehouse) -> None:
    near = warehouse.read("action_words_near", words="boulangrie,zzzz")
    assert near.select("sought", "spelled").rows() == [("boulangrie", "boulangerie")]


def test_a_cost_per_person_needs_both_printed_together(warehouse: Warehouse) -> None:
    costs = {row["action_id"]: row for row in warehouse.table("action__cost_per_person").iter_rows(named=True)}
    rules = {identifier: (row["rule"], row["cost_per_person_eur"]) for identifier, row in costs.items()}
    assert {identifier: rule for identifier, rule in rules.items() if rule[1] is not None} == {
        f"{METZ}.fiche-1-1-4": ("same_period", 62.5),
        f"{THIERS}.axe-2-ateliers-socio-professionnels": ("same_place", 1572.15),
    }
    assert rules[f"{THIERS}.axe-1"][0] == "no_period"
    assert rules[f"{THIERS}.axe-3"][0] == "no_amount"
    assert rules[f"{METZ}.fiche-1-1-1"][0] == "no_persons"
    assert {rule for rule, _ in rules.values()} <= set(action_costs.COST_RULES)
    assert costs[f"{THIERS}.axe-1"]["is_sum_of_parts"]


# The 400 persons of Metz's interpreters, printed otherwise: the rule, then the cost per person, its low and its high.
PRINTED_OTHERWISE = [
    ({"value": "", "value_low": "300", "value_high": "500", "qualifier": "between",
      "as_printed": "de 300 à 500 personnes"}, ("same_period", None, 50.0, 25000 / 300)),
    ({"value": "", "value_low": "500", "qualifier": "at_least", "as_printed": "au moins 500 personnes"},
     ("same_period", None, None, 50.0)),
    ({"nature": "realised", "obs_status": "F"}, ("other_nature", None, None, None)),
    ({"period_end": "2022-12-31"}, ("other_period", None, None, None)),
    ({"time_basis": "per_year"}, ("other_period", None, None, None)),
    # No wider count stands beside it: the public said is all of them. Women alone, or adults, are not.
    ({"breakdown": "public=bpi"}, ("same_period", 62.5, None, None)),
    ({"breakdown": "sex=F"}, ("no_persons", None, None, None)),
]  # fmt: skip
TRIAL = "essai-2022"


def fiche(number: int) -> str:
    return f"{TRIAL}.fiche-{number}"


@pytest.fixture(scope="module")
def otherwise(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pl.DataFrame]:
    """The costs per person of a document that holds the fiche of these interpreters once for each way."""
    folder = tmp_path_factory.mktemp("otherwise")
    documents = Path(shutil.copytree(pristine, folder / "root")) / "data" / "documents"
    (documents / TRIAL).mkdir()
    toml = (documents / METZ / "document.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    own = [line for line in toml if not line.startswith("text_sha256")]
    (documents / TRIAL / "document.toml").write_text("".join(own), encoding="utf-8")
    shutil.copy(documents / METZ / "document_codes.csv", documents / TRIAL)
    for table in ("actions", "action_themes", "observations"):
        printed = pl.read_csv(documents / METZ / f"{table}.csv", infer_schema=False)
        printed = printed.filter(action_id=f"{METZ}.fiche-1-1-4")
        copies = [_copied(row, number) for number in range(len(PRINTED_OTHERWISE)) for row in printed.to_dicts()]
        write_rows(documents / TRIAL / f"{table}.csv", copies)
    opened = Warehouse(build(folder / "home", folder / "root"))
    yield opened.table("action__cost_per_person")
    opened.close()


def _copied(row: dict[str, str | None], number: int) -> dict[str, str | None]:
    """A row of the fiche, of another that bears this number."""
    identifier = row.get("observation_id")
    own = {"observation_id": f"{TRIAL}.{number}{identifier[-3:]}"} if identifier else {}
    changed = PRINTED_OTHERWISE[number][0] if identifier == f"{METZ}.0034" else {}
    return row | {"action_id": fiche(number)} | own | changed


@pytest.mark.parametrize("number", range(len(PRINTED_OTHERWISE)))
def test_bounds_are_kept_and_what_does_not_match_is_refused(otherwise: pl.DataFrame, number: int) -> None:
    (cost,) = otherwise.filter(action_id=fiche(number)).iter_rows(named=True)
    names = ("rule", "cost_per_person_eur", "cost_per_person_low_eur", "cost_per_person_high_eur")
    assert tuple(cost[name] for name in names) == PRINTED_OTHERWISE[number][1]
    assert action_costs.per_person_explained(cost | {"cost_rule": cost["rule"]})


def test_the_same_project_is_told_where_it_is_declared_or_named_alike(warehouse: Warehouse) -> None:
    pairs = {
        frozenset((action, row["action_id"])): (row["basis"], row["why"].lower())
        for action in warehouse.table("actions")["action_id"]
        for row in warehouse.read("same_project_actions", action_id=action).iter_rows(named=True)
    }
    integracode = frozenset((f"{FORUM}.integracode", f"{CLERMONT}.proposition-fit-integracode"))
    assert pairs.pop(integracode)[0] == "declared"
    assert pairs == {
        frozenset((f"{THIERS}.axe-2-plateforme-alf", f"{CLERMONT}.existante-fit-plateforme-alf")): (
            "perhaps", "alf",
        ),
        frozenset((f"{FORUM}.accelair", f"{CLERMONT}.existante-forum-refugies-prir")): ("perhaps", "prir"),
        frozenset(("sama-sd-activ-toit.activ-toit", f"{CLERMONT}.existante-sama-parlons-de-toit")): ("perhaps", "toit"),
    }  # fmt: skip


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_similar_actions_are_elsewhere_of_the_same_theme_and_few(warehouse: Warehouse, is_whole: bool) -> None:
    """Of every fourth action; of all of them: make soak."""
    described = {row["action_id"]: row for row in warehouse.table("action__described").iter_rows(named=True)}
    small_words = ",".join(sorted(search.SMALL_WORDS))
    told, asked = 0, list(described.values())[:: 1 if is_whole else 4]
    for here in asked:
        similar = warehouse.read("actions_similar", action_id=here["action_id"], small_words=small_words)
        assert similar.height <= 5
        told += similar.height > 0
        for row in similar.iter_rows(named=True):
            assert row["territory_id"] != here["territory_id"]
            assert row["theme_ids"][0] == here["theme_ids"][0]
            assert row["shared_words"]
    assert told > len(asked) / 2
    assert warehouse.read("actions_similar", action_id=f"{CTAIR}.rennes-1-logement", small_words=small_words)[
        "action_id"
    ].to_list()[:2] == [f"{CLERMONT}.existante-apart-baux-glissants", f"{FORUM}.elia-bail-glissant"]


WITH_RECEIPTS = (actions.CATALOGUE, action.PRINTED_FIGURES, action_costs.COSTS, action.PROMISES)


@pytest.mark.parametrize("figure", WITH_RECEIPTS, ids=lambda figure: figure.key)
def test_each_row_of_an_actions_page_has_its_own_receipt(warehouse: Warehouse, figure: Figure) -> None:
    known = set(warehouse.table("observations")["observation_id"])
    told = 0
    for code in warehouse.table("actions")["action_id"] if figure is not actions.CATALOGUE else ["any"]:
        frame = answer.ask(figure, warehouse.read, Selection(action=code, recherche="accueil"))
        keys = rows.keys(figure, frame)
        assert len(set(keys)) == frame.height
        assert set(rows.cited(frame, figure.cites)) <= known
        assert all(figure.says(row) for row in frame.iter_rows(named=True))
        told += frame.height
    assert told


def test_a_promise_is_reported_only_by_a_result(warehouse: Warehouse) -> None:
    promises = {
        code: [action.promise(row) for row in found.iter_rows(named=True)]
        for code in (f"{METZ}.fiche-1-1-2", f"{METZ}.fiche-1-1-4")
        for found in [warehouse.read("action_promises", action_id=code)]
    }
    assert promises[f"{METZ}.fiche-1-1-2"] == ["reported", "unmeasured", "text", "announced", "announced"]
    # The persons aimed at, the cost and the grant.
    assert promises[f"{METZ}.fiche-1-1-4"].count("announced") == 3


def test_the_words_of_the_search_are_those_of_the_view(warehouse: Warehouse) -> None:
    """What Python makes of a spelled word is what the build wrote beside it."""
    words = warehouse.table("action__search_words").select("word", "spelled").unique()
    assert [row for row in words.iter_rows() if search.plain(row[1]) != row[0]] == []
    roots = {search.root(word) for word in words["word"]}
    assert all(any(word.startswith(root) for root in roots) for word in words["word"])
    assert all(word.startswith(search.root(word)) for word in itertools.chain(words["word"], search.KEPT_WHOLE))
