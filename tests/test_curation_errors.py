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
MEASURES = "data/reference/measures.csv"
CODES = "data/reference/dimension_codes.csv"
COMMUNES = "geo/layers/communes.csv"
INTEGER = "un nombre entier, sans espace"
DATE = "une date AAAA-MM-JJ"
PARTIAL_DATE = "une date AAAA, AAAA-MM ou AAAA-MM-JJ"
TOML_VALUE = "un texte, un nombre, une date, true ou false"
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


def header_only(text: str) -> str:
    """A damage: the rows are gone."""
    return text.splitlines(keepends=True)[0]


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
            "contract_parties.csv, action_indicators.csv, action_themes.csv, observations.csv",
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
        pytest.param(
            MEASURES,
            replaced(",eur,money,", ",,money,"),
            2,
            "unit",
            "une cellule vide",
            "une valeur",
            id="a measure without the unit that its figures take",
        ),
        pytest.param(
            MEASURES,
            replaced("\nlocal_", "\nstate_contribution,Redite,eur,money,Redite.,documents,true,true,true\nlocal_"),
            3,
            "measure_id",
            "« state_contribution »",
            f"une clé unique (déjà en {MEASURES}, ligne 2)",
            id="a measure given twice",
        ),
        pytest.param(
            MEASURES,
            replaced(",eur,money,", ",eur,,money,"),
            2,
            "",
            "10 cellules",
            "9 cellules",
            id="a ragged row that figures cite",
        ),
        pytest.param(
            CODES,
            replaced("Femmes,,1\n", "Femmes,,un\n"),
            2,
            "display_order",
            "« un »",
            INTEGER,
            id="a wrong row among the codes that figures use",
        ),
        pytest.param(
            CODES,
            replaced("Femmes,,1\n", f"Femmes,,{'9' * 20}\n"),
            2,
            "display_order",
            f"« {'9' * 20} »",
            INTEGER,
            id="an integer of 20 digits",
        ),
        pytest.param(
            CODES,
            replaced("Femmes,,1\n", "Femmes,,١\n"),
            2,
            "display_order",
            "« ١ »",
            INTEGER,
            id="a digit of another script",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(
                "prefecture-isere-2023-integration-primo-arrivants.0001",
                "prefecture-isere-2023-integration-primo-arrivants.٠٠٠١",
            ),
            2,
            "observation_id",
            "« prefecture-isere-2023-integration-primo-arrivants.٠٠٠١ »",
            r"la forme [a-z0-9-]+\.\d{4}",
            id="a digit of another script in an identifier",
        ),
        *(
            pytest.param(
                CODES,
                replaced("Femmes,,1\n", f"Fem{sign}mes,,1\n"),
                2,
                "label",
                f"le caractère U+{ord(sign):04X}",
                "un texte sans caractère de commande ni signe perdu",
                id=f"the sign {ord(sign):04X}",
            )
            for sign, told in (
                ("\x00", "U+0000"),
                ("\x1b", "U+001B"),
                ("\x85", "U+0085"),
                ("\ufffe", "U+FFFE"),
                ("\ufffd", "U+FFFD"),
            )
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            lambda text: text.replace('title = "', 'title = "\\u0007', 1),
            1,
            "title",
            "le caractère U+0007",
            "un texte sans caractère de commande ni signe perdu",
            id="a bell in a title",
        ),
        pytest.param(
            CODES,
            replaced("Femmes,,1\n", f"{'F' * 131_073},,1\n"),
            2,
            "",
            "une cellule de plus de 131\u202f072 caractères",
            "une cellule plus courte, ou un guillemet mieux fermé",
            id="a cell beyond all cells",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",509,", f",{'9' * 400},"),
            2,
            "value",
            f"« {'9' * 400} »",
            NUMBER,
            id="a number beyond all numbers",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced("2020-12-31", "0000-12-31"),
            3,
            "period_end",
            "« 0000-12-31 »",
            DATE,
            id="the year zero",
        ),
        *(
            pytest.param(
                f"{CLERMONT}/document.toml",
                replaced('"2019-06-24"', f'"{date}"'),
                1,
                "published_on",
                f"« {date} »",
                PARTIAL_DATE,
                id=f"published on {date}",
            )
            for date in ("2019-02-31", "0000", "3019-06")
        ),
        *(
            pytest.param(
                MEASURES,
                lambda text, column=column: text.replace("\n", ",x\n").replace(",x\n", f",{column}\n", 1),
                1,
                column,
                f"« {column} »",
                "une colonne parmi measure_id, label, unit, family, definition, definition_source, additive, "
                "additive_over_time, additive_over_actions",
                id=f"a column named {column}",
            )
            for column in ("file", "line")
        ),
        *(
            pytest.param(
                file,
                replaced(old, new),
                line,
                "",
                "un guillemet mal fermé",
                "des cellules bien fermées",
                id=f"an unclosed quote at line {line} of {Path(file).name}",
            )
            for file, old, new, line in (
                (COMMUNES, ",name,", ',"name,', 1),
                (f"{CLERMONT}/actions.csv", ",title,", ',"title,', 1),
                (MEASURES, "\nlocal_contribution,", '\n"local_contribution,', 3),
            )
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            lambda text: 'defaults = "x"\n' + text.split("[defaults")[0],
            1,
            "defaults",
            "« x »",
            "des sections [defaults.table]",
            id="defaults that are a text",
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            lambda text: text.split("[defaults")[0] + '[defaults]\nactions = "x"\n',
            14,
            "defaults.actions",
            "« x »",
            "une section [defaults.actions]",
            id="defaults of a table that are a text",
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            replaced('territory_id = "com-63113"', 'territory_id = ["com-63113"]'),
            14,
            "territory_id",
            "une liste",
            TOML_VALUE,
            id="a default that is a list",
        ),
        pytest.param(
            f"{GRENOBLE}/document.toml",
            replaced('title = "Grenoble structure l\'accueil…"', 'title = ["Grenoble"]'),
            1,
            "title",
            "une liste",
            TOML_VALUE,
            id="a title that is a list",
        ),
        *(
            pytest.param(
                file,
                header_only,
                1,
                "",
                "aucune ligne",
                "au moins une ligne sous l'en-tête",
                id=f"only the header of {Path(file).name}",
            )
            for file in (MEASURES, CODES, "data/reference/themes.csv", COMMUNES)
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


@pytest.mark.parametrize(
    "file", [MEASURES, CODES, "data/reference/themes.csv", "data/reference/reconciliations.csv", COMMUNES]
)
def test_an_absent_file_is_told_once(checkout: Path, file: str) -> None:
    """A vocabulary or a layer that is missing is told, and not the rows that cite it."""
    (checkout / file).unlink()
    assert check(checkout) == [Problem(file, 1, "", "fichier absent", f"le fichier {Path(file).name}")]


def test_absent_documents_are_told_once(checkout: Path) -> None:
    """No document at all, or not the one that the territories cite: one problem."""
    documents = checkout / "data" / "documents"
    absent = "data/documents/decoupage-administratif-2026"
    shutil.rmtree(checkout / absent)
    assert check(checkout) == [
        Problem(f"{absent}/document.toml", 1, "", "aucun fichier", "un fichier document.toml dans chaque dossier")
    ]
    shutil.rmtree(documents)
    assert check(checkout) == [Problem("data/documents", 1, "", "dossier absent", "un dossier par document")]
    documents.mkdir()
    assert check(checkout) == [Problem("data/documents", 1, "", "aucun dossier", "un dossier par document")]


def test_a_boolean_may_be_a_default_and_some_tables_may_be_empty(checkout: Path) -> None:
    """`is_primary = true` in document.toml is the cell `true`; a correspondence is not compulsory."""
    themes = checkout / CLERMONT / "action_themes.csv"
    rows = list(csv.reader(io.StringIO(themes.read_text(encoding="utf-8"))))
    place = rows[0].index("is_primary")
    for row in rows[1:]:
        row[place] = "" if row[place] == "true" else "false"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    themes.write_text(text.getvalue(), encoding="utf-8")
    damaged(
        checkout, f"{CLERMONT}/document.toml", lambda toml: f"{toml}\n[defaults.action_themes]\nis_primary = true\n"
    )
    assert check(damaged(checkout, "data/reference/theme_correspondences.csv", header_only)) == []


def test_an_undeclared_contradiction_is_refused(checkout: Path) -> None:
    """Two documents that differ on a fact are welcome, once the difference is declared."""
    (problem,) = check(damaged(checkout, ISERE_FIGURES, lambda text: text.replace("509", "510")))
    assert (problem.file, problem.line, problem.column) == (ISERE_FIGURES, 2, "value")
    assert problem.expected == (
        "le même chiffre que prefecture-isere-2021-semaine-integration.0001 "
        "(« Isère | 38 | 2019 | CIR signed by BPI | 509 »), ou un rapprochement déclaré dans reconciliations.csv"
    )


def test_a_declared_contradiction_that_is_none_is_refused(checkout: Path) -> None:
    """A declaration that no longer matches fails, so that it cannot outlive the error it names."""
    figures = "data/documents/must-a-lab-sd-grenoble/observations.csv"
    problems = check(
        damaged(checkout, figures, lambda text: text.replace(",300000,", ",349000,").replace("300 000", "349 000"))
    )
    (problem,) = [problem for problem in problems if problem.file == "data/reference/reconciliations.csv"]
    assert (problem.column, problem.found) == ("finding", "« gap »")
    assert problem.expected == "agrees, ou des chiffres qui ne s'accordent pas (ceux-ci s'accordent)"


def test_a_figure_that_cannot_be_read_in_its_passage_is_refused(checkout: Path) -> None:
    """A slip of a digit or of a thousand: the value must be among the numbers of the passage."""
    problems = check(damaged(checkout, ISERE_FIGURES, replaced(",332,", ",3320,")))
    assert problems == [
        Problem(
            ISERE_FIGURES, 3, "value", "« 3320 »", "un nombre qui se lit dans as_printed, « Isère | 38 | 2020 | idem | 332 »"
        )
    ]  # fmt: skip


def test_a_rate_impossible_on_its_base_must_be_declared(checkout: Path) -> None:
    """35 % of 25 persons is no number of persons: without its declaration, the figure is refused."""
    declarations = checkout / "data/reference/reconciliations.csv"
    kept = [
        line for line in declarations.read_text(encoding="utf-8").splitlines() if not line.startswith("kodiko-p1-6,")
    ]
    declarations.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (problem,) = check(checkout)
    assert problem.file == "data/documents/diair-forum-initiatives-2019/observations.csv"
    assert problem.expected == (
        "un pourcentage possible sur diair-forum-initiatives-2019.0014, ou un rapprochement déclaré dans reconciliations.csv"
    )


def test_a_part_larger_than_its_whole_must_be_declared(checkout: Path) -> None:
    """268 of 439 signatories were BPI; a part of 468 would be an error of reading."""
    figures = "data/documents/ctai-metz-2022/observations.csv"
    (problem,) = check(
        damaged(checkout, figures, lambda text: text.replace(",268,", ",468,").replace("268 BPI", "468 BPI"))
    )
    assert (problem.file, problem.column) == (figures, "value")
    assert problem.expected.startswith("au plus le total ctai-metz-2022.")


def test_two_signatures_of_one_contract_must_be_declared(checkout: Path) -> None:
    """A day is no contradiction of its year; another year is."""
    events = checkout / f"{ISERE}/contract_events.csv"
    line = "{0}.e01,ctai-epci-200070712-2023,signature,{1},passage d'essai,signé le {1}\n"
    name = Path(ISERE).name
    header = "event_id,contract_id,kind,event_on,locator,as_printed\n"
    events.write_text(header + line.format(name, "2023"), encoding="utf-8")
    assert check(checkout) == []
    events.write_text(header + line.format(name, "2022"), encoding="utf-8")
    (problem,) = check(checkout)
    assert (problem.file, problem.line, problem.column) == (f"{ISERE}/contract_events.csv", 2, "event_on")
    assert problem.expected.startswith(
        "la même date que ctai-thiers-dore-et-montagne-2023.e04 (« Thiers, le 30 novembre 2023 »)"
    )


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
