"""Whatever stands where a curated file should is told in a sentence: no wait, no crash, and nothing of it is quoted."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.cards import CardsRefused, load_cards
from data.files import MOST_ROWS, read_document, read_table
from data.problems import Problem
from data.raw import input_files, read_raw
from data.reading import LARGEST, digest
from data.writing import write_whole
from queries.build import check
from queries.naming import inputs_hash

ESSAI = "data/documents/essai-2024"
FILE = f"{ESSAI}/observations.csv"
COLUMNS = ("observation_id", "value")
ORDINARY = "un fichier ordinaire"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout of one document, which holds nothing yet."""
    (tmp_path / ESSAI).mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("root:x:0:0:secret\n", encoding="utf-8")
    return tmp_path


def told(root: Path) -> tuple[str, str]:
    """What is found and expected of the one file."""
    frame, (problem,) = read_table(root / FILE, root, COLUMNS)
    assert (frame.is_empty(), problem.file, problem.line) == (True, FILE, 1)
    assert "secret" not in str(problem)
    return problem.found, problem.expected


@pytest.mark.parametrize(
    ("make", "found", "expected"),
    [
        (os.mkfifo, "un tube (FIFO)", ORDINARY),
        (lambda path: path.mkdir(), "un dossier", ORDINARY),
        (lambda path: path.symlink_to("/dev/zero"), "un lien qui mène hors de son dossier", f"{ORDINARY}, dans son dossier"),
        (lambda path: path.symlink_to("../../../secret.csv"), "un lien qui mène hors de son dossier", f"{ORDINARY}, dans son "
         "dossier"),
        (lambda path: path.symlink_to(path.name), "un lien qui tourne en rond", "un fichier lisible"),
        (lambda path: path.symlink_to("nowhere.csv"), "fichier absent", "le fichier observations.csv"),
    ],
)  # fmt: skip
def test_what_is_no_regular_file_is_told(root: Path, make: Callable[[Path], object], found: str, expected: str) -> None:
    make(root / FILE)
    assert told(root) == (found, expected)


def test_a_folder_that_leads_elsewhere_is_told_without_what_it_holds(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "secret.txt").touch()
    (root / "data" / "documents" / "autre-2024").symlink_to(root / "elsewhere")
    problems = read_raw(root, load_cards()).problems
    assert "un lien qui mène hors de son dossier" in {problem.found for problem in problems}
    assert not [problem for problem in problems if "secret" in str(problem)]


def test_a_link_within_its_folder_is_read(root: Path) -> None:
    (root / ESSAI / "other.txt").write_text("observation_id,value\nessai.0001,3\n", encoding="utf-8")
    (root / FILE).symlink_to("other.txt")
    frame, problems = read_table(root / FILE, root, COLUMNS)
    assert (frame["value"].to_list(), problems) == (["3"], [])


@pytest.mark.parametrize("name", [b"\xff.csv", b"\xfffolder"])
def test_a_name_that_is_no_utf8_is_told(root: Path, name: bytes) -> None:
    """And the hash of what goes in sees that something is there."""
    before = inputs_hash(root)
    place = os.fsencode(root / ESSAI) + b"/" + name if name.endswith(b".csv") else os.fsencode(root / ESSAI) + name
    if name.endswith(b".csv"):
        Path(os.fsdecode(place)).touch()
    else:
        Path(os.fsdecode(place)).mkdir()
        (Path(os.fsdecode(place)) / "document.toml").touch()
    assert inputs_hash(root) != before
    found = [str(one) for one in read_raw(root, load_cards()).problems if "U+DCFF" in str(one)]
    assert len(found) == 1
    assert "un nom en UTF-8" in found[0] or "un fichier parmi" in found[0]


def test_names_that_are_no_utf8_stop_no_check(checkout: Path) -> None:
    """In every folder that is read, at once, and nothing else is accused."""
    for folder in ("data/documents/ctai-metz-2022", "data/reference", "data/releases/2026.2"):
        Path(os.fsdecode(os.fsencode(checkout / folder) + b"/\xff.csv")).touch()
    Path(os.fsdecode(os.fsencode(checkout / "data/documents") + b"/\xff-2024")).mkdir()
    assert [problem.file for problem in check(checkout)] == [
        "data/documents/[U+DCFF]-2024/document.toml",
        "data/documents/ctai-metz-2022/[U+DCFF].csv",
        "data/reference/[U+DCFF].csv",
        "data/releases/2026.2/[U+DCFF].csv",
    ]


def test_a_file_beside_the_folders_of_documents_is_told(root: Path) -> None:
    (root / "data" / "documents" / "note.csv").touch()
    expected = Problem(
        "data/documents/note.csv", 1, "", "un fichier hors d'un dossier de document", "un dossier par document"
    )
    assert expected in read_raw(root, load_cards()).problems


