"""A published version of the data is never lost: the releases replay, say what changed and why, and name what is shown."""

import csv
import fcntl
import hashlib
import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from dashboard.commands.release import CommandRefused, diff, release
from dashboard.figures.changes_since import COLUMNS, Notice, cell_words, figure_notice, page_notice, shown_ids
from data.release_forms import SEAL, seal
from data.releases import History, data_version, read_history
from data.releasing import ReleaseRefused, publish
from data.since import Row, told_since
from data.snapshots import Snapshot
from queries.build import build, examine, read_checkout
from queries.naming import views_digests
from queries.warehouse import Warehouse
from tests.named_documents import keep_named

FIRST_DAY, NEXT_YEAR = date(2026, 11, 21), date(2027, 1, 5)
ISERE = "prefecture-isere-2023-integration-primo-arrivants"
FIGURES = f"data/documents/{ISERE}/observations.csv"
REASONS = "data/releases/reasons.csv"
MEASURE = "cir_signatories"
NEW_COLUMN = 'sign = { type = "text", default = "°", description = "Signe." }'
NOTE = "CIR signés par des BPI en Isère au premier semestre de 2023 :"
HEADER = "table_name,row_key,column_name,reason\n"
COUNTED = f"{ISERE}.0005"
REMOVED = f"{ISERE}.0002"
ADDED = f"{ISERE}.0006"
GIVEN = (
    f"observations,{COUNTED},,Erreur de lecture\n"
    f"observations,{REMOVED},,Compté deux fois\n"
    f"documents,{ISERE},title,Titre complété\n"
)


