"""A damaged file is told exactly: file, line, column, what was found, what was expected; and all damages at once."""

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data.problems import Problem
from queries.build import CurationFailed, build, check
from queries.warehouse import Warehouse, pointer, served_path

ISERE = "data/documents/prefecture-isere-2023-integration-primo-arrivants"
ISERE_FIGURES = f"{ISERE}/observations.csv"
GRENOBLE = "data/documents/maires-de-france-2019-accueil-grenoble"
GRENOBLE_FIGURES = f"{GRENOBLE}/observations.csv"
CLERMONT = "data/documents/ctair-clermont-ferrand-2019"
DEPARTEMENTS = "geo/layers/departements.csv"
NUMBER = "un nombre à point décimal, sans espace ni unité"
NATURES = (
    "une valeur parmi ceiling, planned, requested, committed, paid, realised, target, capacity, observed, "
    "appropriated, rule"
)
Damage = Callable[[str], str]


def replaced(old: str, new: str) -> Damage:
    """A damage: the first `old` of the file becomes `new`."""

    def damage(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return damage


def damaged(root: Path, file: str, damage: Damage) -> Path:
    """The checkout once one of its files is damaged (or created)."""
    path = root / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(damage(before), encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("file", "damage", "line", "column", "found", "expected"),
    [
        pytest.param(
            ISERE_FIGURES,
            replaced(",509,", ",509 personnes,"),
            2,
            "value",
            "« 509 personnes »",
            NUMBER,
            id="text in a value",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",509,", ",1\u202f509,"),
            2,
            "value",
            "« 1\u202f509 »",
            NUMBER,
            id="a space for thousands",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("2020-12-31", "31/12/2020"),
            3,
            "period_end",
            "« 31/12/2020 »",
            "une date AAAA-MM-JJ",
            id="a French date",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("2020-12-31", "2020-11-31"),
            3,
            "period_end",
            "« 2020-11-31 »",
            "une date AAAA-MM-JJ",
            id="a day that does not exist",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",observed,", ",observé,"),
            2,
            "nature",
            "« observé »",
            NATURES,
            id="a value outside its list",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",dep-38,", ",dep-380,"),
            2,
            "territory_id",
            "« dep-380 »",
            "un identifiant de la table territories",
            id="an unknown territory",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",passage sur les CIR signés par des BPI,", ",,"),
            2,
            "locator",
            "une cellule vide",
            "une valeur",
            id="no locator",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("Isère | 38 | 2019 | CIR signed by BPI | 509", "509"),
            2,
            "as_printed",
            "« 509 »",
            r"la forme .*\S\s+\S.*",
            id="a passage without a neighbouring word",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("arrivants.0002", "arrivants.0001"),
            3,
            "observation_id",
            "« prefecture-isere-2023-integration-primo-arrivants.0001 »",
            f"une clé unique (déjà en {ISERE_FIGURES}, ligne 2)",
            id="an identifier given twice",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("public=bpi", "public=bip"),
            2,
            "breakdown",
            "« public=bip »",
            "un code déclaré dans dimension_codes.csv ou document_codes.csv",
            id="an undeclared code",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",509,", ",509,,"),
            2,
            "",
            "13 cellules",
            "12 cellules",
            id="a ragged row",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",confidence,note", ",note,note"),
            1,
            "",
            "« observation_id,territory_id,measure_id,breakdown,nature,period_start,period_end,value,locator,"
            "as_printed,note,note »",
            "un nom différent pour chaque colonne",
            id="a column named twice",
        ),
        pytest.param(
            ISERE_FIGURES,
            lambda _text: "",
            1,
            "",
            "un fichier vide",
            "une ligne d'en-tête",
            id="an empty file",
        ),
        pytest.param(
            GRENOBLE_FIGURES,
            replaced("per_year,none,200,,,,", "per_year,none,,200,,,"),
            3,
            "qualifier",
            "« exact »",
            "« more_than » ou « at_least » si et seulement si seule value_low est remplie",
            id="a bound said exact",
        ),
        pytest.param(
            f"{ISERE}/chiffres.csv",
            lambda _text: "annee,nombre\n2019,509\n",
            1,
            "",
            "« chiffres.csv »",
            "un fichier parmi document_codes.csv, left_out.csv, contracts.csv, actions.csv, contract_events.csv, "
            "contract_parties.csv, action_themes.csv, observations.csv",
            id="a file of no table",
        ),
        pytest.param(
            f"{ISERE}/observations.xlsx",
            lambda _text: "PK",
            1,
            "",
            "un fichier inconnu",
            "document.toml et des fichiers CSV",
            id="a spreadsheet left in a folder",
        ),
        pytest.param(
            f"{GRENOBLE}/document.toml",
            replaced('kind = "press_article"', "kind = press_article"),
            4,
            "",
            "une ligne mal formée",
            "un fichier TOML bien formé",
            id="a document.toml that cannot be parsed",
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            replaced('kind = "contract"', 'kind = "contract'),
            4,
            "",
            "une ligne mal formée",
            "un fichier TOML bien formé",
            id="a document.toml whose defaults are lost",
        ),
        pytest.param(
            f"{GRENOBLE}/document.toml",
            replaced('kind = "press_article"', 'kind = "blog"'),
            1,
            "kind",
            "« blog »",
            "une valeur parmi contract, deliberation, brochure, catalogue, web_page, press_article, press_kit, "
            "legal_text, reference",
            id="an unknown kind of document",
        ),
        pytest.param(
            f"{GRENOBLE}/document.toml",
            replaced('title = "Grenoble structure l\'accueil…"\n', ""),
            1,
            "title",
            "une cellule vide",
            "une valeur",
            id="a document without a title",
        ),
        pytest.param(
            DEPARTEMENTS,
            replaced("insee_code,", "code,"),
            1,
            "insee_code",
            "aucune colonne",
            "« insee_code »",
            id="a layer without its codes",
        ),
    ],
)
def test_a_damage_is_told_exactly(
    checkout: Path, file: str, damage: Damage, line: int, column: str, found: str, expected: str
) -> None:
    """The damage is told, once, and nothing that it entails."""
    assert check(damaged(checkout, file, damage)) == [Problem(file, line, column, found, expected)]