@pytest.mark.parametrize(
    ("content", "line", "found", "expected"),
    [
        ("x" * (LARGEST + 1), 1, "16 Mo", "16 Mo au plus"),
        (",".join(f"c{place}" for place in range(200_000)), 1, "200000 colonnes", "200 colonnes au plus"),
        ("observation_id,value\n" + "a,1\n" * 10_001, 10_002, f"plus de {MOST_ROWS} lignes", f"{MOST_ROWS} lignes au plus"),
        ("observation_id,value\n" + "a" * 131_073, 2, "une cellule de plus de 131\u202f072 caractères",
         "une cellule plus courte, ou un guillemet mieux fermé"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_early(root: Path, content: str, line: int, found: str, expected: str) -> None:
    (root / FILE).write_text(content, encoding="utf-8")
    assert read_table(root / FILE, root, COLUMNS)[1] == [Problem(FILE, line, "", found, expected)]


@pytest.mark.parametrize(
    "content", [f"x = {'[' * 500}{']' * 500}", "x = " + "[" * 100_000, ".".join("a" * 100_000) + " = 1"]
)
def test_a_toml_nested_deep_is_told(root: Path, content: str) -> None:
    path = root / ESSAI / "document.toml"
    path.write_text(content, encoding="utf-8")
    expected = "une clé et sa valeur par ligne"
    assert read_document(path, root)[2] == [
        Problem(f"{ESSAI}/document.toml", 1, "", "des valeurs trop imbriquées", expected)
    ]


def test_what_cannot_be_read_has_a_digest_without_its_content(root: Path) -> None:
    os.mkfifo(root / FILE)
    assert root / FILE in input_files(root)
    assert digest(root / FILE, root) != digest_of_text(root, "")


def digest_of_text(root: Path, text: str) -> bytes:
    path = root / ESSAI / "actions.csv"
    path.write_text(text, encoding="utf-8")
    return digest(path, root)


@pytest.mark.parametrize(
    ("card", "old", "new", "told"),
    [
        ("observations", 'holds = "unit <>', 'holds = "unit <> (', "colonne « rules » : trouvé règle 8, « unit <> ( 'pct' or "
         "base_status is not null », attendu une condition SQL sur ses colonnes"),
        ("observations", 'holds = "unit <>', 'holds = "unite <>', "colonne « rules » : trouvé règle 8, « unite <> 'pct' or "
         "base_status is not null », attendu une condition SQL sur ses colonnes"),
        ("observations", r"'P\d+[DWMY]'", r"'P(\d+[DWMY]'", r"colonne « columns.span » : trouvé « P(\d+[DWMY] », attendu une "
         "expression régulière"),
        ("observations", 'value = { type = "number"', 'value = { type = "nombre"', "colonne « columns.value » : trouvé type : "
         "« nombre », attendu l'un de : text, partial_date, integer, number, boolean, date"),
        ("observations", "\nvalue = {", "\nvaleur = {", ""),
        ("documents", 'title = "Documents sources"\n', "", "colonne « title » : trouvé rien, attendu un texte"),
        ("documents", 'primary_key = ["document_id"]', 'primary_key = ["id"]', "colonne « primary_key » : trouvé une liste, "
         "attendu une liste de colonnes de la carte"),
        ("measures", "[columns]", "[colonnes]", ""),
    ],
)  # fmt: skip
def test_a_damaged_card_is_told(repository: Path, tmp_path: Path, card: str, old: str, new: str, told: str) -> None:
    """With its file; where several things follow, each is told."""
    folder = Path(shutil.copytree(repository / "data" / "cards", tmp_path / "data" / "cards"))
    path = folder / f"{card}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CardsRefused) as refused:
        load_cards(folder)
    assert {problem.file for problem in refused.value.problems} == {f"data/cards/{card}.toml"}
    assert told in str(refused.value)


def test_an_absent_card_is_told_with_those_that_name_it(repository: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(repository / "data" / "cards", tmp_path / "data" / "cards"))
    (folder / "themes.toml").unlink()
    (folder / "documents.toml").unlink()
    with pytest.raises(CardsRefused) as refused:
        load_cards(folder)
    told = [str(problem) for problem in refused.value.problems]
    assert "data/cards, ligne 1 : trouvé aucune carte, attendu le fichier documents.toml" in told
    assert (
        "data/cards/actions.toml, ligne 1, colonne « columns.document_id » : trouvé « documents.document_id », attendu "
        "une colonne d'une carte"
    ) in told


def test_writing_follows_no_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither a link where the file should go nor one where an unfinished file used to."""
    target = tmp_path / "target"
    target.write_text("à garder", encoding="utf-8")
    for name in ("file.csv", ".file.csv.unfinished"):
        (tmp_path / name).symlink_to(target)
    write_whole(b"neuf", tmp_path / "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == b"neuf"
    assert not (tmp_path / "file.csv").is_symlink()
    assert target.read_text(encoding="utf-8") == "à garder"
    assert {path.name for path in tmp_path.iterdir()} == {"target", "file.csv", ".file.csv.unfinished"}


def test_writing_keeps_the_rights_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.touch()
    path.chmod(0o640)
    write_whole(b"neuf", path)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("make", "number"), [(os.mkfifo, errno.EINVAL), (lambda path: path.mkdir(), errno.EISDIR)])
def test_writing_replaces_no_device_nor_folder(tmp_path: Path, make: Callable[[Path], object], number: int) -> None:
    make(tmp_path / "place")
    with pytest.raises(OSError) as refused:
        write_whole(b"neuf", tmp_path / "place")
    assert refused.value.errno == number
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


WRITER = """
import sys
from pathlib import Path
from data.writing import write_whole
for _ in range(50):
    write_whole(sys.argv[2].encode() * 100_000, Path(sys.argv[1]))
"""


def test_several_writers_of_one_file_never_collide(repository: Path, tmp_path: Path) -> None:
    """Each of them ends well, and the file is that of one of them, whole."""
    place = tmp_path / "file.csv"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(place), sign], cwd=repository) for sign in ("a", "b", "c")
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert place.read_text(encoding="utf-8") in {sign * 100_000 for sign in "abc"}
    assert list(tmp_path.iterdir()) == [place]
