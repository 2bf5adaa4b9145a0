"""A dataset has the rows that its filters say, whoever asks: the page, the command line or an address."""

import io
import re
import shlex
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from polars.testing import assert_frame_equal

from dashboard.choices import filters as asking
from dashboard.choices.fields import Selection
from dashboard.choices.filters import FILTERS, LISTS, Choices
from dashboard.cli import main
from dashboard.datasets import datasets, locations
from dashboard.datasets.datasets import dataset
from dashboard.datasets.forms import BY_EXTENSION, FORMS
from dashboard.datasets.refusals import UnknownChoices
from dashboard.documents.figure_files import taken_name
from dashboard.figures import answer, maps, registry, rows, same_data
from dashboard.words.typography import typeset
from queries.copying import CopyFailed, copy_read, copy_table
from queries.flat import flat
from queries.parameters import declared
from queries.sql import sql_parameters, sql_text, what_is_asked
from queries.warehouse import Warehouse
from tests.browser import open_page

METZ = "com-57463"
COLUMNS = {
    "niveau": "territory_level", "mesure": "measure_id", "etape": "action_stage",
    "nature": "nature", "statut": "obs_status", "confiance": "confidence",
}  # fmt: skip
TOLD_APART = {*COLUMNS, "territoire", "theme"}  # the filters of which it is told here which rows they keep


@pytest.fixture(scope="module")
def whole(warehouse: Warehouse) -> pl.DataFrame:
    return dataset(warehouse, Choices()).frame


@pytest.fixture
def served_home(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    return atlas_home


def test_without_a_filter_it_is_every_printed_figure(warehouse: Warehouse, whole: pl.DataFrame) -> None:
    """All rows, all columns of the table first, in its order, and nothing changed in them."""
    observations = warehouse.table("observations")
    assert_frame_equal(whole.select(observations.columns), observations)
    assert whole.columns[: observations.width] == observations.columns


def test_the_files_of_a_figure_bear_what_they_hold() -> None:
    """The same figure on two territories: two names; the same data again: the same."""
    one, other = (taken_name("montants", "2026.1", content, "csv") for content in (b"Metz", b"Dijon"))
    assert one == "atlas-ctai-montants-2026.1-d26a89c8.csv"
    assert one != other


# Of each filter, some of the codes that most figures bear, by their place among them; those of places and periods apart.
ASKED = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.lists(st.integers(0, 3), max_size=2) for name in LISTS},
        "territoire": st.lists(st.sampled_from([METZ, "com-63113", "dep-38", "fra", "com-01001"]), max_size=2),
        "de": st.sampled_from(["2018", "2020", "2022"]),
        "a": st.sampled_from(["2022", "2023"]),
        "aussi": st.lists(st.sampled_from(["sans_debut", "sans_fin", "sans_date", "ensembles"]), max_size=4),
    },
)


@pytest.fixture(scope="module")
def borne(warehouse: Warehouse) -> dict[str, dict[str, int]]:
    """By filter, the codes that figures bear, those of most figures first, and how many bear each."""
    offered = warehouse.read("dataset_choices").sort("figures_count", descending=True, maintain_order=True)
    return {name: dict(offered.filter(field=name).select("code", "figures_count").rows()) for name in LISTS}


@settings(max_examples=30)
@given(asked=ASKED)
def test_a_filter_keeps_the_rows_that_it_says(
    warehouse: Warehouse, whole: pl.DataFrame, borne: dict[str, dict[str, int]], asked: dict[str, list | str]
) -> None:
    """The same rows, in the same order, as polars keeps of all figures."""
    choices = Choices(**{name: _codes(borne.get(name, {}), value) for name, value in asked.items()})  # type: ignore[arg-type]
    sets = warehouse.table("territory_members").filter(pl.col("territory_id").str.starts_with("set-"))
    kept = _kept(whole, choices, sets)
    for name in set(LISTS) - TOLD_APART:  # of the others, with others as alone
        alone = warehouse.read(datasets.QUESTION, **Choices(**{name: getattr(choices, name)}).parameters())
        kept = kept.filter(pl.col("observation_id").is_in(alone["observation_id"].to_list()))
    assert_frame_equal(warehouse.read(datasets.QUESTION, **choices.parameters()), kept)


