"""A dataset has the rows that its filters say, whoever asks: the page, the command line or an address."""

import io
import shlex
import zipfile
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from polars.testing import assert_frame_equal

from dashboard import downloads, receipts, same_data
from dashboard.cli import main
from dashboard.export_command import FORMS as OFFERED
from dashboard.exports import datasets
from dashboard.exports.datasets import PARAMETERS, Choices, UnknownChoices, dataset
from dashboard.exports.forms import FORMS
from dashboard.selection import Selection
from queries.copying import CopyFailed, copy_read, copy_table
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.browser import open_page

METZ = "com-57463"
COLUMNS = {
    "territoire": "territory_id", "niveau": "territory_level", "mesure": "measure_id", "etape": "action_stage",
    "nature": "nature", "statut": "obs_status", "confiance": "confidence",
}  # fmt: skip


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


CODES = st.fixed_dictionaries(
    {},
    optional={
        "territoire": st.lists(st.sampled_from([METZ, "com-63113", "dep-38", "fra", "com-01001"]), max_size=2),
        "niveau": st.lists(st.sampled_from(["commune", "departement", "set"]), max_size=2),
        "mesure": st.lists(st.sampled_from(["state_contribution", "cir_signatories", "action_cost"]), max_size=2),
        "theme": st.lists(st.sampled_from(["langue", "emploi", "logement"]), max_size=2),
        "etape": st.lists(st.sampled_from(["contracted", "reported", "existing"]), max_size=2),
        "nature": st.lists(st.sampled_from(["committed", "planned", "observed", "target"]), max_size=2),
        "de": st.sampled_from(["2018", "2020", "2022"]),
        "a": st.sampled_from(["2022", "2023"]),
        "statut": st.lists(st.sampled_from(["A", "E", "O", "Q"]), max_size=2),
        "confiance": st.lists(st.sampled_from(["H", "M", "L"]), max_size=2),
    },
)


@settings(max_examples=30)
@given(asked=CODES)
def test_a_filter_keeps_the_rows_that_it_says(
    warehouse: Warehouse, whole: pl.DataFrame, asked: dict[str, list[str] | str]
) -> None:
    """The same rows, in the same order, as polars keeps of all figures."""
    choices = Choices(**{name: code if isinstance(code, str) else tuple(code) for name, code in asked.items()})  # type: ignore[arg-type]
    assert_frame_equal(warehouse.read(datasets.QUESTION, **choices.parameters()), _kept(whole, choices))


