"""A damaged file is told exactly: file, line, column, what was found, what was expected; and all damages at once."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from data.cards import load_cards
from data.personal import ACCOUNT, ACCOUNT_NAMED, BY_FUNCTION, MAIL, NAMED, PHONE, SIEVE, found_in
from data.problems import Problem
from queries.build import CurationFailed, build, check
from queries.naming import inputs_hash
from queries.warehouse import Scope, Warehouse, pointer, served_path
from tests.damaged_copies import Copy, Damage, communes_apart, texts_of, told_of_each
from tests.kinds import swept
from tests.named_documents import cut_down
from tests.put_back import PutBack
from tests.trial_rows import set_data_files_aside

ISERE = "data/documents/prefecture-isere-2023-integration-primo-arrivants"
ISERE_FIGURES = f"{ISERE}/observations.csv"
GRENOBLE = "data/documents/maires-de-france-2019-accueil-grenoble"
GRENOBLE_FIGURES = f"{GRENOBLE}/observations.csv"
CLERMONT = "data/documents/ctair-clermont-ferrand-2019"
LOIRE = "data/documents/departement-loire-atlantique-2023-subventions/observations.csv"
ROUEN = "data/documents/metropole-rouen-sd-integration/contract_axes.csv"
RENNES = "data/documents/prefecture-ille-et-vilaine-2020-contrat-rennes"
THIERS = "data/documents/ctai-thiers-dore-et-montagne-2023"
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
TERRITORY = "un territoire : com-, epci-, dep- ou reg- et le code officiel, fra, ou un ensemble de territories.csv"
STRAIGHT = 'une virgule dans un texte demande des guillemets droits, ", autour de la cellule'
UTF8 = "un fichier en UTF-8 (dans le tableur : enregistrer en « CSV UTF-8 »)"
COMMA = "la virgule (dans le tableur : enregistrer en « CSV UTF-8 », séparateur virgule)"
A_TEXT = "un texte sans caractère de commande ni signe invisible ou perdu"


@pytest.fixture(scope="module")
def unpublished(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> PutBack:
    put_back = cut_down(pristine, tmp_path_factory.mktemp("unpublished"), Path(__file__).read_text(encoding="utf-8"))
    assert check(put_back.root) == []
    return put_back


@pytest.fixture
def checkout(unpublished: PutBack) -> Path:
    """A copy of the curated files to damage: of the documents that this file names, and what they lean on, without the
    versions published, which have tests of their own.
    """
    return unpublished()


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


def by_name(cases: list[ParameterSet]) -> dict[str, tuple]:
    """What each case gives, by its name."""
    named = {str(case.id): case.values for case in cases}
    assert len(named) == len(cases)
    return named


DAMAGES = by_name(
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
            f"{NATURES} ; voulez-vous dire observed (constaté) ?",
            id="a value outside its list",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",dep-38,", ",dep-380,"),
            2,
            "territory_id",
            "« dep-380 »",
            TERRITORY,
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
            GRENOBLE_FIGURES,
            replaced("accompagnement global de 200 nouveaux réfugiés par an", "200"),
            3,
            "as_printed",
            "« 200 »",
            "un passage de deux mots au moins : le nombre et un mot voisin",
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
            "un code déclaré dans dimension_codes.csv ou document_codes.csv ; voulez-vous dire public=bpi ?",
            id="an undeclared code",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",509,", ",509,,"),
            2,
            "",
            "15 cellules",
            f"14 cellules ; {STRAIGHT}",
            id="a ragged row",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",confidence,note", ",note,note"),
            1,
            "",
            "« observation_id,territory_id,measure_id,breakdown,nature,period_start,period_end,period_basis,value,locator,"
            "as_printed,survey_note,note,note »",
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
            "un fichier parmi document_codes.csv, left_out.csv, contracts.csv, territory_characteristics.csv, actions.csv, "
            "bilans.csv, contract_axes.csv, contract_conditions.csv, contract_events.csv, contract_parties.csv, "
            "action_indicators.csv, action_themes.csv, observations.csv, bilan_actions.csv, bilan_money.csv, bilan_texts.csv, "
            "bilan_answers.csv",
            id="a file of no table",
        ),
        pytest.param(
            f"{ISERE}/observations.xlsx",
            lambda _text: "PK",
            1,
            "",
            "un fichier inconnu",
            "document.toml et des fichiers CSV ; plan.toml pour un jeu de données",
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
            "legal_text, reference, dataset, bilan",
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
            replaced("\nlocal_", "\nstate_contribution,Redite,eur,money,Redite.,documents,true,true,true,,\nlocal_"),
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
            "12 cellules",
            f"11 cellules ; {STRAIGHT}",
            id="a ragged row that figures cite",
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
            "l'identifiant du document, un point et quatre chiffres (ctai-metz-2022.0001)",
            id="a digit of another script in an identifier",
        ),
        pytest.param(
            f"{CLERMONT}/document.toml",
            lambda text: text.replace('title = "', 'title = "\\u0007', 1),
            1,
            "title",
            "le caractère U+0007 (un caractère de commande)",
            A_TEXT,
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
            f"« {'9' * 200}… (400 signes) »",
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
                "additive_over_time, additive_over_actions, payer, role",
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
        pytest.param(
            "data/documents/presselib-sd-ctai-pau/contracts.csv",
            replaced("ctai-dep-24-sd", "ctai-dep-24"),
            3,
            "contract_id",
            "« ctai-dep-24 »",
            "le programme, le territoire et l'année, séparés par un trait d'union (ctai-com-57463-2022), ou sd pour une année "
            "inconnue",
            id="a contract without a year nor « sd »",
        ),
        pytest.param(
            f"{RENNES}/contract_parties.csv",
            replaced("Titre de la page d'après le relevé : L'État, Rennes Métropole et la Ville de Rennes.", ""),
            2,
            "as_printed",
            "une cellule vide",
            "un passage du document, ou ce qu'en dit le relevé dans survey_note",
            id="a party without a passage",
        ),
        pytest.param(
            ROUEN,
            replaced("rouen-6,logement", ","),
            2,
            "theme_ids",
            "une cellule vide",
            "un thème, ou la raison de son absence dans note",
            id="an axis without a theme nor a reason",
        ),
        pytest.param(
            ISERE_FIGURES,
            replaced(",332,", ",3320,"),
            3,
            "value",
            "« 3320 »",
            "un nombre qui se lit dans survey_note, « CIR signés par des BPI en Isère en 2020 : 332. »",
            id="a slip of a thousand beside its passage",
        ),
    ]
)
# Of a cell of these documents: told beside others. A file that cannot be read whole, or that all documents share, would
# hide what is told of others, and is checked alone.
OF_CELLS = [
    name
    for name, (file, _damage, _line, column, *_told) in DAMAGES.items()
    if file.startswith((ISERE, GRENOBLE, CLERMONT)) and column and not column.startswith("defaults")
]


@pytest.fixture(scope="module")
def damaged_documents(unpublished: PutBack) -> dict[str, Copy]:
    """A copy of its document for each damage of a cell. The axes of another document's contract may not be given twice."""
    root = unpublished()
    copies = {}
    for (number, name), (code, _commune) in zip(enumerate(OF_CELLS), communes_apart(root, ["63113"]), strict=False):
        file, damage, *_told = DAMAGES[name]
        folder = Path(file).parent
        texts = texts_of(root, folder.as_posix(), {Path(file).name: damage})
        if "contracts.csv" not in texts:
            texts.pop("contract_axes.csv", None)
        copies[name] = Copy(folder.as_posix(), texts, {folder.name: f"{folder.name}-{number}", "63113": code})
    return copies