@pytest.fixture(scope="module")
def never_published(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of which nothing was ever published; of the documents, those that this file names: no test speaks of
    the others.
    """
    root = shutil.copytree(pristine, tmp_path_factory.mktemp("releases") / "root")
    shutil.rmtree(root / "data" / "releases", ignore_errors=True)
    keep_named(root, Path(__file__).read_text(encoding="utf-8"))
    return root


@pytest.fixture(scope="module")
def published_once(never_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shutil.copytree(never_published, tmp_path_factory.mktemp("published") / "root")
    assert publish_files(root, FIRST_DAY)[0] == "2026.1"
    return root


@pytest.fixture(scope="module")
def published_twice(published_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = edited(shutil.copytree(published_once, tmp_path_factory.mktemp("twice") / "root"))
    give(root, GIVEN)
    assert publish_files(root, FIRST_DAY)[0] == "2026.2"
    return root


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """A checkout just published for the first time, that the test may edit."""
    return shutil.copytree(published_once, tmp_path / "root")


def publish_files(root: Path, day: date) -> tuple[str, str]:
    """What `ctai release` does once the files are checked."""
    curated, cards, found = read_checkout(root)
    assert curated.problems == []
    return publish(root, curated, cards, found, views_digests(), day)


def edited(root: Path) -> Path:
    """A value and its passage changed, a row removed, a row added, the title of the document changed."""
    path = root / FIGURES
    header, first, second, third, fourth, fifth = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert second.startswith(REMOVED)
    assert fifth.startswith(COUNTED)
    more = first.replace(f"{ISERE}.0001", ADDED).replace("2019", "2018").replace("509", "412")
    lines = [header, first, third, fourth, fifth.replace("290", "300"), more]
    path.write_text("".join(lines), encoding="utf-8")
    toml = path.with_name("document.toml")
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("des primo-arrivants en Isère", "des primo-arrivants dans l'Isère"), encoding="utf-8")
    return root


def give(root: Path, lines: str) -> None:
    (root / REASONS).write_text(HEADER + lines, encoding="utf-8")


def sealed_again(folder: Path) -> None:
    """The seal of a version is made anew, as somebody would who edits with care."""
    (folder / SEAL).write_text(seal(folder), encoding="utf-8")


def retold(folder: Path, old: str, new: str) -> None:
    """`release.toml` is edited, and the seal with it."""
    path = folder / "release.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sealed_again(folder)


def history(root: Path) -> History:
    _curated, _cards, found = read_checkout(root)
    assert found.problems == []
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replayed_by_hand(folder: Path) -> dict[str, str]:
    """Digests of the tables, from the files alone and with nothing of ours: what `release.toml` promises."""
    tables: dict[str, dict[str, dict[str, str]]] = {}
    kept: dict = {}
    for one in sorted(folder.glob("2*"), key=lambda path: [int(part) for part in path.name.split(".")]):
        kept = tomllib.loads((one / "release.toml").read_text(encoding="utf-8"))["tables"]
        with (one / "changes.csv").open(encoding="utf-8", newline="") as opened:
            for line in csv.DictReader(opened):
                rows = tables[line["table_name"]]
                if line["column_name"]:
                    rows[line["row_key"]][line["column_name"]] = line["new"]  # a dropped column is left out below
                else:
                    del rows[line["row_key"]]
        for path in (one / "added").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as opened:
                for row in csv.DictReader(opened):
                    key = " | ".join(row[name] for name in kept[path.stem]["key"])
                    tables.setdefault(path.stem, {})[key] = row
    found = {}
    for table, promised in kept.items():
        written = folder.parent / f"{table}.csv"
        with written.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, promised["columns"], extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for _key, row in sorted(tables.get(table, {}).items()))
        found[table] = hashlib.sha256(written.read_bytes()).hexdigest()
    assert found == {table: promised["digest"] for table, promised in kept.items()}
    return found


def test_the_committed_releases_give_back_the_committed_versions(repository: Path, tmp_path: Path) -> None:
    """Each of them by our reading; the last one from its files alone, with the same digests."""
    found = history(repository)
    folder = Path(shutil.copytree(repository / "data" / "releases", tmp_path / "releases"))
    assert found.latest is not None
    assert replayed_by_hand(folder) == {table: rows.digest for table, rows in found.latest_snapshot.items()}


def test_every_version_comes_back_exactly(never_published: Path, published_twice: Path, tmp_path: Path) -> None:
    """Released, edited, released; a column rewritten, one added, one dropped: each version is given back as it was."""
    root = shutil.copytree(published_twice, tmp_path / "root")
    as_it_was: dict[str, Snapshot] = {"2026.1": history(never_published).current, "2026.2": history(root).current}
    themes = root / "data" / "reference" / "themes.csv"
    frame = pl.read_csv(themes, infer_schema=False)
    frame.with_columns(label="Thème : " + pl.col("label")).write_csv(themes)
    give(root, "themes,,label,Libellés récrits\n")
    as_it_was["2027.1"] = history(root).current
    assert publish_files(root, NEXT_YEAR) == ("2027.1", "12 lignes modifiées.")
    card = root / "data" / "cards" / "themes.toml"
    promised = card.read_text(encoding="utf-8")
    card.write_text(f"{promised}{NEW_COLUMN}\n", encoding="utf-8")
    give(root, "themes,,sign,Colonne ajoutée\n")
    as_it_was["2027.2"] = history(root).current
    assert publish_files(root, NEXT_YEAR) == ("2027.2", "12 lignes modifiées.")
    card.write_text(promised, encoding="utf-8")
    give(root, "themes,,,Colonne retirée\n")
    as_it_was["2027.3"] = history(root).current
    assert publish_files(root, NEXT_YEAR) == ("2027.3", "12 lignes modifiées.")
    found = history(root)
    assert [one.number for one in found.releases] == ["2026.1", "2026.2", "2027.1", "2027.2", "2027.3"]
    assert found.snapshots == as_it_was
    assert [as_it_was[number]["observations"].named(COUNTED)["value"] for number in ("2026.1", "2026.2")] == [
        "290",
        "300",
    ]
    assert "sign" in as_it_was["2027.2"]["themes"].columns
    assert found.pending == []
    replayed_by_hand(Path(shutil.copytree(root / "data" / "releases", tmp_path / "copy" / "releases")))


def test_a_release_holds_only_what_changed(published_twice: Path) -> None:
    """Cells with their old and new values and the reason, rows removed as one line, rows added whole."""
    folder = published_twice / "data" / "releases" / "2026.2"
    assert set(files(folder)) == {"release.toml", "changes.csv", "added/observations.csv", "sums.sha256"}
    assert (folder / "changes.csv").read_text(encoding="utf-8") == (
        "table_name,row_key,column_name,old,new,reason\n"
        f"documents,{ISERE},title,L'intégration des primo-arrivants en Isère,"
        "L'intégration des primo-arrivants dans l'Isère,Titre complété\n"
        f"observations,{REMOVED},,,,Compté deux fois\n"
        f"observations,{COUNTED},value,290,300,Erreur de lecture\n"
        f"observations,{COUNTED},survey_note,{NOTE} 290.,{NOTE} 300.,Erreur de lecture\n"
    )
    header, row = (folder / "added" / "observations.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("observation_id,territory_id,scope,")
    assert row.startswith(f"{ADDED},dep-38,whole,")
    assert tomllib.loads((folder / "release.toml").read_text(encoding="utf-8"))["summary"] == (
        "1 ligne ajoutée, 2 lignes modifiées, 1 ligne retirée."
    )
    assert (published_twice / REASONS).read_text(encoding="utf-8") == HEADER


def test_all_missing_and_stray_reasons_are_told_at_once(published: Path) -> None:
    """With their file and line; nothing is written."""
    give(edited(published), f"observations,{COUNTED},value,Erreur\nobservations,{ISERE}.0004,,Rien\nthemes,,,Rien\n")
    before = files(published / "data" / "releases")
    with pytest.raises(CommandRefused) as refused:
        release(FIRST_DAY, "", published)
    assert [str(refused.value), *map(str, refused.value.problems)] == [
        "5 problèmes : aucune version n'est publiée.",
        f"data/documents/{ISERE}/document.toml, ligne 1, colonne « title » : trouvé « L'intégration des primo-arrivants "
        "en Isère » devenu « L'intégration des primo-arrivants dans l'Isère », sans raison, attendu une ligne "
        f"documents,{ISERE},title,… dans {REASONS}",
        f"{FIGURES}, ligne 5, colonne « survey_note » : trouvé « {NOTE} 290. » devenu « {NOTE} 300. », sans raison, "
        f"attendu une ligne observations,{COUNTED},survey_note,… dans {REASONS}",
        f"{REASONS}, ligne 1 : trouvé {REMOVED} retiré, sans raison, attendu une ligne observations,{REMOVED},,… "
        f"dans {REASONS}",
        f"{REASONS}, ligne 3, colonne « row_key » : trouvé observations · {ISERE}.0004 · (tout), attendu une ligne "
        "modifiée ou retirée depuis la dernière version publiée",
        f"{REASONS}, ligne 4, colonne « row_key » : trouvé themes · (tout) · (tout), attendu une ligne modifiée ou "
        "retirée depuis la dernière version publiée",
    ]
    assert files(published / "data" / "releases") == before


def test_nothing_changed_is_no_version(published: Path) -> None:
    """Neither another day nor another order of the rows in a file makes one."""
    path = published / FIGURES
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([header, *reversed(rows)]), encoding="utf-8")
    with pytest.raises(ReleaseRefused) as refused:
        publish_files(published, NEXT_YEAR)
    assert str(refused.value) == "Rien n'a changé depuis la version 2026.1 : aucune version n'est publiée."


def test_another_computation_is_another_version(published: Path) -> None:
    """The tables are the same, what is worked out from them is not: the version that is cited says so."""
    curated, cards, found = read_checkout(published)
    views = views_digests() | {"funding__ratios": "0123456789abcdef"}
    number, told = publish(published, curated, cards, found, views, FIRST_DAY)
    assert (number, told) == ("2026.2", "Calculs modifiés : funding__ratios.")
    assert files(published / "data" / "releases" / "2026.2").keys() == {"release.toml", "changes.csv", "sums.sha256"}


def test_a_release_of_which_a_file_lost_its_columns_is_told(published: Path) -> None:
    """In the words of any other curated file."""
    path = published / "data" / "releases" / "2026.1" / "changes.csv"
    path.write_text("table_name,row_key,column_name,old,new\n", encoding="utf-8")
    sealed_again(path.parent)
    (problem,) = read_history(published).problems
    assert str(problem) == (
        "data/releases/2026.1/changes.csv, ligne 1, colonne « reason » : trouvé aucune colonne, attendu « reason »"
    )


def test_a_version_is_not_dated_before_the_last_one(published: Path) -> None:
    give(edited(published), GIVEN)
    with pytest.raises(ReleaseRefused) as refused:
        publish_files(published, date(2026, 11, 20))
    assert str(refused.value) == (
        "La date 2026-11-20 est avant celle de la version 2026.1 (2026-11-21) : une version suit la précédente."
    )


def test_files_with_problems_are_not_published(published: Path) -> None:
    """What `ctai check` refuses is no version."""
    path = published / FIGURES
    path.write_text(path.read_text(encoding="utf-8").replace(",509,", ",beaucoup,"), encoding="utf-8")
    with pytest.raises(CommandRefused) as refused:
        release(FIRST_DAY, "", published)
    assert [str(refused.value), *map(str, refused.value.problems)] == [
        "1 problème : aucune version n'est publiée.",
        f"{FIGURES}, ligne 2, colonne « value » : trouvé « beaucoup », attendu un nombre à point décimal, sans espace ni "
        "unité",
    ]


def test_a_version_is_written_whole_or_not_at_all(published: Path) -> None:
    """Something lies where its folder should go, and a killed release left half of one beside."""
    give(edited(published), GIVEN)
    releases = published / "data" / "releases"
    (releases / ".en-cours-0123456789abcdef" / "added").mkdir(parents=True)
    (releases / "2026.2").write_text("", encoding="utf-8")
    with pytest.raises(CommandRefused) as refused:
        release(FIRST_DAY, "", published)
    assert list(map(str, refused.value.problems)) == [
        "data/releases/2026.2, ligne 1 : trouvé « 2026.2 », attendu un dossier par version (2026.1), reasons.csv ou withdrawn.csv"
    ]
    assert (published / REASONS).read_text(encoding="utf-8") == HEADER + GIVEN
    (releases / "2026.2").unlink()
    assert publish_files(published, FIRST_DAY)[0] == "2026.2"
    assert {path.name for path in releases.iterdir()} == {"2026.1", "2026.2", "reasons.csv"}
    assert (published / REASONS).read_text(encoding="utf-8") == HEADER


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("added/observations.csv", ",509,", ",519,"),
        ("release.toml", "Première version publiée", "Version publiée"),
        ("release.toml", "released_on = 2026-11-21", "released_on = 2026-11-20"),
        ("changes.csv", "table_name,", "table_name,"),
    ],
)
def test_a_published_version_cannot_be_edited_by_hand(published: Path, file: str, old: str, new: str) -> None:
    """The digest of each file is in the release: neither a figure nor a summary can be put right afterwards."""
    folder = published / "data" / "releases" / "2026.1"
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new) if old != new else text + "\n", encoding="utf-8")
    assert [str(one) for one in read_history(published).problems] == [
        f"data/releases/2026.1/{file}, ligne 1 : trouvé un fichier modifié, attendu le fichier publié : les fichiers "
        "d'une version publiée ne se modifient pas"
    ]


def test_a_figure_edited_with_its_seal_is_told_by_the_rows(published: Path) -> None:
    """The digest of each table is in `release.toml`."""
    path = published / "data" / "releases" / "2026.1" / "added" / "observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",509,", ",519,"), encoding="utf-8")
    sealed_again(path.parents[1])
    (problem,) = read_history(published).problems
    assert (problem.file, problem.column) == ("data/releases/2026.1/release.toml", "tables.observations")
    assert str(problem).endswith(" : les fichiers d'une version publiée ne se modifient pas")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: (folder / "sums.sha256").unlink(), "2026.1/sums.sha256, ligne 1 : trouvé fichier absent, "
         "attendu le fichier sums.sha256"),
        (lambda folder: (folder / "release.toml").unlink(), "2026.1/release.toml, ligne 1 : trouvé aucun fichier, attendu "
         "release.toml dans le dossier de chaque version"),
        (lambda folder: (folder / "added" / "bases.csv").unlink(), "2026.1/added/bases.csv, ligne 1 : trouvé aucun fichier, "
         "attendu le fichier publié : les fichiers d'une version publiée ne se modifient pas"),
        (lambda folder: (folder / "notes.txt").touch(), "2026.1/notes.txt, ligne 1 : trouvé un fichier de plus, attendu "
         "le fichier publié : les fichiers d'une version publiée ne se modifient pas"),
        (lambda folder: retold(folder, "released_on = 2026-11-21", 'released_on = "hier"'), "2026.1/release.toml, ligne 2, "
         "colonne « released_on » : trouvé « hier », attendu une date AAAA-MM-JJ, sans guillemets"),
        (lambda folder: retold(folder, 'key = ["theme_id"]', 'key = ["thema"]'), "2026.1/release.toml, ligne 1, "
         "colonne « tables » : trouvé une section, attendu une section par table : columns, key et digest"),
        (lambda folder: folder.with_name("２０２６.2").mkdir(), "２０２６.2, ligne 1 : trouvé « ２０２６.2 », attendu un dossier "
         "par version (2026.1), reasons.csv ou withdrawn.csv"),
        (lambda folder: shutil.copytree(folder, folder.with_name("2026.2")), "2026.2/release.toml, ligne 1, colonne "
         "« number » : trouvé « 2026.1 », attendu « 2026.2 », le nom du dossier"),
    ],
)  # fmt: skip
def test_a_damaged_version_is_told(published: Path, damage: Callable[[Path], object], told: str) -> None:
    """In a sentence, and nothing else is accused."""
    damage(published / "data" / "releases" / "2026.1")
    assert [str(problem) for problem in read_history(published).problems] == [f"data/releases/{told}"]


def test_two_publications_never_collide(published: Path) -> None:
    """The second finds the first at work, or already done; it never writes over it."""
    give(edited(published), GIVEN)
    curated, cards, found = read_checkout(published)
    releases = published / "data" / "releases"
    opened = os.open(releases, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        with pytest.raises(ReleaseRefused) as refused:
            publish(published, curated, cards, found, views_digests(), FIRST_DAY)
    finally:
        os.close(opened)
    assert str(refused.value) == "Une autre publication est en cours : aucune version n'est publiée."
    assert publish(published, curated, cards, found, views_digests(), FIRST_DAY)[0] == "2026.2"
    give(published, GIVEN)
    with pytest.raises(ReleaseRefused) as refused:
        publish(published, curated, cards, found, views_digests(), FIRST_DAY)
    assert str(refused.value) == "La version 2026.2 vient d'être publiée : recommencez."


def test_no_version_is_dated_in_the_future(published: Path) -> None:
    """After 9999.1 no earlier date would be accepted."""
    give(edited(published), GIVEN)
    before = files(published / "data" / "releases")
    with pytest.raises(CommandRefused) as refused:
        release(date(9999, 12, 31), "", published)
    assert str(refused.value) == (
        "La date 9999-12-31 est à venir : une version porte au plus tard celle d'aujourd'hui, "
        f"{date.today().isoformat()}."
    )
    assert files(published / "data" / "releases") == before


def test_what_changed_since_the_latest_version_is_told(published: Path, home: Path) -> None:
    """By each build, without being refused; what lacks a reason apart from what was added."""
    edited(published)
    told = [
        "Depuis 2026.1 : 1 chiffre retiré, 1 modifié, 1 autre ligne modifiée, sans raison.",
        f"  documents : 1 modifiée (data/documents/{ISERE}/document.toml)",
        f"  observations : 1 retirée, 1 modifiée ({FIGURES})",
        "Depuis 2026.1 : 1 chiffre ajouté.",
    ]
    for _time in ("built", "already built"):
        progress: list[str] = []
        build(home, published, progress.append)
        assert [line for line in progress if line in told] == told


def test_a_column_that_a_card_lost_is_told(published: Path) -> None:
    """Its table has no row: nothing else would tell it."""
    card = published / "data" / "cards" / "bilans.toml"
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    card.write_text("".join(line for line in lines if not line.startswith("form_version")), encoding="utf-8")
    examined = examine(published)
    assert examined.problems == []
    assert "Depuis 2026.1 : colonne retirée (bilans.form_version)." in examined.since


def test_what_changed_is_counted_by_kind_and_table() -> None:
    """Files are named by the keys of their rows, when they are few; a row of which the reason is given comes apart."""
    figures = [Row("observations", f"essai-{number}.0001", "removed", True) for number in range(1, 8)]
    others = [
        Row("themes", "health", "changed", False),
        Row("contract_parties", "ctai-dep-63-2022 | a | b", "added", False),
    ]
    assert list(
        told_since(
            "2026.2",
            [*figures, *others],
            {f"essai-{number}" for number in range(1, 8)},
            ["communes.csv"],
            {"removed": ["bilans.form_version"], "added": ["measures.payer", "measures.role"]},
        )
    ) == [
        "Depuis 2026.2 : 7 chiffres retirés, sans raison.",
        "  observations : 7 retirées ("
        + ", ".join(f"data/documents/essai-{number}/observations.csv" for number in range(1, 6))
        + " et 2 autres fichiers)",
        "Depuis 2026.2 : 1 ligne modifiée, avec sa raison.",
        "Depuis 2026.2 : 1 ligne ajoutée.",
        "Depuis 2026.2 : colonne retirée (bilans.form_version).",
        "Depuis 2026.2 : colonnes ajoutées (measures.payer, measures.role).",
        "Depuis 2026.2 : territoires modifiés (communes.csv).",
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (f"observations,{COUNTED},value,\n", "ligne 2, colonne « reason » : trouvé une cellule vide, attendu pourquoi la "
         "valeur a changé"),
        ("themes,,,A\nthemes,,,B\n", "ligne 3, colonne « row_key » : trouvé une cellule vide, attendu une seule raison "
         "(déjà en ligne 2)"),
    ],
)  # fmt: skip
def test_a_misshapen_reason_is_a_problem_of_the_files(published: Path, lines: str, told: str) -> None:
    give(published, lines)
    assert [str(problem) for problem in read_checkout(published)[0].problems] == [f"{REASONS}, {told}"]


@pytest.fixture(scope="module")
def served(published_twice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse of version 2026.2."""
    opened = Warehouse(build(tmp_path_factory.mktemp("served"), published_twice))
    yield opened
    opened.close()


def test_the_version_says_whether_what_is_served_was_published(served: Warehouse, published: Path, home: Path) -> None:
    """`0+…` before any, `2026.2` once published, `2026.1+…` after an edit; the warehouse's file keeps its own name."""
    assert data_version(None, False, "0123456789abcdef") == "0+01234567"
    assert served.data_version == "2026.2"
    give(edited(published), GIVEN)
    edited_since = Warehouse(build(home, published))
    assert edited_since.data_version == f"2026.1+{edited_since.version[:8]}"
    listed = edited_since.read("releases_listed")
    counts = listed.select("release_number", "released_on", "added_count", "changed_count", "removed_count")
    assert counts.row(0) == ("non publié", None, 1, 2, 1)
    assert counts.row(1)[:2] == ("2026.1", FIRST_DAY)
    told = [opened.table("release_changes").drop("release_number") for opened in (edited_since, served)]
    assert told[0].equals(told[1])
    assert edited_since.table("release_changes")["release_number"].unique().to_list() == ["non publié"]
    edited_since.close()


def test_the_tables_of_the_versions_tell_every_change(served: Warehouse) -> None:
    """A removed figure keeps its territory, its measure and its passage; the first version is told by its counts."""
    columns = ["release_number", "row_key", "change", "column_name", "old_value", "new_value", "reason", "measure_id"]
    assert served.table("release_changes").sort("place").select(columns).rows()[1:] == [
        (
            "2026.2",
            REMOVED,
            "removed",
            None,
            "CIR signés par des BPI en Isère en 2020 : 332.",
            None,
            "Compté deux fois",
            MEASURE,
        ),
        ("2026.2", COUNTED, "changed", "value", "290", "300", "Erreur de lecture", MEASURE),
        ("2026.2", COUNTED, "changed", "survey_note", f"{NOTE} 290.", f"{NOTE} 300.", "Erreur de lecture", MEASURE),
        ("2026.2", ADDED, "added", None, None, "CIR signés par des BPI en Isère en 2018 : 412.", None, MEASURE),
    ]
    assert served.read("releases_listed")["release_number"].to_list() == ["2026.2", "2026.1"]
    since_first = served.read("changes_between", after_number="2026.1", up_to_number=None)
    assert since_first["territory_name"].to_list() == [None, "Isère", "Isère", "Isère", "Isère"]
    assert served.read("changes_between", after_number="2026.2", up_to_number=None).is_empty()


def test_an_older_link_says_which_of_its_figures_changed(served: Warehouse) -> None:
    """Old value, new value, reason and version of each figure of the view that changed since, beside it."""
    seen = (f"{ISERE}.0001", COUNTED, ADDED)
    notice = figure_notice(served.read, "2026.2", "2026.1", seen)
    assert notice is not None
    assert notice.table is not None
    assert notice.sentence == "Sur les 3 chiffres de cette vue, 1 a changé et 1 a été ajouté depuis la version 2026.1."
    figure = "Isère, Signataires du CIR"
    assert notice.table.rows == [
        [f"{figure} [{COUNTED}]", "valeur", "290", "300", "Erreur de lecture", "2026.2"],
        [
            f"{figure} [{COUNTED}]",
            "ce qu'en dit un relevé",
            f"{NOTE} 290.",
            f"{NOTE} 300.",
            "Erreur de lecture",
            "2026.2",
        ],
        [f"{figure} [{ADDED}]", "chiffre ajouté", "—", "CIR signés par des BPI en Isère en 2018 : 412.", "—", "2026.2"],
    ]
    alone = figure_notice(served.read, "2026.2", "2026.1", (COUNTED,))
    assert alone is not None
    assert alone.sentence == "Le chiffre de cette vue a changé depuis la version 2026.1."
    untouched = figure_notice(served.read, "2026.2", "2026.1", (f"{ISERE}.0001", f"{ISERE}.0003"))
    assert untouched == Notice("Aucun des 2 chiffres de cette vue n'a changé depuis la version 2026.1.")
    assert figure_notice(served.read, "2026.2", "2026.1", ()) is None
    assert figure_notice(served.read, "2026.2", "2026.2", seen) is None
    assert figure_notice(served.read, "2026.2", "2025.7", seen) is None


REMOVED_SINCE = "1\u00a0chiffre a été retiré de l'Atlas entre-temps."


@pytest.mark.parametrize(
    ("cited", "sentence"),
    [
        ("2026.1", "Cette adresse cite la version 2026.1 des données. Les données affichées sont celles de la version "
         f"2026.2 : sous chaque figure, ce qui a changé depuis. {REMOVED_SINCE}"),
        ("2026.1 12ab34cd", "Cette adresse cite la version 2026.1+12ab34cd des données, un état entre deux versions "
         "publiées : les changements sont donnés depuis 2026.1. Les données affichées sont celles de la version 2026.2 : "
         f"sous chaque figure, ce qui a changé depuis. {REMOVED_SINCE}"),
        ("2026.2+12ab34cd", "Cette adresse cite la version 2026.2+12ab34cd des données, un état entre deux versions "
         "publiées : les changements sont donnés depuis 2026.2. Les données affichées sont celles de la version 2026.2 : "
         "sous chaque figure, ce qui a changé depuis. Aucun chiffre n'a été retiré."),
        ("2030.1", "Cette adresse cite la version 2030.1 des données, qui n'est pas connue ici (versions publiées : 2026.1, "
         "2026.2) : ce qui a changé depuis ne peut pas être dit. Les données affichées sont celles de la version 2026.2."),
        ("0+12ab34cd", "Cette adresse cite la version 0+12ab34cd des données, un état d'avant la première version publiée "
         "(versions publiées : 2026.1, 2026.2) : ce qui a changé depuis ne peut pas être dit. Les données affichées sont "
         "celles de la version 2026.2."),
    ],
)  # fmt: skip
def test_a_page_says_which_version_its_address_cites(served: Warehouse, cited: str, sentence: str) -> None:
    """And what was removed since, which no view can show any more."""
    notice = page_notice(served.read, "2026.2", cited)
    assert notice is not None
    assert notice.sentence == sentence
    assert (notice.table is not None) == sentence.endswith(REMOVED_SINCE)
    if notice.table:
        figure = f"Isère, Signataires du CIR [{REMOVED}]"
        assert notice.table.rows == [
            [figure, "CIR signés par des BPI en Isère en 2020 : 332.", "Compté deux fois", "2026.2"]
        ]


def cited_view() -> None:
    """The figures of a document, as any page shows a figure."""
    from dashboard.figures.content import Content, Table
    from dashboard.showing.cached import read, take_warehouse
    from dashboard.showing.figure import show_shown
    from dashboard.showing.shown import encoded
    from queries.places import Scope

    document = "prefecture-isere-2023-integration-primo-arrivants"
    warehouse, _notice = take_warehouse(Scope.PUBLIC)
    frame = read(warehouse, "document_figures", document_id=document)
    told = Content(key="cited", title="Chiffres", frame=frame, table=Table(["Chiffre"], []), reading="Lus.")
    show_shown(warehouse, encoded(told))


def test_a_page_shows_beside_a_figure_what_changed_in_it(served: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address of an older version; nothing with that of the version shown."""
    monkeypatch.setenv("CTAI_HOME", str(served.path.parent.parent))
    page = AppTest.from_function(cited_view, default_timeout=30)
    for version, said in (("2026.2", False), ("2026.1", True)):
        page.query_params["version"] = version
        page.run()
        assert not page.exception
        shown = " ".join(element.proto.body for element in page.get("html"))
        assert ("Sur les 5 chiffres de cette vue, 1 a changé et 1 a été ajouté depuis" in shown) == said
        assert ("<td>290</td><td>300</td><td>Erreur de lecture</td><td>2026.2</td>" in shown) == said


@pytest.mark.parametrize("cited", ["", "2026.2"])
def test_an_address_of_the_version_shown_says_nothing(served: Warehouse, cited: str) -> None:
    assert page_notice(served.read, "2026.2", cited) is None


def test_the_figures_of_a_view_are_those_its_columns_name() -> None:
    """Several in a cell, none in a cell, and no identifier of anything else."""
    frame = pl.DataFrame(
        {
            "observation_ids": [[COUNTED, REMOVED], None],
            "base_observation_id": [REMOVED, ADDED],
            "action_ids": [["ctai-metz-2022.fiche-1-1-1"], None],
            "note": [f"{ISERE}.0003", None],
        }
    )
    assert shown_ids(frame, [f"{ISERE}.0004", "ctai-metz-2022.fiche-1-1-1"]) == (
        f"{ISERE}.0004", COUNTED, REMOVED, ADDED,
    )  # fmt: skip


def test_diff_says_what_changed_and_why(published_twice: Path) -> None:
    """In words or as CSV, between two versions or up to the files as they are, in either order."""
    assert plain(diff("2026.1", "2026.2", "texte", published_twice)) == (
        "De 2026.1 à 2026.2 : 2 lignes modifiées, 1 ligne retirée, 1 ligne ajoutée.\n\n"
        "documents (Documents sources)\n"
        f"  {ISERE} : title, « L'intégration des primo-arrivants en Isère » → « L'intégration des primo-arrivants dans "
        "l'Isère »\n      Raison : Titre complété\n\n"
        "observations (Chiffres publiés)\n"
        f"  {REMOVED} : ligne retirée\n      Raison : Compté deux fois\n"
        f"  {COUNTED} : value, « 290 » → « 300 »\n      Raison : Erreur de lecture\n"
        f"  {COUNTED} : survey_note, « {NOTE} 290. » → « {NOTE} 300. »\n      Raison : Erreur de lecture\n"
        f"  {ADDED} : ligne ajoutée"
    )
    assert plain(diff("2026.2", "actuel", "texte", published_twice)) == "De 2026.2 à actuel : aucune différence."
    forwards = diff("2026.1", "actuel", "csv", published_twice)
    assert forwards == diff("2026.1", "2026.2", "csv", published_twice)
    backwards = list(csv.DictReader(diff("actuel", "2026.1", "csv", published_twice).splitlines()))
    assert [(one["change"], one["old_value"], one["new_value"], one["reason"]) for one in backwards[1:]] == [
        ("added", "", "", "Compté deux fois"),
        ("changed", "300", "290", "Erreur de lecture"),
        ("changed", f"{NOTE} 300.", f"{NOTE} 290.", "Erreur de lecture"),
        ("removed", "", "", ""),
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_an_unknown_version_is_told_with_those_known(published_twice: Path) -> None:
    with pytest.raises(CommandRefused) as refused:
        diff("2026.1", "2026.9", "texte", published_twice)
    assert str(refused.value) == "Version inconnue : « 2026.9 ». Versions : 2026.1, 2026.2, actuel."
    assert refused.value.code == 2


def test_the_command_line_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Bad arguments and unknown versions end with 2, in French."""
    with pytest.raises(SystemExit) as exited:
        main(["release", "--date", "hier"])
    assert exited.value.code == 2
    assert capsys.readouterr().err.endswith("ctai release : --date: « hier » n'est pas une date AAAA-MM-JJ\n")
    assert main(["diff", "1789.1", "actuel"]) == 2
    assert capsys.readouterr().err.startswith("Version inconnue : « 1789.1 ». Versions : ")
    assert main(["diff", "actuel", "actuel", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "table_name,row_key,change,column_name,old_value,new_value,reason\n"


def test_no_published_change_is_told_in_code(repository: Path) -> None:
    """Each column that a version changed has a name in French, and its codes have words."""
    changed = pl.concat(
        pl.read_csv(path, infer_schema=False).drop_nulls("column_name")
        for path in sorted((repository / "data" / "releases").glob("*/changes.csv"))
    )
    assert set(changed["column_name"]) <= COLUMNS.keys()
    assert cell_words("action_themes", "is_primary", "false") == "non"
    assert cell_words("actions", "audience", "public") == "grand public"
    assert cell_words("contracts", "status", "adopted") == "adopté"
    assert cell_words("contracts", "signed_on", "2021-10-11") == "11 octobre 2021"


def test_what_has_changed_since_is_said_in_french_before_it_is_published(warehouse: Warehouse) -> None:
    """The page of versions shows it at once."""
    changed = warehouse.table("release_changes")["column_name"].drop_nulls()
    assert set(changed) <= COLUMNS.keys()