def test_a_filter_that_chooses_nothing_is_not_planned() -> None:
    """Of a statement, what is asked is left: one filter, none, a period that is open on one side."""
    text = sql_text(f"reads/{datasets.QUESTION}")
    for choices, bound in {
        Choices(): set(),
        Choices(nature=("paid",)): {"nature_ids"},
        Choices(territoire=("com-57463",)): {"territory_ids"},
        Choices(de="2022"): {"from_year", "to_year", "also_ids"},
    }.items():
        assert sql_parameters(what_is_asked(text, choices.parameters())) == bound


def _codes(borne: dict[str, int], value: list | str) -> tuple[str, ...] | str:
    if isinstance(value, str):
        return value
    return tuple(code if isinstance(code, str) else [*borne][code % len(borne)] for code in value)


@pytest.mark.parametrize("name", LISTS)
def test_a_code_is_offered_with_as_many_figures_as_it_gives(
    warehouse: Warehouse, borne: dict[str, dict[str, int]], name: str
) -> None:
    """The page writes the number beside the code; those borne most and least of every filter are looked at."""
    assert borne[name], f"no code of « {name} » in reads/dataset_choices.sql"
    for code, count in [*borne[name].items()][:2] + [*borne[name].items()][-1:]:
        found = warehouse.read(datasets.QUESTION, **Choices(**{name: (code,)}).parameters())
        assert (code, found.height) == (code, count)


def _kept(whole: pl.DataFrame, choices: Choices, sets: pl.DataFrame) -> pl.DataFrame:
    kept = whole
    if choices.territoire:
        named = sets.filter(pl.col("member_id").is_in(choices.territoire))["territory_id"].to_list()
        taken = [*choices.territoire, *(named if "ensembles" in choices.aussi else [])]
        kept = kept.filter(pl.col("territory_id").is_in(taken))
    for name, column in COLUMNS.items():
        if codes := getattr(choices, name):
            kept = kept.filter(pl.col(column).is_in(codes))
    if choices.theme:
        of_action = pl.col("action_theme_ids").list.eval(pl.element().is_in(choices.theme)).list.any()
        kept = kept.filter(pl.col("theme_id").is_in(choices.theme).fill_null(False) | of_action.fill_null(False))
    if choices.de or choices.a:
        kept = kept.filter(pl.struct("period_start", "period_end").map_elements(
            lambda period: _is_of(period["period_start"], period["period_end"], choices), return_dtype=pl.Boolean
        ))  # fmt: skip
    return kept


def _is_of(start: date | None, end: date | None, choices: Choices) -> bool:
    """By the printed dates; what they leave open is of the period only when it is asked for."""
    first, last = int(choices.de or 0), int(choices.a or 9999)
    if start is None and end is None:
        return "sans_date" in choices.aussi
    if start is None and end is not None:
        return first <= end.year <= last or ("sans_debut" in choices.aussi and end.year > last)
    if start is not None and end is None:
        return first <= start.year <= last or ("sans_fin" in choices.aussi and start.year < first)
    return start.year <= last and end.year >= first  # type: ignore[union-attr]


@pytest.mark.parametrize(("de", "a"), [("1900", "1901"), ("2050", "")])
def test_no_figure_is_of_a_period_in_which_nothing_is_printed(warehouse: Warehouse, de: str, a: str) -> None:
    """Not even one « jusqu'en 2024 » or « à partir de 2022 »; how many could be is said, and taken when asked."""
    strict = dataset(warehouse, Choices(de=de, a=a))
    assert strict.frame.is_empty()
    undated = (
        warehouse.table("observations").filter(pl.col("period_start").is_null() & pl.col("period_end").is_null()).height
    )
    said = dict(strict.filters)
    assert said["Chiffres sans aucune date publiée"] == f"{undated} laissés de côté"
    code, label = ("sans_debut", "Chiffres sans début publié") if a else ("sans_fin", "Chiffres sans fin publiée")
    taken = dataset(warehouse, Choices(de=de, a=a, aussi=(code,)))
    assert taken.frame.height > 0
    assert said[label] == f"{taken.frame.height} laissés de côté"
    assert dict(taken.filters)[label] == f"{taken.frame.height} pris"