@pytest.fixture(scope="module")
def told_of_documents(unpublished: PutBack, damaged_documents: dict[str, Copy]) -> dict[str, list[Problem]]:
    return told_of_each(unpublished(), damaged_documents)


@pytest.mark.parametrize("name", OF_CELLS)
def test_a_damaged_cell_is_told_exactly(
    damaged_documents: dict[str, Copy], told_of_documents: dict[str, list[Problem]], name: str
) -> None:
    """The damage is told, once, and nothing that it entails."""
    file, _damage, *told = DAMAGES[name]
    assert told_of_documents[name] == [damaged_documents[name].as_told(Path(file).name, *told)]


# Told as another of the same kind is, of another file: make soak.
TOLD_ALIKE = {
    "a column named line", "only the header of dimension_codes.csv", "only the header of themes.csv",
    "an unclosed quote at line 1 of actions.csv",
}  # fmt: skip
ALONE = [name for name in DAMAGES if name not in OF_CELLS]


@pytest.mark.parametrize("name", swept(ALONE, set(ALONE) - TOLD_ALIKE))
def test_a_damage_is_told_exactly(checkout: Path, name: str) -> None:
    """The damage is told, once, and nothing that it entails."""
    file, damage, *told = DAMAGES[name]
    assert check(damaged(checkout, file, damage)) == [Problem(file, *told)]


def test_each_wrong_row_of_the_codes_that_figures_use_is_told(checkout: Path) -> None:
    """Each once, on its line, and no figure that uses it: a sign in a label, or a number that is none."""
    signs = {
        "\x00": "U+0000 (le caractère nul)",
        "\x1b": "U+001B (échappement)",
        "\x85": "U+0085 (un caractère de commande)",
        "\ufffe": "U+FFFE (un code qui n'est celui d'aucun signe)",
        "\ufffd": "U+FFFD (la marque d'un signe perdu)",
        "\uf0b7": "U+F0B7 (un signe d'usage privé, propre à une police)",
        "\u202e": "U+202E (inversion du sens d'écriture)",
        "\u200b": "U+200B (une espace sans largeur, invisible)",
        "\u00ad": "U+00AD (un trait d'union conditionnel, invisible)",
    }
    wrong = [("display_order", number, f"« {number} »", INTEGER) for number in ("un", "9" * 20, "١")]
    wrong += [("label", sign, f"le caractère {told}", A_TEXT) for sign, told in signs.items()]
    header, *rows = (checkout / CODES).read_text(encoding="utf-8").splitlines(keepends=True)
    for place, (column, text, _found, _expected) in enumerate(wrong):
        dimension, code, label, parent, order = rows[place].split(",")
        changed = (f"{label[:3]}{text}{label[3:]}", order) if column == "label" else (label, f"{text}\n")
        rows[place] = ",".join([dimension, code, changed[0], parent, changed[1]])
    problems = check(damaged(checkout, CODES, lambda _text: "".join([header, *rows])))
    assert problems == [
        Problem(CODES, line, column, found, expected)
        for line, (column, _text, found, expected) in enumerate(wrong, start=2)
    ]


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
    assert problem.expected.endswith(", confidence, variant, note ; voulez-vous dire confidence ?")


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
    ("file", "line", "old", "new", "column", "word"),
    [
        (f"{CLERMONT}/actions.csv", 2, "Accompagnement social", "Métropole et social", "title", "Métropole"),
        (f"{CLERMONT}/document.toml", 1, "Contrat Territorial", "Métropole, contrat", "", "Métropole"),
        ("geo/layers/regions.csv", 5, ",", ",Métropole ", "name", "Métropole"),
    ],
)
def test_a_file_that_is_not_utf8_says_where(
    checkout: Path, file: str, line: int, old: str, new: str, column: str, word: str
) -> None:
    """A file saved in Windows' Latin-1 is told once, with the line, the column and the word of its first accent."""
    lines = (checkout / file).read_text(encoding="utf-8").splitlines(keepends=True)
    ascii_before = [text.encode("ascii", "ignore") for text in lines[: line - 1]]
    accented = lines[line - 1].encode("ascii", "ignore").decode().replace(old, new, 1).encode("latin-1")
    (checkout / file).write_bytes(b"".join([*ascii_before, accented]))
    found = f"un octet qui n'est pas de l'UTF-8, dans « {word} »"
    assert check(checkout) == [Problem(file, line, column, found, UTF8)]