def _kept(whole: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    kept = whole
    for name, column in COLUMNS.items():
        if codes := getattr(choices, name):
            kept = kept.filter(pl.col(column).is_in(codes))
    if choices.theme:
        of_action = pl.col("action_theme_ids").list.eval(pl.element().is_in(choices.theme)).list.any()
        kept = kept.filter(pl.col("theme_id").is_in(choices.theme).fill_null(False) | of_action.fill_null(False))
    if choices.de or choices.a:
        kept = kept.filter(pl.any_horizontal(pl.col("period_start", "period_end").is_not_null()))
    if choices.de:
        kept = kept.filter((pl.col("period_end").dt.year() >= int(choices.de)).fill_null(True))
    if choices.a:
        kept = kept.filter((pl.col("period_start").dt.year() <= int(choices.a)).fill_null(True))
    return kept


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
    assert confidence == "confiance : « X » est inconnu. Attendu : H (haute), M (moyenne), L (basse)."
    with pytest.raises(UnknownChoices, match=r"période : elle finit \(2019\) avant de commencer \(2022\)."):
        dataset(warehouse, Choices(de="2022", a="2019"))


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
        (["--nature", "engage"], 2, "nature : « engage » est inconnu. Attendu : ceiling (plafond), "),
        (["--territoire", "Mets"], 2, "territoire : « Mets » est inconnu. Le plus proche : com-57463 (Metz)"),
        (["--table", "themes", "--nature", "paid", "--de", "2020"], 2, "--table ne va pas avec --nature, --de."),
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


def test_the_command_line_offers_every_form() -> None:
    """Its list is written out, for it must not load what writes them."""
    assert set(OFFERED) == set(FORMS)


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


def asked(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


@pytest.mark.parametrize("form", FORMS)
def test_an_address_gives_the_file_of_the_dataset(address: str, warehouse: Warehouse, form: str) -> None:
    """With its length, to show progress against, and its name; a form holds what the builder makes of it."""
    choices = Choices(territoire=(METZ,), nature=("committed",))
    made = dataset(warehouse, choices)
    status, headers, content = asked(address, downloads.address(choices, form))
    assert status == 200
    assert "content-encoding" not in headers
    assert headers["content-length"] == str(len(content))
    assert headers["content-disposition"] == f'attachment; filename="{made.file_name(FORMS[form].extension)}"'
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            assert_frame_equal(
                pl.read_csv(bundle.read("donnees.csv"), schema=flat(made.frame).schema), flat(made.frame)
            )
    elif form in ("csv", "csv-fr", "parquet", "geojson"):
        assert content == FORMS[form].write(made)


def test_downloads_leave_nothing_behind(address: str, atlas_home: Path) -> None:
    """A streamed file has no name any more when it is sent."""
    status, headers, content = asked(address, "/telechargements/territory__containers.parquet")
    assert (status, headers["content-length"]) == (200, str(len(content)))
    assert headers["content-disposition"].startswith('attachment; filename="atlas-ctai-territory-containers-')
    assert list((atlas_home / "downloads").iterdir()) == []


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("jeu.csv?jeu_nature=engage", 400, "nature : « engage » est inconnu."),
        ("jeu.xlsx?jeu_nature=engage", 400, "nature : « engage » est inconnu."),
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
    links = page.locator("a[href*='/telechargements/']")
    assert [link.get_attribute("href") for link in links.all()] == [
        downloads.address(Choices(territoire=(METZ,), nature=("committed",)), form) for form in FORMS
    ]
    page.close()
    page = open_page(browser, f"{address}/donnees?jeu_territoire={METZ}&jeu_mesure=national_envelope")
    expect(page.get_by_text("Aucun chiffre ne répond à tous ces filtres à la fois")).to_be_visible()
    without = dataset(warehouse, Choices(territoire=(METZ,))).frame.height
    expect(page.get_by_text(f"sans « Mesure » : {without} chiffres")).to_be_visible()
    page.close()


WIDE = Selection(
    territoires=(METZ, "com-63113", "epci-200040715", "epci-200070712", "dep-63"), nature="toutes",
    argent="action_cost", serie="cir_signatories", mesure="rehousing_rate", niveau="departement",
    sujet="cir_signatories/observed/over", millesime="2020",
)  # fmt: skip


@pytest.mark.parametrize("chosen", [Selection(), WIDE, Selection(annee="2022")], ids=["default", "wide", "year"])
@pytest.mark.parametrize("figure", same_data.FIGURES)
def test_these_data_hold_every_figure_that_a_chart_shows(warehouse: Warehouse, figure: str, chosen: Selection) -> None:
    """Those it cites and those its rule set aside; an address leads to the builder, with no other filter."""
    shown = receipts.FIGURES[figure]
    address = urlsplit(same_data.address(replace(chosen, jeu_theme=("langue",)), figure))
    assert address.path == "/donnees"
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (asked["partie"], asked.get("jeu_theme")) == ("jeu", None)
    found = set(dataset(warehouse, datasets.of_address(asked)).frame["observation_id"])
    frame = warehouse.read(shown.question, **shown.parameters(chosen))
    assert set(receipts.cited(frame, [*shown.cites, *shown.sets_aside])) <= found


def test_a_ratio_leads_to_no_dataset() -> None:
    assert same_data.address(Selection(sujet="ratio:cir_year/committed"), "carte") == ""


def test_the_names_of_the_filters_are_one_list() -> None:
    assert list(Choices().parameters()) == list(PARAMETERS.values())
    assert set(datasets.FILTER_LABELS) == set(datasets.NO_FILTER) == set(PARAMETERS)