def test_figures_of_sets_are_counted_and_taken_when_asked(warehouse: Warehouse) -> None:
    """Clermont-Ferrand is one of the eleven of 2019, of which money is printed as a whole."""
    asked = {"territoire": ("com-63113",), "mesure": ("state_contribution",)}
    alone = dataset(warehouse, Choices(**asked))
    whole = dataset(warehouse, Choices(**asked, aussi=("ensembles",)))
    assert set(alone.frame["territory_level"]) == {"commune"}
    assert set(whole.frame["territory_level"]) == {"commune", "set"}
    gained = whole.frame.height - alone.frame.height
    label = "Chiffres d'ensembles dont ces territoires sont membres"
    assert (dict(alone.filters)[label], dict(whole.filters)[label]) == (f"{gained} laissés de côté", f"{gained} pris")


def test_two_extracts_have_two_names_and_one_extract_has_one(warehouse: Warehouse) -> None:
    """Whatever the order of the codes; all the figures, and a table, keep the plain name."""
    both, other = Choices(territoire=(METZ, "dep-38")), Choices(territoire=("dep-38", METZ))
    names = {dataset(warehouse, chosen).file_name("csv") for chosen in (both, other)}
    assert names == {f"atlas-ctai-chiffres-{warehouse.data_version}-{both.digest()}.csv"}
    assert re.fullmatch(r"[0-9a-f]{8}", both.digest())
    assert both.digest() != Choices(territoire=(METZ,)).digest()
    assert dataset(warehouse, Choices()).file_name("csv") == f"atlas-ctai-chiffres-{warehouse.data_version}.csv"


def test_a_dataset_says_what_was_asked(warehouse: Warehouse) -> None:
    """Its filters in words, the documents that its rows cite and no other, the codes that it bears."""
    made = dataset(warehouse, Choices(territoire=(METZ,), nature=("committed",), de="2022"))
    assert dict(made.filters)["Territoire"] == "Metz (com-57463)"
    assert dict(made.filters)["Nature"] == "engagé (committed)"
    assert dict(made.filters)["Période, à partir de"] == "2022"
    assert dict(made.filters)["Mesure"] == "toutes"
    assert set(made.documents["document_id"]) == set(made.frame["document_id"])
    assert made.command.startswith(
        "ctai export --territoire com-57463 --nature committed --de 2022 --format csv --out "
    )
    for column in made.columns:
        said = set(made.codes.filter(column_name=column.name)["code"])
        if column.values:
            assert set(made.frame[column.name].drop_nulls()) <= said == set(column.values), column.name
        if column.is_required:
            assert made.frame[column.name].null_count() == 0, column.name
    assert made.codes.filter(pl.col("label").is_null() | (pl.col("label") == "")).is_empty()


def test_a_territory_of_which_nothing_is_printed_gives_an_empty_dataset(warehouse: Warehouse) -> None:
    made = dataset(warehouse, Choices(territoire=("com-01001",)))
    assert made.frame.is_empty()
    assert dict(made.filters)["Territoire"] == "L'Abergement-Clémenciat (com-01001)"
    assert made.documents.is_empty()