def test_a_file_saved_by_a_french_spreadsheet(checkout: Path) -> None:
    """Semicolons and decimal commas: the separator is told once, and each number that lost its decimal point."""
    path = checkout / DEPARTEMENTS
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    saved = io.StringIO()
    french = [rows[0], *([*row[:6], row[6].replace(".", ","), row[7]] for row in rows[1:3]), *rows[3:]]
    csv.writer(saved, delimiter=";", lineterminator="\r\n").writerows(french)
    path.write_text(saved.getvalue(), encoding="utf-8-sig", newline="")
    assert check(checkout) == [
        Problem(DEPARTEMENTS, 1, "", "le point-virgule comme séparateur", COMMA),
        Problem(DEPARTEMENTS, 2, "longitude", "« 5,2847 »", NUMBER),
        Problem(DEPARTEMENTS, 3, "longitude", "« 3,6076 »", NUMBER),
    ]


def test_a_code_that_lost_its_zero_is_refused(checkout: Path) -> None:
    """`01` become `1`, as spreadsheets do, is a wrong code, not another département. (Whose figures would all be told.)"""
    set_data_files_aside(checkout)
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
    "file",
    swept(
        [MEASURES, CODES, "data/reference/themes.csv", "data/reference/reconciliations.csv", COMMUNES],
        [MEASURES, "data/reference/reconciliations.csv", COMMUNES],
    ),
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
    for axes in (checkout / "data" / "documents").glob("*/contract_axes.csv"):
        axes.unlink()  # the themes of an axis are those of a correspondence
    assert check(damaged(checkout, "data/reference/theme_correspondences.csv", header_only)) == []


METZ_FIGURES = "data/documents/ctai-metz-2022/observations.csv"
MACOMMUNE_FIGURES = "data/documents/macommune-2023-territoire-hospitalier/observations.csv"
ROUTE_FIGURES = "data/documents/entraide-et-solidarites-2019-route-37/observations.csv"
DIAIR_FIGURES = "data/documents/diair-actions-ctair-2019/observations.csv"
RECONCILIATIONS = "data/reference/reconciliations.csv"
SIGNED = "la date la plus précise d'un événement de signature : 2023-11-30"


def undeclared(reconciliation: str) -> Damage:
    """A damage: a declaration is gone."""
    return lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(f"{reconciliation},")
    )


def more_bpi_than_newcomers(text: str) -> str:
    text = text.replace("newcomers_counted,,", "newcomers_counted,public=newcomers,")
    return text.replace(",407,D", ",x,D").replace(",212,D", ",407,D").replace(",x,D", ",212,D")


# A damaged file, the file, line and column where it is told, what was found, and how what was expected begins.
BROKEN = {
    "a signature unlike its event": (
        f"{THIERS}/contracts.csv", replaced("2023-11-30", "2023-11-03"),
        f"{THIERS}/contracts.csv", 3, "signed_on", "« 2023-11-03 »", SIGNED,
    ),
    "a signature less precise": (
        f"{THIERS}/contracts.csv", replaced("2023-11-30", "2023-11"),
        f"{THIERS}/contracts.csv", 3, "signed_on", "« 2023-11 »", SIGNED,
    ),
    "an event without a signature date": (
        f"{THIERS}/contracts.csv", replaced("2023-11-30", ""),
        f"{THIERS}/contracts.csv", 3, "signed_on", "une cellule vide", SIGNED,
    ),
    "a signature date without an event": (
        f"{THIERS}/contract_events.csv", replaced("signature,2023", "start,2023"),
        f"{THIERS}/contracts.csv", 3, "signed_on", "« 2023-11-30 »",
        "une cellule vide, ou un événement de signature de cette date",
    ),
    # Counted in a data file: no passage says it otherwise.
    "an amount finer than a cent": (
        LOIRE, replaced(",70000,", ",70000.001,"), LOIRE, 2, "value", "« 70000.001 »",
        "un nombre à deux décimales au plus",
    ),
    "an axis of another theme": (
        ROUEN, replaced("rouen-6,logement", "rouen-6,langue"), ROUEN, 2, "theme_ids", "« langue »", "logement",
    ),
    "an axis that corresponds to nothing": (
        ROUEN, replaced("2,langue,rouen-6", "2,langues,rouen-6"), ROUEN, 3, "theme_ids", "« langue »",
        "une correspondance de ce libellé dans theme_correspondences.csv",
    ),
    # Two documents that differ on a fact are welcome, once the difference is declared.
    "a contradiction undeclared": (
        ISERE_FIGURES, lambda text: text.replace("509", "510"), ISERE_FIGURES, 2, "value",
        "« CIR signés par des BPI en Isère en 2019 : 510. »",
        "le même chiffre que prefecture-isere-2021-semaine-integration.0001 "
        "(« CIR signés par des BPI en Isère en 2019 : 509. »), ou un rapprochement déclaré dans reconciliations.csv",
    ),
    # 35 % of 25 persons is no number of persons: without its declaration, the figure is refused.
    "a rate impossible on its base": (
        RECONCILIATIONS, undeclared("kodiko-p1-6"),
        "data/documents/diair-forum-initiatives-2019/observations.csv", None, None, None,
        "un pourcentage possible sur diair-forum-initiatives-2019.0014, ou un rapprochement déclaré dans reconciliations.csv",
    ),
    # 268 of 439 signatories were BPI; a part of 468 would be an error of reading.
    "a part larger than its whole": (
        METZ_FIGURES, lambda text: text.replace(",268,", ",468,").replace("268 BPI", "468 BPI"),
        METZ_FIGURES, None, "value", None, "au plus le chiffre plus large ctai-metz-2022.",
    ),
    # BPI are part of the newcomers: more of them than of these would be an error of coding.
    "a part larger than its parent code": (
        MACOMMUNE_FIGURES, more_bpi_than_newcomers, MACOMMUNE_FIGURES, 5, "value", None,
        "au plus le chiffre plus large macommune-2023-territoire-hospitalier.0003",
    ),
    # The State's part of a programme's budget is below the budget, though both name the programme.
    "a part larger than its total of the same programme": (
        ROUTE_FIGURES, lambda text: text.replace("1450000", "5450000").replace("1 450 000", "5 450 000"),
        ROUTE_FIGURES, 4, "value", None, "au plus le chiffre plus large entraide-et-solidarites-2019-route-37.0002",
    ),
    # BPI are a part of the newcomers that the line beside counts: 32 of 20 would be an error of reading.
    "a part by its code": (
        DIAIR_FIGURES, lambda text: text.replace(",12,", ",32,", 1).replace("dont 12 BPI", "dont 32 BPI"),
        DIAIR_FIGURES, None, "value", None, "au plus le chiffre plus large diair-actions-ctair-2019.0002",
    ),
}  # fmt: skip