def test_two_values_at_once_are_refused(checkout: Path) -> None:
    """A figure is a value, or bounds, or a reason why there is none: never two of these."""
    damage = replaced("per_year,none,200,,,,", "per_year,none,200,300,,,")
    assert check(damaged(checkout, GRENOBLE_FIGURES, damage)) == [
        Problem(
            GRENOBLE_FIGURES,
            3,
            "qualifier",
            "« exact »",
            "« more_than » ou « at_least » si et seulement si seule value_low est remplie",
        ),
        Problem(
            GRENOBLE_FIGURES,
            3,
            "value",
            "« 200.0 »",
            "soit une valeur, soit une ou deux bornes, soit une raison d'absence",
        ),
    ]


def test_an_unknown_column_is_named_with_those_that_exist(checkout: Path) -> None:
    """An unknown column stands on line 1; its rows are still read."""
    (problem,) = check(damaged(checkout, ISERE_FIGURES, replaced("confidence,note", "confiance,note")))
    assert (problem.file, problem.line, problem.column, problem.found) == (
        ISERE_FIGURES,
        1,
        "confiance",
        "« confiance »",
    )
    assert problem.expected.startswith("une colonne parmi observation_id, territory_id, scope, ")
    assert problem.expected.endswith(", confidence, variant, note")


