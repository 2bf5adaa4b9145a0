"""`ctai check --texts`: every passage cited is looked up in the text that was read, and only in that one."""

import csv
import hashlib
import re
from pathlib import Path

import polars as pl
import pytest

from dashboard.cli import main
from data.curation import Curated, read_curated
from data.problems import Problem
from data.texts import look_up, quotes
from tests.named_documents import cut_down
from tests.put_back import PutBack

ENGLISH = re.compile(
    r"(?<!')\b(the|of|for|in|at|and|with|which|who|that|this|years?|persons?|people|refugees?|signed|says|said|unchanged|"
    r"oriented|progressed|same|vs|cut|rows?|under|granted|from|to|by|is|are|was|were|not|only|projects|housing|exits|asks|"
    r"end|state|per|accompanied|report)\b",
    re.IGNORECASE,
)
READ_IN_FRENCH = (
    "documents",
    "observations",
    "left_out",
    "contracts",
    "actions",
    "action_indicators",
    "document_codes",
)
DOCUMENT = "ctai-metz-2022"
TOML = f"data/documents/{DOCUMENT}/document.toml"


@pytest.fixture(scope="module")
def named(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> PutBack:
    return cut_down(pristine, tmp_path_factory.mktemp("named"), Path(__file__).read_text(encoding="utf-8"))


@pytest.fixture
def checkout(named: PutBack) -> Path:
    """A copy of the documents that this file names, to damage."""
    return named()


@pytest.fixture
def texts(checkout: Path, tmp_path: Path) -> Path:
    """A text that holds every passage cited of one document, each on a line, and its fingerprint in the checkout."""
    folder = tmp_path / "texts"
    folder.mkdir()
    curated = read_curated(checkout)
    passages = [
        row["as_printed"].replace(" ", "\n", 1)
        for frame in curated.tables.values()
        if "as_printed" in frame.columns
        for row in frame.filter(document_id=DOCUMENT).drop_nulls("as_printed").iter_rows(named=True)
    ]
    _write(checkout, folder, "\n\n".join(passages))
    return folder


def _write(checkout: Path, folder: Path, text: str) -> None:
    (folder / f"{DOCUMENT}.txt").write_text(text, encoding="utf-8")
    toml = checkout / TOML
    lines = [line for line in toml.read_text(encoding="utf-8").splitlines() if not line.startswith("text_sha256")]
    lines.insert(0, f'text_sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"')
    toml.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_every_passage_is_found_white_space_apart(checkout: Path, texts: Path) -> None:
    passages = look_up(texts, checkout)
    assert passages.problems == []
    assert passages.texts == 1
    assert passages.found.total() > 80
    assert "ctair-clermont-ferrand-2019" in passages.without_text


def test_a_passage_that_is_not_in_the_text_is_told(checkout: Path, texts: Path) -> None:
    text = (texts / f"{DOCUMENT}.txt").read_text(encoding="utf-8")
    _write(checkout, texts, text.replace("439", "493"))
    problems = look_up(texts, checkout).problems
    assert problems
    assert {(problem.column, problem.expected) for problem in problems} == {
        ("as_printed", "un passage du texte, mot pour mot")
    }
    assert all("439" in problem.found for problem in problems)


def test_another_text_than_the_one_read_is_told(checkout: Path, texts: Path) -> None:
    path = texts / f"{DOCUMENT}.txt"
    read = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(path.read_text(encoding="utf-8") + "\nfin", encoding="utf-8")
    now = hashlib.sha256(path.read_bytes()).hexdigest()
    assert look_up(texts, checkout).problems == [
        Problem(TOML, 1, "text_sha256", f"« {read} »", f"l'empreinte de {DOCUMENT}.txt, {now}")
    ]


def test_a_folder_without_a_text_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing looked up must not pass for everything found; nor must a folder that does not exist."""
    for folder, words in ((tmp_path, "trouvé aucun texte"), (tmp_path / "absent", "dossier introuvable")):
        assert main(["check", "--texts", str(folder)]) == 1
        assert words in capsys.readouterr().err


def _survey(checkout: Path, folder: Path, survey: str, note: str) -> Path:
    """The survey beside a document known through it, whose only figure is cited as `note` says."""
    folder.mkdir()
    (folder / "public-facts.md").write_text(survey, encoding="utf-8")
    observations = checkout / "data/documents/caisse-des-depots-sd-insertion-refugies/observations.csv"
    header, row = observations.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(next(csv.reader([header])), next(csv.reader([row])), strict=True))
    cells |= {"as_printed": "", "survey_note": note} if not note.startswith("«") else {"as_printed": note.strip("« »")}
    with observations.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerow(cells)
    return folder


def _told(checkout: Path, folder: Path) -> list[Problem]:
    problems = look_up(folder, checkout).problems
    return [problem for problem in problems if "caisse-des-depots" in problem.file]


def test_a_survey_is_quoted_from_guillemet_to_guillemet() -> None:
    """What the survey says around its quotes, its cuts and its brackets are no words of the page."""
    survey = "dates 2018 « environ 600 « placées », soit 71% » (200 persons) « Fin 2019… signés [hier] ici »"
    assert quotes(survey) == ["environ 600 « placées », soit 71%", "Fin 2019", "signés", "ici"]


@pytest.mark.parametrize(
    ("note", "column"),
    [
        ("« Environ 308 000 »", None),
        ("« persons Environ 308 000 »", "as_printed"),
        ("le relevé donne 308 000 personnes", None),
        ("le relevé donne 308 000 personnes en 2020", "survey_note"),
    ],
)
def test_words_of_a_survey_are_no_passage(checkout: Path, tmp_path: Path, note: str, column: str | None) -> None:
    survey = "| 2019 | persons under protection | persons « Environ 308 000 » | Caisse des dépôts |"
    folder = _survey(checkout, tmp_path / "surveys", survey, note)
    assert [problem.column for problem in _told(checkout, folder)] == ([column] if column else [])


def _left_out(checkout: Path, is_passage: str) -> list[Problem]:
    """A line left out of a surveyed document whose words the survey does not quote."""
    survey = "| 2019 | persons | « Environ 308 000 » | 62 000 elsewhere |"
    folder = _survey(checkout, checkout / "surveys", survey, "« Environ 308 000 »")
    lines = f"locator,as_printed,is_passage,reason\npage,62 000 personnes ailleurs,{is_passage},too_vague\n"
    path = checkout / "data/documents/caisse-des-depots-sd-insertion-refugies/left_out.csv"
    path.write_text(lines, encoding="utf-8")
    return [problem for problem in _told(checkout, folder) if problem.file.endswith("left_out.csv")]


def test_a_line_left_out_quotes_the_survey_or_says_that_it_does_not(checkout: Path) -> None:
    assert [problem.column for problem in _left_out(checkout, "")] == ["as_printed"]


def test_a_line_left_out_may_say_in_our_words_what_the_survey_reports(checkout: Path) -> None:
    assert _left_out(checkout, "false") == []


@pytest.fixture(scope="module")
def curated(repository: Path) -> Curated:
    """The rows of the checkout."""
    return read_curated(repository)


@pytest.mark.parametrize("table", READ_IN_FRENCH)
def test_no_curated_text_is_in_english(curated: Curated, table: str) -> None:
    """The words of a survey, which is in English, never pass for those of a French page, nor for ours."""
    rows = curated.tables[table]
    columns = [
        name for name in ("as_printed", "survey_note", "note", "locator", "title", "label") if name in rows.columns
    ]
    assert columns
    found = [text for name in columns for text in rows[name].drop_nulls() if ENGLISH.search(text)]
    assert found == []


def test_a_period_said_to_be_printed_stands_in_the_passage_of_a_surveyed_page(curated: Curated) -> None:
    surveyed = curated.tables["documents"].filter(pl.col("read_via").str.starts_with("public-facts"))
    printed = curated.tables["observations"].join(surveyed, on="document_id", how="semi").filter(period_basis="printed")
    dated = printed.filter(pl.any_horizontal(pl.col("period_start", "period_end").is_not_null()))
    years = [pl.col(name).dt.year().cast(pl.String) for name in ("period_start", "period_end")]
    passage = pl.col("as_printed").fill_null("")
    short = [passage.str.contains(r"\d\d/\d\d/" + year.str.tail(2) + r"\b") for year in years]  # « 24/04/24 »
    seen = [passage.str.contains(year, literal=True) for year in years]
    unseen = dated.filter(~pl.any_horizontal([*seen, *short]))
    assert dated.height > 10
    assert unseen["observation_id"].to_list() == []