def in_rounds() -> Iterator[list[str]]:
    """As few lists of names as there may be, none of which damages a document, or is told of it, twice."""
    waiting = list(BROKEN)
    while waiting:
        taken: dict[str, str] = {}
        for name in waiting:
            folders = {Path(BROKEN[name][place]).parent.as_posix() for place in (0, 2)} - {"data/reference"}
            if not folders & taken.keys():
                taken |= dict.fromkeys(folders, name)
        round_ = list(dict.fromkeys(taken.values()))
        waiting = [name for name in waiting if name not in round_]
        yield round_


@pytest.fixture(scope="module")
def told_of_broken(unpublished: PutBack) -> dict[str, list[Problem]]:
    """What is told of each promise that the curated figures would no longer keep."""
    told = {}
    for names in in_rounds():
        root = unpublished()
        for name in names:
            file, damage, *_told = BROKEN[name]
            damaged(root, file, damage)
        problems = check(root)
        told |= {name: [problem for problem in problems if problem.file == BROKEN[name][2]] for name in names}
        assert sum(len(told[name]) for name in names) == len(problems), problems
    return told


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_told_exactly(told_of_broken: dict[str, list[Problem]], name: str) -> None:
    (problem,) = told_of_broken[name]
    _file, _damage, file, line, column, found, expected = BROKEN[name]
    assert problem.file == file
    for said, wanted in ((problem.line, line), (problem.column, column), (problem.found, found)):
        assert said == wanted or wanted is None
    assert problem.expected == expected or (found is None and problem.expected.startswith(expected))


def test_a_declared_contradiction_that_is_none_is_refused(checkout: Path) -> None:
    """A declaration that no longer matches fails, so that it cannot outlive the error it names."""
    figures = "data/documents/must-a-lab-sd-grenoble/observations.csv"
    problems = check(
        damaged(checkout, figures, lambda text: text.replace(",300000,", ",349000,").replace("300 000", "349 000"))
    )
    (problem,) = [problem for problem in problems if problem.file == RECONCILIATIONS]
    assert (problem.column, problem.found) == ("finding", "« gap »")
    assert problem.expected == "agrees, ou des chiffres qui ne s'accordent pas (ceux-ci s'accordent)"


def test_what_only_looks_like_a_figure_of_its_document_is_refused(checkout: Path) -> None:
    """A value a little beside its passage, a text read in another encoding, a period after the document, one out of reach."""
    damaged(checkout, ISERE_FIGURES, replaced(",509,", ",509.004,"))
    assert [str(problem) for problem in check(checkout)] == [
        f"{ISERE_FIGURES}, ligne 2, colonne « value » : trouvé « 509.004 », attendu un nombre qui se lit dans survey_note, "
        "« CIR signés par des BPI en Isère en 2019 : 509. »"
    ]
    damaged(checkout, ISERE_FIGURES, replaced(",509.004,", ",509,"))
    damaged(checkout, ISERE_FIGURES, replaced("2019-12-31", "2024-12-31"))
    damaged(checkout, ISERE_FIGURES, replaced("2020-12-31", "2071-12-31"))
    assert [(problem.line, problem.column, problem.found, problem.expected[:40]) for problem in check(checkout)] == [
        (2, "period_end", "« 2024-12-31 »", "au plus tard 2023-10-26, date du documen"),
        (3, "period_end", "« 2071-12-31 »", "une date de 1900 à 2046"),
    ]


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
    assert str(failure.value) == "5 problèmes dans les fichiers : l'entrepôt en service n'a pas changé."
    assert pointer(home).read_text(encoding="utf-8") == pointed
    assert served_path(home, Scope.PUBLIC) == (served, None)
    warehouse = Warehouse(served)
    assert warehouse.table("documents").height > 0
    warehouse.close()
    assert {path.stem for path in (home / "warehouses").iterdir()} == {served.stem}


def with_code(pristine: Path, repository: Path, folder: Path) -> Path:
    """A checkout whose commands may be run."""
    root = folder / "checkout"
    data = shutil.ignore_patterns("__pycache__", "*.csv")
    for package in ("geo", "data", "queries", "dashboard"):
        shutil.copytree(repository / package, root / package, ignore=data)
    return Path(shutil.copytree(pristine, root, dirs_exist_ok=True))


def test_the_command_line_checks_the_checkout_it_is_started_in(
    pristine: Path, repository: Path, tmp_path: Path
) -> None:
    """`ctai check` and `ctai build` in a damaged checkout: every problem is told, exit code 1, no warehouse."""
    root = with_code(pristine, repository, tmp_path)
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
        committed = f"{NATURES} ; voulez-vous dire committed (engagé) ?"
        grenoble, isere, summary = ran.stderr.splitlines()
        assert grenoble == f"{GRENOBLE_FIGURES}, ligne 2, colonne « nature » : trouvé « engagé », attendu {committed}"
        assert isere == f"{ISERE_FIGURES}, ligne 3, colonne « value » : trouvé « 332 BPI », attendu {NUMBER}"
        assert summary.startswith("2 problèmes")
    assert list((tmp_path / "home").rglob("*.duckdb")) == []


def test_a_problem_reads_as_a_french_sentence() -> None:
    """What `ctai check` prints: the place, what was found, what was expected."""
    problem = Problem("data/reference/themes.csv", 3, "label", "une cellule vide", "une valeur")
    assert str(problem) == (
        "data/reference/themes.csv, ligne 3, colonne « label » : trouvé une cellule vide, attendu une valeur"
    )