@pytest.mark.parametrize(
    ("old", "new", "column", "expected"),
    [
        ('contract_id = "ctair', 'contrat_id = "ctair', "contrat_id", "une colonne de actions parmi action_id, "),
        ("[defaults.actions]", "[defaults.action]", "defaults.action", "un fichier du dossier parmi action_themes, "),
    ],
)
def test_a_misspelt_default_is_told(checkout: Path, old: str, new: str, column: str, expected: str) -> None:
    """Defaults that would reach no table or no column are an error, on their own line of document.toml."""
    file = f"{CLERMONT}/document.toml"
    line = 1 + (checkout / file).read_text(encoding="utf-8").split(old)[0].count("\n")
    problems = check(damaged(checkout, file, replaced(old, new)))
    (problem,) = [problem for problem in problems if problem.file == file]
    assert (problem.line, problem.column) == (line, column)
    assert problem.expected.startswith(expected)


@pytest.mark.parametrize(
    ("file", "line"), [(ISERE_FIGURES, 2), (f"{GRENOBLE}/document.toml", 7), ("geo/layers/regions.csv", 5)]
)
def test_a_file_that_is_not_utf8_says_where(checkout: Path, file: str, line: int) -> None:
    """A file saved in Windows' Latin-1 is told once, with the line of its first accent; nothing else is accused."""
    lines = (checkout / file).read_text(encoding="utf-8").splitlines(keepends=True)
    ascii_before = [text.encode("ascii", "ignore") for text in lines[: line - 1]]
    accented = ("é" + lines[line - 1]).encode("latin-1", "replace")
    (checkout / file).write_bytes(b"".join([*ascii_before, accented]))
    assert check(checkout) == [Problem(file, line, "", "un octet qui n'est pas de l'UTF-8", "un fichier en UTF-8")]


def test_a_file_saved_by_a_french_spreadsheet(checkout: Path) -> None:
    """Semicolons and decimal commas: the separator is told once, and each number that lost its decimal point."""
    path = checkout / DEPARTEMENTS
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    saved = io.StringIO()
    french = [rows[0], *([*row[:6], row[6].replace(".", ","), row[7]] for row in rows[1:3]), *rows[3:]]
    csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows(french)
    path.write_text(saved.getvalue(), encoding="utf-8-sig", newline="")
    assert check(checkout) == [
        Problem(DEPARTEMENTS, 1, "", "le point-virgule comme séparateur", "la virgule"),
        Problem(DEPARTEMENTS, 2, "longitude", "« 5,2847 »", NUMBER),
        Problem(DEPARTEMENTS, 3, "longitude", "« 3,6076 »", NUMBER),
    ]


def test_a_code_that_lost_its_zero_is_refused(checkout: Path) -> None:
    """`01` become `1`, as spreadsheets do, is a wrong code, not another département."""
    problems = check(damaged(checkout, DEPARTEMENTS, replaced("\n01,Ain,01,", "\n1,Ain,1,")))
    assert [(problem.file, problem.line, problem.column, problem.found) for problem in problems] == [
        (DEPARTEMENTS, 2, "departement_code", "« 1 »"),
        (DEPARTEMENTS, 2, "territory_id", "« dep-1 »"),
    ]


def test_a_folder_without_document_toml_says_so(checkout: Path) -> None:
    """Figures without the sheet of their document have no source: the folder is refused."""
    (checkout / GRENOBLE / "document.toml").unlink()
    assert check(checkout) == [
        Problem(f"{GRENOBLE}/document.toml", 1, "", "aucun fichier", "un fichier document.toml dans chaque dossier")
    ]


def test_an_undeclared_contradiction_is_refused(checkout: Path) -> None:
    """Two documents that differ on a fact are welcome, once the difference is declared."""
    (problem,) = check(damaged(checkout, ISERE_FIGURES, replaced(",509,", ",510,")))
    assert (problem.file, problem.line, problem.column) == (ISERE_FIGURES, 2, "value")
    assert problem.expected == (
        "le même chiffre que prefecture-isere-2021-semaine-integration.0001 "
        "(« Isère | 38 | 2019 | CIR signed by BPI | 509 »), ou un rapprochement déclaré dans reconciliations.csv"
    )