def test_unknown_codes_are_all_told_at_once(warehouse: Warehouse) -> None:
    """Each with the nearest known ones, or the list where it is short."""
    with pytest.raises(UnknownChoices) as told:
        dataset(warehouse, Choices(territoire=("Metz",), confiance=("X",), de="20", mesure=("positive_exits_rate",)))
    territory, measure, year, confidence = str(told.value).splitlines()
    assert territory == "territoire : « Metz » est inconnu. Le plus proche : com-57463 (Metz)."
    assert measure.startswith(
        "mesure : « positive_exits_rate » est inconnu. Le plus proche : positive_exit_rate (Taux de sortie positive)"
    )
    assert year == "de : « 20 » n'est pas une année de quatre chiffres."
    with pytest.raises(UnknownChoices, match=r"de : « ２０２２ » n'est pas une année de quatre chiffres."):
        dataset(warehouse, Choices(de="２０２２"))
    assert confidence == "confiance : « X » est inconnu. Attendu : H (haute), M (moyenne), L (basse)."
    with pytest.raises(UnknownChoices, match=r"de, a : la période finit \(2019\) avant de commencer \(2022\)."):
        dataset(warehouse, Choices(de="2022", a="2019"))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("com-01003", "com-01003 n'existe plus : com-01165 (Francheleins) lui a succédé."),
        ("com-75101", "com-75101 est un arrondissement municipal de Paris : com-75056."),
        ("com-69389", "com-69389 est un arrondissement municipal de Lyon : com-69123."),
        ("com-13216", "com-13216 est un arrondissement municipal de Marseille : com-13055."),
        ("dep-2a", "Le plus proche : dep-2A (Corse-du-Sud)."),
        ("COM-63113", "Le plus proche : com-63113 (Clermont-Ferrand)."),
        ("com-1053", "Le plus proche : com-01053 (Bourg-en-Bresse)."),
        ("63113", "Le plus proche : com-63113 (Clermont-Ferrand)."),
        ("besancon", "Le plus proche : com-25056 (Besançon)."),
        ("com-99999", "Aucun territoire n'a ce code ; attendu : un code comme com-63113 (Clermont-Ferrand)."),
        ("com-７５０５６", "Attendu : un code comme com-63113 (Clermont-Ferrand)."),
        ("?", "Attendu : un code comme com-63113 (Clermont-Ferrand)."),
    ],
)
def test_an_unknown_territory_is_told_with_its_own_and_never_by_like_digits(
    warehouse: Warehouse, code: str, said: str
) -> None:
    with pytest.raises(UnknownChoices) as told:
        dataset(warehouse, Choices(territoire=(code,)), "jeu_")
    assert str(told.value) == f"jeu_territoire : « {code} » est inconnu. {said}"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"aussi": ("sans_date",)}, "jeu_aussi : « sans_date » ne va qu'avec jeu_de ou jeu_a."),
        ({"aussi": ("ensembles",), "de": "2020"}, "jeu_aussi : « ensembles » ne va qu'avec jeu_territoire."),
    ],
)
def test_what_would_change_nothing_is_refused(warehouse: Warehouse, asked: dict, said: str) -> None:
    with pytest.raises(UnknownChoices) as told:
        dataset(warehouse, Choices(**asked), "jeu_")
    assert str(told.value) == said


def test_a_code_that_no_file_can_hold_is_an_unknown_one() -> None:
    """A byte of the terminal that is no UTF-8 arrives as a lone surrogate."""
    assert asking.choices({"territoire": "com-63113\udcff,\udcff"}).territoire == ("com-63113?", "?")