TRIAL = "data/documents/essai-2024"
TRIAL_FIGURES = f"{TRIAL}/observations.csv"
TRIAL_FILES = {
    "document.toml": 'title = "Contrat de Riom"\npublisher = "Ville de Riom"\npublished_on = "2024-06-01"\n'
    'kind = "contract"\ndocument_class = "contract"\nlicence = "non précisée"\nreliability = "high"\n'
    'completeness = "exhaustive"\nread_via = "text"\n\n[defaults.observations]\nterritory_id = "com-63300"\n',
    "contracts.csv": "contract_id,territory_id,programme,title,status,signed_on,starts_on,ends_on,locator\n"
    "ctai-com-63300-2024,com-63300,ctai,Contrat de Riom,signed,2024-05-15,2024-05,2026,article 1\n",
    "contract_parties.csv": "contract_id,party,kind,territory_id,role,locator,as_printed\n"
    "ctai-com-63300-2024,Ville de Riom,commune,com-63300,signatory,article 1,la Ville de Riom\n",
    "contract_events.csv": "event_id,contract_id,kind,event_on,locator,as_printed\n"
    'essai-2024.e01,ctai-com-63300-2024,signature,2024-05-15,article 9,"Fait à Riom, le 15 mai 2024"\n',
    "actions.csv": "action_id,contract_id,territory_id,title,stage,locator\n"
    "essai-2024.fiche-1,ctai-com-63300-2024,com-63300,Cours de français,contracted,fiche 1\n",
    "action_themes.csv": "action_id,theme_id,is_primary,basis\nessai-2024.fiche-1,langue,true,editorial\n",
    "observations.csv": "observation_id,territory_id,contract_id,action_id,measure_id,nature,period_start,period_end,"
    "value,base_status,locator,as_printed\n"
    "essai-2024.0001,,ctai-com-63300-2024,,state_contribution,committed,2024-01-01,2024-12-31,40000,,article 4,"
    "un montant de 40 000 euros\n"
    "essai-2024.0002,,ctai-com-63300-2024,,local_contribution,committed,2024-01-01,2024-12-31,20000,,article 4,"
    "la Ville apporte 20 000 euros\n"
    "essai-2024.0003,,,essai-2024.fiche-1,beneficiaries,target,2024-01-01,2024-12-31,25,,fiche 1,25 personnes\n"
    "essai-2024.0004,,,,population_share,observed,2024-01-01,2024-12-31,35,not_printed,préambule,"
    "35 % des signataires\n",
}
NOTHING_PERSONAL = (
    "aucune donnée personnelle ou bancaire : un signataire se dit par sa fonction, un compte ne se cite pas"
)
OF_THE_CONTRACT = (
    "un territoire du contrat ctai-com-63300-2024 : com-63300 (Riom), un territoire qu'il contient ou qui le contient, "
    "ou celui d'une partie"
)
OF_THE_ACTION = (
    "un territoire de l'action essai-2024.fiche-1 : com-63300 (Riom), un territoire qu'il contient ou qui le contient"
)
KNOWN_CONTRACT = "un identifiant de contracts.csv, dans un dossier de data/documents"


def with_trial(root: Path) -> Path:
    """The checkout with a small contract of our own, sound, that a test may damage."""
    folder = root / TRIAL
    folder.mkdir()
    for name, text in TRIAL_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return root