def test_a_declared_contradiction_that_is_none_is_refused(checkout: Path) -> None:
    """A declaration that no longer matches fails, so that it cannot outlive the error it names."""
    figures = "data/documents/must-a-lab-sd-grenoble/observations.csv"
    problems = check(damaged(checkout, figures, replaced(",300000,", ",349000,")))
    (problem,) = [problem for problem in problems if problem.file == "data/reference/reconciliations.csv"]
    assert (problem.column, problem.found) == ("reconciliation_id", "« grenoble-349-300 »")
    assert problem.expected == "des chiffres qui ne s'accordent pas (ceux-ci s'accordent)"


def test_all_damages_are_told_at_once_and_the_warehouse_served_stays(checkout: Path, home: Path) -> None:
    """Five damages in four files: `check` and `build` list the five; what was served before is still served."""
    served = build(home, checkout)
    pointed = pointer(home).read_text(encoding="utf-8")
    damaged(checkout, ISERE_FIGURES, replaced(",dep-38,", ",dep-380,"))
    damaged(checkout, ISERE_FIGURES, replaced(",332,", ",332 BPI,"))
    damaged(checkout, GRENOBLE_FIGURES, replaced(",committed,", ",engagé,"))
    damaged(checkout, f"{GRENOBLE}/document.toml", replaced('reliability = "medium"', 'reliability = "moyenne"'))
    damaged(checkout, DEPARTEMENTS, replaced("\n01,Ain,01,84,", "\n01,Ain,01,84,,"))
    problems = check(checkout)
    assert [(problem.file, problem.line, problem.column, problem.found) for problem in problems] == [
        (f"{GRENOBLE}/document.toml", 1, "reliability", "« moyenne »"),
        (GRENOBLE_FIGURES, 2, "nature", "« engagé »"),
        (ISERE_FIGURES, 2, "territory_id", "« dep-380 »"),
        (ISERE_FIGURES, 3, "value", "« 332 BPI »"),
        (DEPARTEMENTS, 2, "", "9 cellules"),
    ]
    with pytest.raises(CurationFailed) as failure:
        build(home, checkout)
    assert failure.value.problems == problems
    assert str(failure.value) == "5 problème(s) dans les fichiers : l'entrepôt en service n'a pas changé."
    assert pointer(home).read_text(encoding="utf-8") == pointed
    assert served_path(home) == (served, None)
    warehouse = Warehouse(served)
    assert warehouse.table("documents").height > 0
    warehouse.close()
    assert list((home / "warehouses").iterdir()) == [served]


def test_the_command_line_checks_the_checkout_it_is_started_in(repository: Path, tmp_path: Path) -> None:
    """`ctai check` and `ctai build` in a damaged checkout: every problem is told, exit code 1, no warehouse."""
    root = tmp_path / "checkout"
    for package in ("geo", "data", "queries", "dashboard"):
        shutil.copytree(repository / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    damaged(root, ISERE_FIGURES, replaced(",332,", ",332 BPI,"))
    damaged(root, GRENOBLE_FIGURES, replaced(",committed,", ",engagé,"))
    for command in ("check", "build"):
        ran = subprocess.run(
            [sys.executable, "-m", "dashboard.cli", command],
            cwd=root,
            env={**os.environ, "CTAI_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 1
        grenoble, isere, summary = ran.stderr.splitlines()
        assert grenoble == f"{GRENOBLE_FIGURES}, ligne 2, colonne « nature » : trouvé « engagé », attendu {NATURES}"
        assert isere == f"{ISERE_FIGURES}, ligne 3, colonne « value » : trouvé « 332 BPI », attendu {NUMBER}"
        assert summary.startswith("2 problème(s)")
    assert list((tmp_path / "home").rglob("*.duckdb")) == []


def test_a_problem_reads_as_a_french_sentence() -> None:
    """What `ctai check` prints: the place, what was found, what was expected."""
    problem = Problem("data/reference/themes.csv", 3, "label", "une cellule vide", "une valeur")
    assert str(problem) == (
        "data/reference/themes.csv, ligne 3, colonne « label » : trouvé une cellule vide, attendu une valeur"
    )
