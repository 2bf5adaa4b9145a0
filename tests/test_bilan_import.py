"""A bilan enters the Atlas whole or not at all, is public as far as it may be, and leaves it without a trace."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from dashboard.bilan import importing
from dashboard.bilan.answered import Answer, Place
from dashboard.bilan.asked import Sheet
from dashboard.bilan.in_force import listed
from dashboard.bilan.public_texts import to_read_again
from dashboard.cli import main
from queries.acts import ACCEPTANCE, REVOCATION, Act, in_force, suffix
from queries.build import build, read_checkout
from queries.contradictions import declare_new
from queries.failures import BuildFailed, CurationFailed
from queries.filling import fill
from queries.warehouse import Scope
from queries.withholding import both, derive_public, told_secrets, use
from queries.writings.folders import laid_out
from queries.writings.opening import FILE, opened, read_acts
from queries.writings.store import ORIGINAL
from tests.bilan_acts import (
    GRENOBLE,
    METZ,
    SECRET,
    UNPUBLISHED,
    WORKBOOK,
    filled,
    proposal,
    put_without_building,
    small_counts,
    tables,
    version,
    words_in,
    write_proposal,
)
from tests.bilan_workbooks import write_xlsx
from tests.fictitious import copy_fixture
from tests.killing import Nursery
from tests.prebuilt import Prebuilt

BILAN = f"bilan-{METZ}-20160101-20161231"
FIRST = small_counts(women=7, told=6)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("fictitious"), repository)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, prebuilt: Prebuilt, root: Path) -> Path:
    """The fictitious documents, and no bilan."""
    home = tmp_path_factory.mktemp("empty")
    prebuilt(home, root)
    return home


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, empty: Path, root: Path) -> Path:
    """With the bilan of Metz: validated, published, with small counts."""
    home = shutil.copytree(empty, tmp_path_factory.mktemp("taken") / "home")
    importing.accept(home, filled(home, METZ, FIRST), WORKBOOK, [], _silent, root)
    return home


Kept = Callable[[Path, Scope], dict[str, pl.DataFrame]]


@pytest.fixture(scope="module")
def kept() -> Kept:
    """The tables of a home that no test changes, read once."""
    return cache(tables)


def _silent(_line: str) -> None:
    """Progress that nobody reads."""


def test_an_accepted_bilan_is_in_both_warehouses(empty: Path, taken: Path, kept: Kept) -> None:
    """Its figures as any other; the version says the act; the original and the digest of the file are kept."""
    whole, public = kept(taken, Scope.WHOLE), kept(taken, Scope.PUBLIC)
    assert version(taken)[1] == f"{version(empty)[1]}+b1"
    assert version(taken)[0] != version(empty)[0]
    for read in (whole, public):
        figure = read["observations"].row(by_predicate=pl.col("observation_id") == f"{BILAN}.0011", named=True)
        assert (figure["value"], figure["nature"], figure["locator"]) == (
            144.0, "realised", "feuille Public, ligne contrat.public, colonne Total",
        )  # fmt: skip
        assert read["bilans"]["bilan_id"].to_list() == [BILAN]
        assert [read[name].height for name in ("bilan_actions", "bilan_money", "bilan_texts")] == [4, 17, 23]
    assert public["bilans"]["sha256"].to_list() == [None]
    [act] = read_acts(taken)
    with opened(taken) as writings:
        assert writings.files(act.number, ORIGINAL) == {"original.xlsx": WORKBOOK}
    assert whole["bilans"]["sha256"].to_list() == [act.sha256]
    assert (taken / "ecrits").stat().st_mode & 0o077 == 0


def test_small_counts_and_what_tells_them_are_withheld(taken: Path, kept: Kept) -> None:
    whole, public = kept(taken, Scope.WHOLE), kept(taken, Scope.PUBLIC)
    own = pl.col("document_id") == BILAN
    shown = public["observations"].filter(own, pl.col("nature") == "realised", pl.col("value").is_between(1, 10))
    assert shown.height == 0
    statuses = dict(public["observations"].filter(own).select("observation_id", "conf_status").iter_rows())
    assert [statuses[f"{BILAN}.{number:04}"] for number in (1, 2, 3, 4, 11)] == ["N", "C", "C", "F", "F"]
    numbers = public["bilan_answers"]["value"].drop_nulls()
    assert numbers.filter(numbers.is_between(1, 10)).to_list() == []
    said = {row["answer_id"]: row for row in public["bilan_answers"].iter_rows(named=True)}
    assert [said["fiche-1/1.1-femmes"][name] for name in ("state", "comment", "source", "counting")] == [
        "suppressed", None, None, "persons",
    ]  # fmt: skip
    assert said["fiche-1/1.1-beneficiaires"]["comment"] is None  # of the same row of the workbook
    assert words_in(public, SECRET) == []
    assert set(words_in(whole, SECRET)) == {"bilan_answers.comment", "bilan_answers.source"}


def test_no_cell_of_the_public_warehouse_depends_on_a_small_count(
    taken: Path, empty: Path, root: Path, kept: Kept, tmp_path: Path
) -> None:
    """Another count in the place of each: every public table and view is the same."""
    home = shutil.copytree(empty, tmp_path / "home")
    importing.accept(home, filled(home, METZ, small_counts(women=3, told=2)), WORKBOOK, [], _silent, root)
    one, other = kept(taken, Scope.PUBLIC), tables(home)
    assert one.keys() == other.keys()
    assert [name for name in one if not one[name].equals(other[name])] == []
    assert version(taken)[0] != version(home)[0]


def test_a_bilan_that_is_not_validated_and_published_is_nowhere_in_public(
    taken: Path, root: Path, tmp_path: Path
) -> None:
    """Its contract is known otherwise: nothing of the public warehouse moves but its version. Then both are revoked."""
    home = shutil.copytree(taken, tmp_path / "home")
    before = tables(home)
    texts = {"resultats/Texte": Answer(f"Texte {UNPUBLISHED}"), "bilan-publication/Réponse": Answer("non")}
    importing.accept(home, filled(home, GRENOBLE, texts), WORKBOOK, [], _silent, root)
    assert version(home)[1].endswith("+b2")
    after = tables(home)
    assert [name for name in before if not before[name].equals(after[name])] == []
    assert words_in(after, UNPUBLISHED) == []
    assert "bilan_texts.text" in words_in(tables(home, Scope.WHOLE), UNPUBLISHED)
    _revoke_both(home, taken, root)


def _revoke_both(home: Path, taken: Path, root: Path) -> None:
    """Back to one bilan, the version is that of one; back to none, that of before: names, digests of files and all."""
    told = importing.revoke(home, f"bilan-{GRENOBLE}-20160101-20161231", "Erreur fictive.", _silent, root)
    assert (
        told
        == f"Bilan révoqué : bilan-{GRENOBLE}-20160101-20161231 (acte n° 3). Version en service : {version(taken)[1]}."
    )
    assert version(home) == version(taken)
    importing.revoke(home, BILAN, "Erreur fictive.", _silent, root)
    assert version(home)[1] == version(taken)[1].removesuffix("+b1")
    lines = list(listed(home))
    assert lines[0] == "Bilans en vigueur : aucun."
    assert [line.split(" : ", 1)[1] for line in lines[1:]] == [
        f"{BILAN} accepté, validé, publié ; n'est plus en vigueur",
        f"bilan-{GRENOBLE}-20160101-20161231 accepté, validé, non publié ; n'est plus en vigueur",
        f"bilan-{GRENOBLE}-20160101-20161231 révoqué (Erreur fictive.)",
        f"{BILAN} révoqué (Erreur fictive.)",
    ]


def test_revoked_everything_is_as_before(taken: Path, empty: Path, root: Path, kept: Kept, tmp_path: Path) -> None:
    """The same name, the same version, the same cells, in both warehouses, built anew."""
    home = shutil.copytree(taken, tmp_path / "home")
    for scope in ("warehouses", "whole"):
        (home / scope / version(empty)[0]).unlink(missing_ok=True)
    importing.revoke(home, BILAN, "Erreur fictive.", _silent, root)
    assert version(home) == version(empty)
    for scope in Scope:
        one, other = kept(empty, scope), tables(home, scope)
        assert one.keys() == other.keys()
        assert [name for name in one if not one[name].equals(other[name])] == []


def test_what_a_bilan_contradicts_is_shown_as_new(empty: Path, taken: Path, kept: Kept) -> None:
    """33 women in another document, 7 in the bilan: both are kept, and the build goes on. Of 7, nothing is public."""
    known = kept(empty, Scope.PUBLIC)["reconciliations"]["reconciliation_id"].implode()
    whole, public = (
        read["discrepancies"].filter(~pl.col("reconciliation_id").is_in(known))
        for read in (kept(taken, Scope.WHOLE), kept(taken, Scope.PUBLIC))
    )
    assert whole.select("what", "stated", "recomputed_or_other", "reason").rows() == [
        (
            "Étrangers éligibles bénéficiaires (nouveau)",
            33.0,
            7.0,
            "Nouveau, apporté par : Bilan du contrat (Metz), du 01/01/2016 au 31/12/2016. "
            "Personne ne l'a encore expliqué.",
        )
    ]
    assert public.height == 0


def test_a_dry_run_says_what_is_added_changed_and_erased(taken: Path, root: Path) -> None:
    before = read_acts(taken)
    bilan = filled(
        taken, METZ, FIRST | {"contrat.public/Total": Answer(Decimal(150)), "resultats/Texte": Answer("Autre.")}
    )
    answers = {key: answer for key, answer in bilan.answers.items() if not key.startswith("copil-3/")}
    public = replace(bilan, answers=answers)
    assert list(importing.dry_run(taken, public, [], root)) == [
        "Bilan du contrat « Contrat territorial fictif de Metz », du 01/01/2016 au 31/12/2016 : "
        "remplace celui de l'acte n° 1.",
        "État : validé ; publication : oui ; il entre dans les comparaisons, et tout le monde peut le lire, petits "
        "effectifs tus.",
        "Réponses : 1 modifiée.",
        "Textes : 1 modifié, 1 effacé.",
        "  Bénéficiaires (contrat/1.1-beneficiaires) : réponse 144 → 150",
        "  Principaux résultats (resultats) : texte « Réponse fictive, pour essai. » → « Autre. »",
        "  Comité de pilotage n° 3 (copil-3) : effacé (date 30/12/2016, texte « Réponse fictive, pour essai. », "
        "participants « Réponse fictive, pour essai. »)",
        "Divergences nouvelles : 1.",
        "  Metz, Étrangers éligibles bénéficiaires (nouveau) : « 33 femmes aux cours en 2016 » (fictif-bilans) et "
        f"« Femmes : 7 » ({BILAN})",
        *to_read_again(public),
    ]  # fmt: skip
    assert read_acts(taken) == before


def test_the_texts_that_would_be_public_are_listed_whole_to_be_read_again(taken: Path) -> None:
    """Each once, with its cells; none of a bilan that nobody else reads."""
    said = "Jean Martin a relancé\nle groupe. " + "Phrase fictive. " * 20
    places = {"resultats/Texte": Place(Sheet.SUMMARY, "C3")}
    bilan = filled(taken, METZ, FIRST | {"resultats/Texte": Answer(said)})
    lines = list(to_read_again(replace(bilan, places=places)))
    assert lines[0].startswith("6\u00a0textes libres seront publics. Relisez-les avant d'accepter")
    assert len(lines) == 7
    assert f"  « {' '.join(said.split())} » (Synthèse C3)" in lines
    for hidden in ({"bilan-statut/Réponse": Answer("projet")}, {"bilan-publication/Réponse": Answer("non")}):
        assert list(to_read_again(filled(taken, METZ, FIRST | hidden))) == []


def test_what_moved_since_it_was_compared_is_not_superseded(taken: Path, root: Path) -> None:
    """Another one, on this machine or elsewhere, came first: what would change is not what was read."""
    for replaces in (0, 2):
        made = replace(proposal(filled(taken, METZ, FIRST), root), replaces=replaces)
        with pytest.raises(BuildFailed) as failure:
            build(taken, root, proposal=made)
        assert str(failure.value) == (
            "Un autre acte sur ce bilan vient d'être mis en place : relisez ce qui changerait, puis recommencez."
        )


class _Blocking:
    severity = "blocking"


def test_what_is_refused_is_nowhere(taken: Path, root: Path) -> None:
    """A blocking remark, the same bilan twice, a file that changed, personal data, told at its place in the workbook."""
    bilan = filled(taken, METZ, FIRST)
    mail = replace(bilan, answers={**bilan.answers, "resultats/Texte": Answer("Écrire à agent@exemple.fr")})
    cases = [
        (bilan, WORKBOOK, [_Blocking()], "Rien n'est importé : le contrôle du classeur a des remarques bloquantes."),
        (bilan, WORKBOOK, [], "Ce bilan est déjà en vigueur, sans aucune différence (acte n° 1)."),
        (bilan, b"", [], "Le fichier a changé pendant sa lecture : rien n'est importé. Importez-le de nouveau."),
        (mail, WORKBOOK, [], "Rien n'est importé : le bilan ne peut pas entrer dans l'Atlas."),
    ]
    for given, content, remarks, said in cases:
        with pytest.raises(importing.ImportRefused) as refusal:
            importing.accept(taken, given, content, remarks, _silent, root)
        assert str(refusal.value) == said
    [problem] = refusal.value.problems
    assert str(problem).startswith(
        "Feuille Synthèse, ligne resultats : trouvé une adresse électronique, « agen… », attendu aucune donnée"
    )
    assert [act.number for act in read_acts(taken)] == [1]


@pytest.mark.parametrize(
    ("bilan_id", "reason", "said"),
    [
        ("bilan-autre", "Erreur.", "Aucun bilan « bilan-autre » n'est en vigueur."),
        (BILAN, " ", "La raison manque : qui lira l'histoire de ce bilan doit savoir pourquoi il est retiré."),
        (BILAN, "Voir agent@exemple.fr", "La raison contient une adresse électronique ; attendu "),
    ],
)
def test_a_revocation_names_a_bilan_in_force_and_a_reason(
    taken: Path, root: Path, bilan_id: str, reason: str, said: str
) -> None:
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.revoke(taken, bilan_id, reason, _silent, root)
    assert str(refusal.value).startswith(said)


def test_an_act_that_was_edited_by_hand_is_told(taken: Path, empty: Path, root: Path, tmp_path: Path) -> None:
    """What was accepted is never changed: the warehouse in service stays. It can be revoked."""
    home = shutil.copytree(taken, tmp_path / "home")
    with sqlite3.connect(home / FILE) as connection:
        connection.execute(
            "update act_files set content = cast(content || x'0a' as blob) where name = 'bilan_texts.csv'"
        )
    connection.close()
    with pytest.raises(CurationFailed) as failure:
        build(home, root)
    [problem] = failure.value.problems
    assert str(problem).startswith("bilan accepté n° 1, ligne 1, colonne « content » : trouvé « ")
    assert version(home) == version(taken)
    importing.revoke(home, BILAN, "Document abîmé.", _silent, root)
    assert version(home) == version(empty)


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ("", ""),
        ("+a", "+b1"),
        ("+a +b", "+b2"),
        ("+a +a", "+b2"),
        ("+a -a", ""),
        ("+a +b -b", "+b1"),
        ("+a +b -a", "+b3"),
        ("+a +a -a", ""),
        ("+a -a +b", "+b3"),
        ("+a +b -b +b -b", "+b1"),
    ],
)
def test_the_version_says_the_first_act_after_which_the_bilans_were_those_of_now(acts: str, said: str) -> None:
    """« +a » accepts a bilan, « -a » revokes it."""
    kinds = {"+": ACCEPTANCE, "-": REVOCATION}
    made = [Act(number, kinds[act[0]], act[1], datetime.now(UTC)) for number, act in enumerate(acts.split(), start=1)]
    assert suffix(made) == said


RUNNER = """
import json, sys
from pathlib import Path
from queries.acts import Proposal
from queries.build import build
told = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
build(Path(sys.argv[1]), Path(sys.argv[2]), proposal=Proposal(**told))
"""


def test_two_at_the_same_moment_both_arrive(empty: Path, root: Path, repository: Path, tmp_path: Path) -> None:
    home = shutil.copytree(empty, tmp_path / "home")
    bilans = [filled(home, METZ), filled(home, GRENOBLE)]
    files = [write_proposal(bilan, root, tmp_path / f"{place}.json") for place, bilan in enumerate(bilans)]
    started = [subprocess.Popen([sys.executable, "-c", RUNNER, home, root, file], cwd=repository) for file in files]
    assert [process.wait() for process in started] == [0, 0]
    assert {act.bilan_id for act in read_acts(home)} == {bilan.form.bilan_id for bilan in bilans}
    assert version(home)[1].endswith("+b2")
    public = tables(home)
    assert set(public["bilans"]["bilan_id"]) == {bilan.form.bilan_id for bilan in bilans}
    new = public["discrepancies"].filter(pl.col("reconciliation_id").str.starts_with("nouveau-"))
    assert new.select("stated_as_printed", "other_as_printed").rows() == [
        ("33 femmes aux cours en 2016", "Femmes : 21"),
    ]


def attack(places: Iterable[int], home: Path, root: Path, folder: Path) -> list[int]:
    """Kills acceptances before an act of writing, counted from the last one of a first run. How many acts each added."""
    arguments = [str(home), str(root), str(write_proposal(filled(home, METZ, FIRST), root, folder / "bilan.json"))]
    added = []
    with opened(home, is_writer=True):  # its tables are there from now on: each run does as many acts
        pass
    with Nursery() as nursery:
        acts = nursery.run("accept", arguments, home).acts
        assert acts > 15
        for place in places:
            at, before = acts - place % acts, read_acts(home)
            ending = nursery.run("accept", arguments, home, at)
            after = read_acts(home)
            story = f"act {at} of {acts}: {len(before)} acts before, {len(after)} after; {ending}"
            # It writes a little less than the first run when there is nothing old to forget.
            assert ending.was_killed or (ending.code == 0 and ending.acts < at), story
            assert after[: len(before)] == before, story
            added.append(len(after) - len(before))
            lines: list[str] = []
            build(home, root, lines.append)
            _assert_finished_or_undone(home, lines, story)
    return added


def _assert_finished_or_undone(home: Path, lines: list[str], story: str) -> None:
    latest = read_acts(home)[-1]
    assert version(home)[1].endswith(f"+b{latest.number}"), story
    assert tables(home, Scope.WHOLE)["bilans"]["bilan_id"].to_list() == [latest.bilan_id], story
    assert list((home / "whole").glob(".*")) == [], story
    assert f"Bilans en vigueur : 1 (acte n° {latest.number})" in lines, story


def test_an_acceptance_killed_where_it_writes_is_finished_or_undone(empty: Path, root: Path, tmp_path: Path) -> None:
    """Killed before `current` names the warehouse that takes it, it is finished; before the act has its place, undone."""
    home = shutil.copytree(empty, tmp_path / "home")
    assert attack([0, 2], home, root, tmp_path) == [1, 0]


@pytest.mark.soak
def test_hundreds_of_acceptances_killed_are_finished_or_undone(empty: Path, root: Path, tmp_path: Path) -> None:
    home = shutil.copytree(empty, tmp_path / "home")
    assert set(attack(range(200), home, root, tmp_path)) == {0, 1}


LEAKS = {
    "bilan_answers": "value = 6, state = 'reported', observation_id = null where answer_id = 'fiche-2/1.1-beneficiaires'",
    "bilans": "sha256 = repeat('0', 64)",
    "observations": "value = 7, obs_status = 'A', missing_reason = null where observation_id like 'bilan-%.0002'",
}
UNPUBLISHED_ROW = "from whole.bilan_texts where document_id in (from hidden_documents) limit 1"


def test_a_leak_of_a_bilan_fails_the_build(root: Path, empty: Path, tmp_path: Path) -> None:
    """Planted in the public database after it was derived, each is told."""
    home = shutil.copytree(empty, tmp_path / "home")
    put_without_building(home, filled(home, METZ, FIRST), root)
    put_without_building(home, filled(home, GRENOBLE, {"bilan-statut/Réponse": Answer("projet")}), root)
    with opened(home) as writings:
        acts = in_force(writings.acts())
        documents = {act.number: writings.files(act.number) for act in acts}
    with laid_out(tmp_path, acts, documents) as accepted:
        curated, cards, _history = read_checkout(root, accepted.folders)
    with both() as connection:
        use(connection, Scope.WHOLE)
        fill(connection, curated, cards, _silent)
        declare_new(connection, curated)
        derive_public(connection, cards)
        assert told_secrets(connection, curated, _silent) == []
        for table, leak in LEAKS.items():
            connection.execute(f"update public.{table} set {leak}")
        connection.execute(f"insert into public.bilan_texts {UNPUBLISHED_ROW}")
        told = {problem.found for problem in told_secrets(connection, curated, _silent)}
    assert told == {
        "« la réponse fiche-2/1.1-beneficiaires, dans l'entrepôt public »",
        "« l'empreinte d'un classeur, dans l'entrepôt public »",
        "« un petit effectif dans l'entrepôt public »",
        "« un chiffre tu, le seul d'un total et de ses parties »",
        "« une ligne d'un bilan que personne d'autre ne doit lire, dans l'entrepôt public »",
    }


def test_the_commands_of_bilans(
    taken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What the check blocks is not imported."""
    monkeypatch.setenv("CTAI_HOME", str(taken))
    write_xlsx(filled(taken, METZ, {"compte-verse/Montant": Answer(Decimal(70_000))}), tmp_path / "bilan.xlsx")
    assert main(["bilan", "importer", str(tmp_path / "bilan.xlsx")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(
        "Lecture du classeur, puis reconstruction de l'Atlas avec ce bilan : d'un quart de minute "
    )
    assert "attendu 75 000 €, somme du report précédent et du versé" in " ".join(told.err.split())
    assert told.err.endswith("Rien n'est importé : le contrôle du classeur a des remarques bloquantes.\n")
    assert main(["bilan", "liste"]) == 0
    assert capsys.readouterr().out.startswith("Bilans en vigueur : 1.\n  acte n° 1, le ")
    assert main(["bilan", "revoquer", "bilan-autre", "--raison", "Essai."]) == 1
    assert capsys.readouterr().err == "Aucun bilan « bilan-autre » n'est en vigueur.\n"


@pytest.fixture(autouse=True)
def _untouched(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests share homes: what one changes is in a copy."""
    yield
    if "taken" in request.fixturenames:
        assert len(read_acts(request.getfixturevalue("taken"))) == 1