TRIAL_DAMAGES = by_name(
    [
        pytest.param("actions.csv", "fiche 1\n", "fiche 1\n,,,,,\n , ,,,,\n", [], id="empty rows"),
        pytest.param(
            "observations.csv",
            "un montant de 40 000 euros",
            "40 000 euros sur FR14 2004 1010 0505 0001 3M02 606",
            [("observations.csv", 2, "as_printed", "un numéro de compte, « FR14… »", NOTHING_PERSONAL)],
            id="an account",
        ),
        pytest.param(
            "document.toml",
            '"non précisée"',
            '"écrire à prenom.nom@example.org"',
            [("document.toml", 1, "licence", "une adresse électronique, « pren… »", NOTHING_PERSONAL)],
            id="an e-mail",
        ),
        pytest.param(
            "actions.csv",
            "Cours de français",
            "Cours de français (01 99 00 12 34)",
            [("actions.csv", 2, "title", "un numéro de téléphone, « 01 9… »", NOTHING_PERSONAL)],
            id="a phone number",
        ),
        pytest.param(
            "contract_parties.csv",
            "la Ville de Riom",
            "la Ville de Riom représentée par M. Jean Dupont",
            [("contract_parties.csv", 2, "as_printed", "un nom de personne, « M. J… »", NOTHING_PERSONAL)],
            id="a person",
        ),
        pytest.param(
            "observations.csv",
            "0001,,",
            "0001,com-63430,",
            [("observations.csv", 2, "territory_id", "« com-63430 »", OF_THE_CONTRACT)],
            id="a figure of another commune than its contract",
        ),
        pytest.param(
            "observations.csv",
            "0003,,",
            "0003,com-63430,",
            [("observations.csv", 4, "territory_id", "« com-63430 »", OF_THE_ACTION)],
            id="a figure of another commune than its action",
        ),
        pytest.param("observations.csv", "0001,,", "0001,dep-63,", [], id="a figure of the département around"),
        pytest.param("observations.csv", "0001,,", "0001,fra,", [], id="a figure of the whole country"),
        pytest.param(
            "observations.csv",
            "0003,,,",
            "0003,,ctair-com-63113-2019,",
            [
                (
                    "observations.csv",
                    4,
                    "contract_id",
                    "« ctair-com-63113-2019 »",
                    "le contrat de l'action essai-2024.fiche-1, ctai-com-63300-2024",
                ),
                (
                    "observations.csv",
                    4,
                    "territory_id",
                    "« com-63300 » (valeur par défaut de document.toml)",
                    "un territoire du contrat ctair-com-63113-2019 : com-63113 (Clermont-Ferrand), un territoire qu'il "
                    "contient ou qui le contient, ou celui d'une partie",
                ),
            ],
            id="a figure of another contract than its action",
        ),
        pytest.param(
            "document.toml",
            '"com-63300"',
            '"com-63430"',
            [
                (
                    "document.toml",
                    12,
                    "territory_id",
                    "« com-63430 » (valeur par défaut de observations.csv, lignes 2, 3)",
                    OF_THE_CONTRACT,
                ),
                (
                    "observations.csv",
                    4,
                    "territory_id",
                    "« com-63430 » (valeur par défaut de document.toml)",
                    OF_THE_ACTION,
                ),
            ],
            id="a default of another commune",
        ),
        pytest.param(
            "document.toml",
            '"com-63300"',
            '"com-633000"',
            [
                (
                    "document.toml",
                    12,
                    "territory_id",
                    "« com-633000 » (valeur par défaut de observations.csv, lignes 2, 3, 4, 5)",
                    TERRITORY,
                )
            ],
            id="a default that is no commune",
        ),
        pytest.param(
            "contracts.csv",
            "-2024,com-63300",
            "-2024,com-63430",
            [
                (
                    "contracts.csv",
                    2,
                    "contract_id",
                    "« ctai-com-63300-2024 »",
                    "le programme et le territoire de la même ligne (programme, territory_id), puis l'année",
                )
            ],
            id="a contract named after another commune",
        ),
        pytest.param(
            "actions.csv",
            "fiche 1\n",
            "fiche 1\nessai-2023.fiche-2,ctai-com-63300-2024,com-63300,Atelier,contracted,fiche 2\n",
            [
                (
                    "actions.csv",
                    3,
                    "action_id",
                    "« essai-2023.fiche-2 »",
                    "l'identifiant du document, un point, un mot court",
                )
            ],
            id="an action named after another document",
        ),
        pytest.param(
            "document.toml",
            "2024-06-01",
            "2024-05-14",
            [
                (
                    "contract_events.csv",
                    2,
                    "event_on",
                    "« 2024-05-15 »",
                    "au plus tard 2024-05-14, date du document qui la publie",
                )
            ],
            id="a signature the day after its document",
        ),
        pytest.param("document.toml", '"2024-06-01"', '"2024"', [], id="a signature in the year of its document"),
        pytest.param(
            "document.toml",
            'published_on = "2024-06-01"',
            'published_label = "s.d. [vers 2022-2023]"',
            [
                (
                    "contract_events.csv",
                    2,
                    "event_on",
                    "« 2024-05-15 »",
                    "au plus tard 2023, date du document qui la publie",
                ),
                (
                    "observations.csv",
                    5,
                    "period_start",
                    "« 2024-01-01 »",
                    "au plus tard 2023, date du document, ou la fin du mois ou de l'année en cours : "
                    "un chiffre constaté, réalisé ou versé (une prévision se dit par obs_status F)",
                ),
            ],
            id="a signature after the year that the document's label gives",
        ),
        pytest.param(
            "contract_parties.csv",
            "ctai-com-63300-2024,Ville de Riom,commune,com-63300,signatory,article 1,la Ville de Riom\n",
            "",
            [
                (
                    "contracts.csv",
                    2,
                    "status",
                    "« signed »",
                    "au moins une partie dans contract_parties.csv, ou une note qui dit pourquoi aucune n'est nommée",
                )
            ],
            id="a signed contract without a party",
        ),
        pytest.param(
            "contracts.csv",
            "2024-05,2026",
            "2024-05,2023",
            [("contracts.csv", 2, "ends_on", "« 2023 »", "une fin au moins égale au début, 2024-05")],
            id="a contract that ends before it starts",
        ),
        pytest.param("contracts.csv", "2024-05,2026", "2024-05,2024", [], id="a contract that ends in its first year"),
        *(
            pytest.param(
                "observations.csv",
                "0001,,",
                f"0001,{code},",
                [("observations.csv", 2, "territory_id", f"« {code} »", f"{TERRITORY}{hint}")],
                id=f"the territory {code}",
            )
            for code, hint in (
                ("com-1053", " ; voulez-vous dire com-01053 (Bourg-en-Bresse) ?"),
                ("63300", " ; voulez-vous dire com-63300 (Riom) ?"),
                ("COM-63300", " ; voulez-vous dire com-63300 (Riom) ?"),
                ("Riom", " ; voulez-vous dire com-63300 (Riom) ?"),
                ("com-63999", ""),
            )
        ),
        pytest.param(
            "observations.csv",
            "state_contribution",
            "state_contributions",
            [
                (
                    "observations.csv",
                    2,
                    "measure_id",
                    "« state_contributions »",
                    "un identifiant de data/reference/measures.csv ; voulez-vous dire state_contribution "
                    "(Contribution de l'État au contrat) ?",
                )
            ],
            id="a measure misspelt",
        ),
        pytest.param(
            "observations.csv",
            "0002,,ctai-com-63300-2024",
            "0002,,ctai-com-63300-2023",
            [
                (
                    "observations.csv",
                    3,
                    "contract_id",
                    "« ctai-com-63300-2023 »",
                    f"{KNOWN_CONTRACT} ; voulez-vous dire ctai-com-63300-2024 (Contrat de Riom) ?",
                )
            ],
            id="a contract of another year",
        ),
        pytest.param(
            "observations.csv",
            "0002,,ctai-com-63300-2024",
            "0002,,ctai-com-99999-2024",
            [("observations.csv", 3, "contract_id", "« ctai-com-99999-2024 »", KNOWN_CONTRACT)],
            id="a contract of an unknown commune",
        ),
        pytest.param(
            "observations.csv",
            "2024-12-31,35,",
            '2024-12-31,"0,35",',
            [
                (
                    "observations.csv",
                    5,
                    "value",
                    "« 0,35 »",
                    f"{NUMBER} ; un pourcentage s'écrit 35, pas 0,35",
                )
            ],
            id="a percentage with a comma",
        ),
        pytest.param(
            "observations.csv",
            "2024-12-31,35,",
            "2024-12-31,0.35,",
            [
                (
                    "observations.csv",
                    5,
                    "value",
                    "« 0.35 »",
                    "un nombre qui se lit dans as_printed, « 35 % des signataires » ; un pourcentage s'écrit 35, pas 0.35",
                )
            ],
            id="a percentage as a fraction",
        ),
        pytest.param(
            "observations.csv",
            "préambule",
            "“préambule, alinéa 2”",
            [
                (
                    "observations.csv",
                    5,
                    "",
                    "13 cellules et des guillemets courbes (“ ”)",
                    f"12 cellules ; {STRAIGHT}",
                )
            ],
            id="curly quotes",
        ),
        pytest.param(
            "observations.csv",
            "essai-2024.0003,,,",
            "essai-2024.0005,,ctai-com-63300-2024,,state_contribution,committed,2024-01-01,2024-12-31,40000,,article 5,"
            "un montant de 40 000 euros\nessai-2024.0003,,,",
            [
                (
                    "observations.csv",
                    4,
                    "variant",
                    "le même fait : territory_id « com-63300 », contract_id « ctai-com-63300-2024 », "
                    "measure_id « state_contribution », nature « committed », time_basis « over », "
                    "period_start « 2024-01-01 », period_end « 2024-12-31 »",
                    f"une ligne qui ne redit pas {TRIAL_FIGURES}, ligne 2 ; si le document publie deux valeurs du même "
                    "fait, « variant » les numérote (1, 2…)",
                )
            ],
            id="the same fact twice",
        ),
        pytest.param(
            "action_themes.csv",
            "editorial\n",
            "editorial\nessai-2024.fiche-1,langue,false,editorial\n",
            [
                (
                    "action_themes.csv",
                    3,
                    "action_id",
                    "action_id « essai-2024.fiche-1 », theme_id « langue »",
                    f"une clé unique (déjà en {TRIAL}/action_themes.csv, ligne 2)",
                )
            ],
            id="the same theme twice",
        ),
        *(
            pytest.param(
                "action_themes.csv",
                "essai-2024.fiche-1,langue,true,editorial\n",
                themes,
                [("actions.csv", 2, "action_id", found, "exactement un thème principal dans action_themes.csv")],
                id=found,
            )
            for themes, found in (
                ("", "« aucun thème principal »"),
                (
                    "essai-2024.fiche-1,langue,true,editorial\nessai-2024.fiche-1,sante,true,editorial\n",
                    "« 2 thèmes principaux »",
                ),
            )
        ),
    ]
)