def test_the_command_gives_the_same_rows_again(
    warehouse: Warehouse, served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the page and the files print it, from any folder."""
    assert served_home.is_dir()
    monkeypatch.chdir(tmp_path)
    made = dataset(warehouse, Choices(territoire=(METZ, "dep-38"), theme=("langue",), de="2020", a="2022"))
    program, *words = shlex.split(made.command)
    assert program == "ctai"
    assert main(words) == 0
    (written,) = tmp_path.iterdir()
    assert written.name == made.file_name("csv")
    assert_frame_equal(pl.read_csv(written, schema=flat(made.frame).schema), flat(made.frame))


def test_a_filter_may_be_given_again_or_with_commas(warehouse: Warehouse, served_home: Path, tmp_path: Path) -> None:
    assert served_home.is_dir()
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    repeated = ["--territoire", METZ, "--territoire", "dep-38"]
    assert main(["export", *repeated, "--format", "csv", "--out", str(one)]) == 0
    assert main(["export", "--territoire", f"{METZ},dep-38", "--format", "csv", "--out", str(other)]) == 0
    assert one.read_bytes() == other.read_bytes()
    expected = dataset(warehouse, Choices(territoire=(METZ, "dep-38"))).frame
    assert_frame_equal(pl.read_csv(one, schema=flat(expected).schema), flat(expected))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--nature", "engage"], 2, "--nature : « engage » est inconnu. Attendu : ceiling (plafond), "),
        (["--territoire", "Mets"], 2, "--territoire : « Mets » est inconnu. Le plus proche : com-57463 (Metz)"),
        (["--table", "themes", "--nature", "paid", "--de", "2020"], 2, "--table ne va pas avec --nature, --de."),
        (["--table", "themes", "--nature", ""], 2, "--table ne va pas avec --nature."),
        (
            ["--territoire", ""],
            2,
            "--territoire : une valeur vide ne choisit rien ; sans --territoire, tout est pris.",
        ),
        (
            ["--de", "", "--nature", " , "],
            2,
            "--nature, --de : une valeur vide ne choisit rien ; sans --nature, --de, tout est pris.",
        ),
        (["--territoire", "com-75101"], 2, "--territoire : « com-75101 » est inconnu. com-75101 est un arrondissement"),
        (["--table", "themes", "--format", "gpkg"], 1, "La table themes n'a pas de territoire"),
    ],
)
def test_what_cannot_be_exported_writes_nothing(
    served_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert served_home.is_dir()
    form = [] if "--format" in words else ["--format", "csv"]
    assert main(["export", *words, *form, "--out", str(tmp_path / "file")]) == code
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_a_period_leaves_aside(
    warehouse: Warehouse, served_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, with the way to take it; nothing without a period."""
    assert served_home.is_dir()
    out = ["--format", "csv", "--out", str(tmp_path / "file")]
    assert main(["export", "--de", "1900", "--a", "1901", *out]) == 0
    undated = int(
        dict(dataset(warehouse, Choices(de="1900", a="1901")).filters)["Chiffres sans aucune date publiée"].split()[0]
    )
    said = capsys.readouterr().err
    assert f"Chiffres sans aucune date publiée : {undated} laissés de côté ; --aussi sans_date les prend.\n" in said
    assert "Chiffres sans début publié : " in said
    assert main(["export", "--de", "1900", "--a", "1901", "--aussi", "sans_date", *out]) == 0
    assert f"Chiffres sans aucune date publiée : {undated} pris.\n" in capsys.readouterr().err
    assert pl.read_csv(tmp_path / "file").height == undated
    assert main(["export", *out]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_copied_is_what_is_read(warehouse: Warehouse, tmp_path: Path, form: str) -> None:
    """DuckDB's own file holds the rows of the frame, in its order; a CSV is the same to the byte."""
    parameters = Choices(theme=("langue",), a="2022").parameters()
    copy_read(warehouse, datasets.QUESTION, parameters, form, tmp_path / "read")
    copies = {"read": warehouse.read(datasets.QUESTION, **parameters)}
    for table in ("observations", "contract__register", "territory__containers"):
        copy_table(warehouse, table, form, tmp_path / table)
        copies[table] = warehouse.table(table)
    for name, expected in copies.items():
        content = (tmp_path / name).read_bytes()
        if form == "csv":
            assert content == flat(expected).write_csv().encode()
        else:
            assert_frame_equal(pl.read_parquet(io.BytesIO(content)), expected)
    assert {path.name for path in tmp_path.iterdir()} == set(copies)


def test_lists_are_lists_where_a_form_has_them_and_told_in_a_csv(warehouse: Warehouse, tmp_path: Path) -> None:
    """Signatories, dated events and amounts of a contract: lists and records in Parquet, « ; » and « nom=valeur » in CSV."""
    for form in ("csv", "parquet"):
        copy_table(warehouse, "contract__register", form, tmp_path / form)
    thiers = pl.read_parquet(tmp_path / "parquet").filter(contract_id="ctai-epci-200070712-2023").row(0, named=True)
    assert "Ville de Thiers" in thiers["signatories"]
    assert {"event_on": "2023-11-30", "kind": "signature", "basis": "printed"} in thiers["events"]
    committed = next(one for one in thiers["amounts"] if one["nature"] == "committed")
    assert (committed["years"], committed["amount_eur"], committed["is_contradictory"]) == ("2023", 40_000.0, False)
    told = pl.read_csv(tmp_path / "csv").filter(contract_id="ctai-epci-200070712-2023").row(0, named=True)
    assert told["signatories"].split(" ; ") == thiers["signatories"]
    assert "event_on=2023-11-30, kind=signature, basis=printed" in told["events"]
    assert "amount_eur=40000.0, qualifier=exact" in told["amounts"]


def test_a_copy_that_cannot_be_written_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(CopyFailed):
        copy_table(warehouse, "themes", "csv", tmp_path / "taken")
    with pytest.raises(KeyError):
        copy_table(warehouse, "secrets", "csv", tmp_path / "secrets")


def asked(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


@pytest.mark.parametrize("form", FORMS)
def test_an_address_gives_the_file_of_the_dataset(address: str, warehouse: Warehouse, form: str) -> None:
    """With its length, to show progress against, and its name; a form holds what the builder makes of it."""
    choices = Choices(territoire=(METZ,), nature=("committed",))
    made = dataset(warehouse, choices)
    status, headers, content = asked(address, locations.address(choices, form))
    assert status == 200
    assert "content-encoding" not in headers
    assert headers["content-length"] == str(len(content))
    assert headers["content-disposition"] == f'attachment; filename="{made.file_name(FORMS[form].extension)}"'
    assert content == FORMS[form].write(made)


def test_a_file_is_made_once_and_kept_by_its_version(address: str, atlas_home: Path) -> None:
    """Asked for again, it is the one that was made; who has it is told so; a part of it can be asked for."""
    path = "/telechargements/territory__containers.parquet"
    status, headers, content = asked(address, path)
    assert (status, headers["content-length"]) == (200, str(len(content)))
    assert headers["content-disposition"].startswith('attachment; filename="atlas-ctai-territory-containers-')
    (kept,) = [file for file in (atlas_home / "downloads").glob("*/*") if file.read_bytes() == content]
    made_at = kept.stat().st_mtime_ns
    assert asked(address, path)[2] == content
    assert kept.stat().st_mtime_ns == made_at
    assert asked(address, path, **{"If-None-Match": headers["etag"]})[0] == 304
    assert asked(address, path, Range="bytes=0-3")[::2] == (206, b"PAR1")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("jeu.csv?jeu_nature=engage", 400, "jeu_nature : « engage » est inconnu."),
        ("jeu.xlsx?jeu_nature=engage", 400, "jeu_nature : « engage » est inconnu."),
        ("jeu.csv?jeu_territoire=%00", 400, "jeu_territoire : « \x00 » est inconnu."),
        ("jeu.xlsx?jeu_territoire=com-%EF%BF%BE", 400, "jeu_territoire : « com-\ufffe » est inconnu."),
        (
            "jeu.csv?jeu_de=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%92",
            400,
            "jeu_de : « ２０２２ » n'est pas une année de quatre",
        ),
        (
            "jeu.csv?jeu_territoire=",
            400,
            "jeu_territoire : une valeur vide ne choisit rien ; sans jeu_territoire, tout est pris.",
        ),
        ("jeu.xlsx?jeu_de=&jeu_a=", 400, "jeu_de, jeu_a : une valeur vide ne choisit rien ; sans jeu_de, jeu_a, tout"),
        ("jeu.parquet?jeu_territoire=com-63113&version=2026.1", 400, "Paramètres inconnus : version. Attendu : "),
        *(
            (
                f"observations.{extension}?{query}",
                400,
                f"Une table s'exporte entière, sans paramètre ; trouvé : {name}. ",
            )
            for extension in BY_EXTENSION
            for name, query in (("jeu_territoire", "jeu_territoire=com-63113"), ("foo", "foo=1"), ("zzz", "zzz="))
        ),
        ("themes.csv?jeu_territoire=com-99999", 400, "Une table s'exporte entière, sans paramètre ; trouvé : jeu_terr"),
        ("jeu.csv?nature=paid", 400, "Paramètres inconnus : nature. Attendu : jeu_territoire, "),
        ("jeu.docx", 404, "Table ou format inconnu."),
        ("secrets.csv", 404, "Table ou format inconnu."),
        ("territory__containers.xlsx", 413, "Ce format va jusqu'à 150\u202f000 lignes, trouvé "),
        ("themes.gpkg", 404, "Cette table n'a pas de territoire"),
    ],
)
def test_an_address_that_asks_for_nothing_known_says_so(address: str, path: str, status: int, said: str) -> None:
    found, _headers, content = asked(address, f"/telechargements/{path}")
    assert (found, content.decode().startswith(said)) == (status, True)


def test_the_page_counts_relaxes_and_links_to_the_files(browser: Browser, address: str, warehouse: Warehouse) -> None:
    """What is asked in the address is in the widgets, the sentence, the command and the links."""
    page = open_page(browser, f"{address}/donnees?jeu_territoire={METZ}&jeu_nature=committed")
    made = dataset(warehouse, Choices(territoire=(METZ,), nature=("committed",)))
    expect(page.locator(".compte")).to_contain_text(f"{made.frame.height} chiffre")
    expect(page.locator("code").first).to_contain_text("ctai export --territoire com-57463 --nature committed")
    lists = page.locator("[data-testid=stMultiSelect] label").all_inner_texts()
    assert lists == [*(typeset(FILTERS[name].label) for name in LISTS), "Prendre aussi"]
    links = page.locator("a[href*='/telechargements/jeu.']")
    assert [link.get_attribute("href") for link in links.all()] == [
        locations.address(Choices(territoire=(METZ,), nature=("committed",)), form) for form in FORMS
    ]
    page.close()
    page = open_page(browser, f"{address}/donnees?jeu_territoire={METZ}&jeu_mesure=national_envelope")
    expect(page.get_by_text("Aucun chiffre ne répond à tous ces filtres à la fois")).to_be_visible()
    without = dataset(warehouse, Choices(territoire=(METZ,))).frame.height
    expect(page.get_by_text(f"sans «\u00a0Mesure\u00a0»\u00a0: {without} chiffres")).to_be_visible()
    page.close()


WIDE = Selection(
    territoires=(METZ, "com-63113", "epci-200040715", "epci-200070712", "dep-63"), nature="toutes",
    argent="action_cost", serie="cir_signatories", mesure="rehousing_rate", niveau="departement",
    sujet="cir_signatories/observed/over", millesime="2020",
)  # fmt: skip


@pytest.mark.parametrize("chosen", [Selection(), WIDE, Selection(annee="2022")], ids=["default", "wide", "year"])
@pytest.mark.parametrize("key", [key for key, figure in registry.FIGURES.items() if figure.same_data])
def test_these_data_hold_every_figure_that_a_chart_shows(warehouse: Warehouse, key: str, chosen: Selection) -> None:
    """Those it cites and those its rule set aside; an address leads to the builder, with no other filter."""
    shown = registry.FIGURES[key]
    assert shown.same_data is not None
    address = urlsplit(same_data.address(replace(chosen, jeu_theme=("langue",)), shown.same_data(chosen)))
    assert address.path == "/donnees"
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (asked["partie"], asked.get("jeu_theme")) == ("jeu", None)
    found = set(dataset(warehouse, asking.of_address(asked)).frame["observation_id"])
    frame = answer.ask(shown, warehouse.read, chosen)
    assert set(rows.cited(frame, [*shown.cites, *shown.sets_aside])) <= found


def test_a_ratio_leads_to_no_dataset() -> None:
    chosen = Selection(sujet="ratio:cir_year/committed")
    assert maps.MAP.same_data is not None
    assert same_data.address(chosen, maps.MAP.same_data(chosen)) == ""


def test_the_read_declares_the_parameters_that_the_filters_fill() -> None:
    """A filter and its parameter of `reads/dataset_figures.sql`, of its kind; a year may be null, a list empty."""
    asked = {one.parameter: ("year", True) if one.is_year else ("codes", False) for one in FILTERS.values()}
    assert asked == {one.name: (one.kind, one.is_nullable) for one in declared(datasets.QUESTION)}
    assert Choices().parameters() == {name: None if is_nullable else () for name, (_kind, is_nullable) in asked.items()}