@pytest.fixture(scope="module")
def damaged_trials(unpublished: PutBack) -> dict[str, Copy]:
    """A trial contract for each damage, of a commune of its own."""
    communes = communes_apart(unpublished(), ["63300", "63430", "63113"])
    copies = {}
    for (number, name), (code, commune) in zip(enumerate(TRIAL_DAMAGES), communes, strict=False):
        file, old, new, _told = TRIAL_DAMAGES[name]
        texts = TRIAL_FILES | {file: replaced(old, new)(TRIAL_FILES[file])}
        copies[name] = Copy(TRIAL, texts, {"essai-2024": f"essai-{number}", "63300": code, "Riom": commune})
    return copies


@pytest.fixture(scope="module")
def told_of_trials(unpublished: PutBack, damaged_trials: dict[str, Copy]) -> dict[str, list[Problem]]:
    return told_of_each(unpublished(), damaged_trials)


@pytest.mark.parametrize("name", TRIAL_DAMAGES)
def test_a_damage_of_a_contract_is_told_once_with_its_cure(
    damaged_trials: dict[str, Copy], told_of_trials: dict[str, list[Problem]], name: str
) -> None:
    """On a small sound contract: what was found, what was expected, what was most likely meant, and nothing else."""
    told = TRIAL_DAMAGES[name][3]
    assert told_of_trials[name] == [damaged_trials[name].as_told(*problem) for problem in told]


def test_a_compulsory_column_left_out_is_told_once(checkout: Path) -> None:
    problems = check(damaged(with_trial(checkout), f"{TRIAL}/actions.csv", replaced(",locator", ",operator")))
    told = (1, "locator", "aucune colonne de ce nom", "« locator », remplie à chaque ligne")
    assert problems == [Problem(f"{TRIAL}/actions.csv", *told)]


@pytest.mark.parametrize(("old", "new", "hint"), [("locator", "endroit", ""), ("value", "valeur", "value")])
def test_a_misnamed_column_is_told_without_its_rows(checkout: Path, old: str, new: str, hint: str) -> None:
    """The cells that it takes away are not to blame, nor are the rules that they would keep."""
    (problem,) = check(damaged(with_trial(checkout), TRIAL_FIGURES, replaced(f",{old},", f",{new},")))
    assert (problem.file, problem.line, problem.column, problem.found) == (TRIAL_FIGURES, 1, new, f"« {new} »")
    assert problem.expected.startswith("une colonne parmi observation_id, territory_id, ")
    assert problem.expected.endswith(f", note ; voulez-vous dire {hint} ?" if hint else ", note")


def test_a_folder_with_capitals_is_told_without_its_identifiers(checkout: Path) -> None:
    """Whoever renames the folder has nothing else to mend."""
    with_trial(checkout)
    (checkout / TRIAL).rename(checkout / "data/documents/Essai-2024")
    expected = (
        "un nom de dossier en minuscules sans accent, "
        "ses mots et ses nombres séparés par un trait d'union (ctai-metz-2022)"
    )
    assert check(checkout) == [
        Problem("data/documents/Essai-2024/document.toml", 1, "document_id", "« Essai-2024 »", expected)
    ]


def test_files_that_systems_leave_are_passed_over(checkout: Path) -> None:
    """Hidden files, locks of a spreadsheet: none is a figure, none refuses the others."""
    with_trial(checkout)
    before = inputs_hash(checkout)
    for name in (".DS_Store", ".~lock.actions.csv#", "~$actions.xlsx", "Thumbs.db"):
        (checkout / TRIAL / name).write_text("x", encoding="utf-8")
    (checkout / "data/documents/.ipynb_checkpoints").mkdir()
    assert check(checkout) == []
    assert inputs_hash(checkout) == before


def test_a_contract_of_an_unknown_year_is_named_so(checkout: Path) -> None:
    """`sd` stands for the year."""
    with_trial(checkout)
    for path in (checkout / TRIAL).glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("63300-2024", "63300-sd"), encoding="utf-8")
    assert check(checkout) == []


def test_a_figure_may_be_of_a_party_of_its_contract(checkout: Path) -> None:
    """The other commune that signed."""
    damaged(with_trial(checkout), TRIAL_FIGURES, replaced("0001,,", "0001,com-63430,"))
    party = "ctai-com-63300-2024,Ville de Thiers,commune,com-63430,signatory,article 1,la Ville de Thiers\n"
    assert check(damaged(checkout, f"{TRIAL}/contract_parties.csv", lambda text: text + party)) == []


def test_an_undated_document_may_print_no_signature_of_the_far_future(checkout: Path) -> None:
    """Without a date of its own, a year after the newest date of a document or a release is the latest."""
    with_trial(checkout)
    damaged(checkout, f"{TRIAL}/document.toml", replaced('published_on = "2024-06-01"\n', ""))
    assert check(checkout) == []
    for file in ("contract_events.csv", "contracts.csv"):
        damaged(checkout, f"{TRIAL}/{file}", replaced("2024-05-15", "2044-05-15"))
    (problem,) = check(checkout)
    assert (problem.file, problem.column, problem.found) == (
        f"{TRIAL}/contract_events.csv",
        "event_on",
        "« 2044-05-15 »",
    )
    assert re.fullmatch(r"au plus tard 20\d\d \(published_on du document est vide\)", problem.expected)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FR1420041010050500013M02606", "un numéro de compte"),
        ("fr14-2004-1010-0505-0001-3M02-606 puis", "un numéro de compte"),
        ("N° IBAN : FR00 2004 1010 0505 0001 3M02 606", "un numéro de compte"),
        ("contact [at] example.org", "une adresse électronique"),
        ("tél. 01.99.00.12.34", "un numéro de téléphone"),
        ("+33 (0)1 99 00 12 34", "un numéro de téléphone"),
        ("Mme DUPONT, directrice", "un nom de personne"),
        ("Monsieur J.-P. Martin", "un nom de personne"),
        ("Madame la Préfète, Anne-Marie DUPONT", "un nom de personne"),
        ("M. de Martin", "un nom de personne"),
    ],
)
def test_what_is_personal_is_known_by_its_form(text: str, kind: str) -> None:
    assert [found for found, _passage in found_in(text)] == [kind]


@given(st.one_of([st.from_regex(form) for form in (ACCOUNT, ACCOUNT_NAMED, MAIL, PHONE, NAMED, BY_FUNCTION)]))
def test_the_sieve_lets_nothing_personal_through(text: str) -> None:
    """Whatever a pattern finds, the sieve that goes before keeps."""
    assert pl.Series([text]).str.contains(SIEVE).item() or not list(found_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Mme la préfète",
        "Madame La Préfète du Puy-de-Dôme",
        "Monsieur le Directeur départemental des finances publiques de la Moselle",
        "M. Préfet",
        "Madame, Monsieur",
        "rue Mme Curie",
        "Espace Monsieur Vincent",
        "3 M. Rennes",
        "P. M. I. de Metz",
        "CD63 Dispensaire Emile Roux",
        "domaine fonctionnel 0104-15-12, activité 010403020102",
        "11 12 23 45 67 80 90",
        "SIRET 21630113500014",
        "FR00 2004 1010 0505 0001 3M02 606",
        "IBAN et BIC retirés",
        "@VilleDeMetz",
    ],
)
def test_what_only_looks_personal_is_left_alone(text: str) -> None:
    assert list(found_in(text)) == []


def test_a_reason_names_nobody(checkout: Path) -> None:
    """The reasons of a version are published with it."""
    line = "observations,ctai-metz-2022.0001,value,Relu par Mme Dupont\n"
    problems = check(damaged(checkout, "data/releases/reasons.csv", lambda text: text + line))
    last = len((checkout / "data/releases/reasons.csv").read_text(encoding="utf-8").splitlines())
    assert problems == [
        Problem("data/releases/reasons.csv", last, "reason", "un nom de personne, « Mme… »", NOTHING_PERSONAL)
    ]


def test_every_pattern_of_a_card_is_said_in_words() -> None:
    """No reader is shown a regular expression."""
    patterned = [(card.table, column) for card in load_cards().values() for column in card.columns if column.pattern]
    assert [(table, column.name) for table, column in patterned if not column.form] == []


def test_the_example_of_the_guide_is_what_check_says(repository: Path, checkout: Path) -> None:
    """CONTRIBUTING.md shows messages: they are those of the trial contract, damaged as the guide says."""
    guide = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = guide.split("## How `ctai check` reports errors")[1].split("```")[1].strip().splitlines()
    with_trial(checkout)
    damaged(checkout, TRIAL_FIGURES, replaced(",40000,", ",40 000,"))
    damaged(checkout, TRIAL_FIGURES, replaced("0002,,", "0002,com-1053,"))
    damaged(checkout, TRIAL_FIGURES, replaced(",target,", ",visé,"))
    assert [str(problem) for problem in check(checkout)] == shown


def test_one_document_may_be_checked_alone(pristine: Path, repository: Path, tmp_path: Path) -> None:
    """`ctai check --document`: its problems only, and how many there are elsewhere."""
    root = with_code(pristine, repository, tmp_path)
    damaged(with_trial(root), f"{TRIAL}/actions.csv", replaced("contracted", "contractée"))
    damaged(root, f"{CLERMONT}/actions.csv", replaced(",existing,", ",existante,"))

    def told(document: str) -> tuple[int, list[str]]:
        command = [sys.executable, "-m", "dashboard.cli", "check", "--document", document]
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True)
        return ran.returncode, (ran.stdout + ran.stderr).splitlines()

    elsewhere = "ailleurs, qui {} de construire : voir « ctai check » sans --document."
    code, (problem, summary) = told("essai-2024")
    assert code == 1
    assert problem.startswith(f"{TRIAL}/actions.csv, ligne 2, colonne « stage » : trouvé « contractée », attendu ")
    assert summary == f"1 problème dans essai-2024. 1 problème {elsewhere.format('empêche')}"
    assert told("ctai-metz-2022") == (
        0,
        [f"Rien à reprendre dans ctai-metz-2022. 2 problèmes {elsewhere.format('empêchent')}"],
    )
    assert told("ctai-mets-2022") == (
        2,
        ["Aucun dossier « ctai-mets-2022 » dans data/documents ; voulez-vous dire ctai-metz-2022 ?"],
    )
