"""A table of open data becomes a document by a declared plan: all faults are told at once, what is hidden is nowhere public."""

import argparse
import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.commands.jeu import jeu
from dashboard.commands.release import CommandRefused
from data.counted_documents import vocabulary
from data.curation import read_curated
from data.plans import read_plan
from data.raw import PLAN
from data.recounted import recount
from queries.build import check
from tests.named_documents import cut_down
from tests.trial_rows import write_rows

DOCUMENT = "fictif-2015-signataires"
FOLDER = f"data/documents/{DOCUMENT}"
GUIDE = "docs/jeux.md"
OFPRA = "docs/plans/ofpra-decisions-departements.toml"
SPACE = "\u202f"  # between thousands, as readers see them


class Trial:
    """A copy of the checkout, and the table and the plan of the guide, to damage and to give to the commands."""

    def __init__(self, root: Path, folder: Path, repository: Path) -> None:
        guide = (repository / GUIDE).read_text(encoding="utf-8")
        self.root, self.told = root, list[str]()
        self.table, self.plan = folder / "signataires.csv", folder / "plan.toml"
        for path, language in ((self.table, "csv"), (self.plan, "toml")):
            blocks = re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)
            path.write_text(blocks[0], encoding="utf-8")
        self.commands = re.findall(r"^\.venv/bin/ctai (jeu .*)$", guide, re.MULTILINE)
        self.shown = re.findall(r"```\n(\d+ lignes.*?)```", guide, re.DOTALL)[0].splitlines()

    def run(self, action: str, *, may_replace: bool = False) -> str:
        self.told = []
        options = argparse.Namespace(action=action, file=self.table, plan=self.plan, remplacer=may_replace)
        return jeu(options, self.told.append, self.root)

    def refused(self, action: str = "controle") -> list[str]:
        with pytest.raises(CommandRefused) as refusal:
            self.run(action)
        return [str(problem) for problem in refusal.value.problems]

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def files(self) -> dict[str, str]:
        return {path.name: path.read_text(encoding="utf-8") for path in (self.root / FOLDER).iterdir()}


@pytest.fixture(scope="module")
def shared(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all: a trial writes the folder of its document and nothing else."""
    return cut_down(pristine, tmp_path_factory.mktemp("jeux"), Path(__file__).read_text(encoding="utf-8")).root


@pytest.fixture
def trial(shared: Path, tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trial]:
    monkeypatch.setenv("CTAI_HOME", str(tmp_path / "home"))
    yield Trial(shared, tmp_path, repository)
    shutil.rmtree(shared / FOLDER, ignore_errors=True)


def test_a_dataset_is_added_by_following_the_guide_alone_and_removed_again(trial: Trial, tmp_path: Path) -> None:
    assert [command.split(" signataires.csv")[0] for command in trial.commands] == ["jeu controle", "jeu ajouter"]
    assert [*(line.replace(SPACE, " ").replace("\u00a0", " ") for line in _controlled(trial))] == trial.shown
    before = {path: path.read_bytes() for path in trial.root.rglob("*") if path.is_file()}
    trial.run("ajouter")
    assert set(trial.files()) == {"document.toml", "observations.csv", PLAN}
    assert trial.files()[PLAN] == trial.plan.read_text(encoding="utf-8")
    assert trial.files()["observations.csv"].splitlines()[:4] == [
        "observation_id,territory_id,breakdown,period_start,period_end,value,obs_status,missing_reason,conf_status,locator",
        f"{DOCUMENT}.0001,dep-01,,2015-01-01,2015-12-31,480,,,,année = 2015 ; département = Ain",
        f"{DOCUMENT}.0002,dep-01,public=bpi,2015-01-01,2015-12-31,190,,,,"
        "année = 2015 ; département = Ain ; motif = asile",
        f"{DOCUMENT}.0003,dep-01,public=bpi;sex=F,2015-01-01,2015-12-31,70,,,,"
        "année = 2015 ; département = Ain ; motif = asile ; sexe = femme",
    ]
    assert check(trial.root) == []
    shutil.rmtree(trial.root / FOLDER)
    shutil.rmtree(tmp_path / "home")
    assert {path: path.read_bytes() for path in trial.root.rglob("*") if path.is_file()} == before


def _controlled(trial: Trial) -> list[str]:
    last = trial.run("controle")
    return [*trial.told, last]


def test_what_is_empty_zero_missing_or_hidden_stays_apart(trial: Trial) -> None:
    trial.change(trial.table, "03,Allier,2015,310,120,40", "03,Allier,2015,310,0,0")
    trial.change(trial.plan, "total = 998\n", "")
    trial.run("ajouter")
    rows = {row["observation_id"][-4:]: row for row in csv.DictReader(trial.files()["observations.csv"].splitlines())}
    said = {
        number: (row["value"], row["obs_status"], row["missing_reason"], row["conf_status"])
        for number, row in rows.items()
    }
    assert said["0005"] == ("0", "", "", "")
    assert said["0009"] == ("", "Q", "suppressed", "C")
    assert said["0011"] == ("", "O", "not_transmitted", "")
    assert said["0013"] == ("", "M", "not_applicable", "")
    assert rows["0011"]["territory_id"] == "set-saint-martin"


def test_a_hidden_value_is_in_the_reserve_and_nowhere_else(trial: Trial, tmp_path: Path) -> None:
    trial.change(trial.table, "43,Haute-Loire,2015,118,40,6", "43,Haute-Loire,2015,11800,4000,7")
    trial.change(trial.plan, "total = 998\n", "")
    assert (
        trial.run("ajouter")
        .replace("\u00a0", " ")
        .startswith(f"Dossier {FOLDER} : 15 chiffres. La valeur tue est dans {tmp_path}/home/reserve.")
    )
    reserve = tmp_path / "home" / "reserve" / f"{DOCUMENT}.csv"
    assert reserve.read_text(encoding="utf-8") == f"observation_id,value\n{DOCUMENT}.0009,7\n"
    assert (reserve.stat().st_mode & 0o777, reserve.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert ",7," not in trial.files()["observations.csv"]
    trial.change(trial.table, "4000,7", "4000,70")
    trial.run("ajouter", may_replace=True)
    assert (
        reserve.read_text(encoding="utf-8") == f"observation_id,value\n{DOCUMENT}.0009,70\n"
    )  # hidden once, hidden since
    shutil.rmtree(trial.root / FOLDER)
    trial.run("ajouter")
    assert not reserve.exists()


def test_a_document_that_is_there_is_replaced_only_when_asked_and_keeps_its_identifiers(trial: Trial) -> None:
    trial.run("ajouter")
    with pytest.raises(CommandRefused) as refusal:
        trial.run("ajouter")
    assert (str(refusal.value), refusal.value.code) == (f"Le dossier {FOLDER} existe : --remplacer prend sa place.", 2)
    trial.change(trial.table, "03,Allier,2015,310,120,40\n", "02,Aisne,2015,2000,1200,600\n03,Allier,2015,311,120,40\n")
    trial.change(trial.plan, "total = 998", "total = 2999")
    trial.run("ajouter", may_replace=True)
    rows = {row["observation_id"][-4:]: row for row in csv.DictReader(trial.files()["observations.csv"].splitlines())}
    assert [rows["0004"][name] for name in ("territory_id", "value")] == ["dep-03", "311"]
    assert [rows["0016"][name] for name in ("territory_id", "value")] == ["dep-02", "2000"]
    assert list(rows) == [f"{number:04d}" for number in range(1, 19)]


def test_every_fault_of_a_table_is_told_at_once(trial: Trial) -> None:
    """Twelve of them, each with its line, its column, what was found and what was expected."""
    trial.table.write_text(
        "code,nom,annee,signataires,bpi,femmes,hommes\n"
        "1,Ain,2015,480,190,70,120\n"  # a zero that a spreadsheet dropped
        "03,Allier,2015,1 310,120,40,80\n"  # a space
        "43,Haute-Loire,2015,118.5,40,6,34\n"  # half a person
        "15,Cantal,2015,96,97,10,87\n"  # a part larger than its whole
        "42,Loire,2015,577,155,,89\n"  # empty, and not said to be
        "42,Loire,2015,577,155,66,89\n"  # twice
        "63,Puy-de-Dôme,2015,n.d.,164,50,114\n"  # a text that the plan does not know
        "99,Étranger,2015,12,11,11,0\n"  # no territory
        "69,Rhône,2015,-4,0,0,0\n"  # fewer than nobody
        "38,Isère,2015,1104,332,134\n",  # a cell less
        encoding="utf-8",
    )
    trial.change(trial.plan, '[table.missing]\n"" = "not_applicable"\n', "[table.missing]\n")
    told = trial.refused()
    number = "attendu un nombre (à point décimal, sans espace ni unité)"
    empty = "ou la raison de son absence dans « missing » du plan : une cellule vide n'est pas un zéro"
    code = "attendu un code connu, ou dit dans [territory.codes] du plan"
    assert told == [
        "signataires.csv, ligne 1, colonne « hommes » : trouvé « hommes », attendu une colonne parmi code, "
        "signataires, bpi, femmes, annee, nom",
        f"signataires.csv, ligne 2, colonne « code » : trouvé « 1 », {code} ; voulez-vous dire dep-01 (Ain) ?",
        f"signataires.csv, ligne 3, colonne « signataires » : trouvé « 1 310 », {number}",
        "signataires.csv, ligne 4, colonne « signataires » : trouvé « 118.5 », attendu un nombre entier, zéro compris",
        "signataires.csv, ligne 5, colonne « bpi » : trouvé « 97 », attendu au plus 96, de la colonne « signataires »",
        f"signataires.csv, ligne 6, colonne « femmes » : trouvé une cellule vide, {number}, {empty}",
        *(
            f"signataires.csv, ligne 7, colonne « {column} » : trouvé le même fait que la colonne « {column} » de la "
            "ligne 6 (dep-42), attendu un fait par ligne et par colonne"
            for column in ("bpi", "femmes", "signataires")
        ),
        f"signataires.csv, ligne 8, colonne « signataires » : trouvé « n.d. », {number}",
        f"signataires.csv, ligne 9, colonne « code » : trouvé « 99 », {code}",
        "signataires.csv, ligne 10, colonne « signataires » : trouvé « -4 », attendu un nombre entier, zéro compris",
        "signataires.csv, ligne 11 : trouvé 6 cellules, attendu 7 cellules",
    ]


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        pytest.param(("total = 998", "total = 999"), "signataires.csv, ligne 1, colonne « signataires » : trouvé une "
                     "somme de 998, attendu 999, le total que dit le plan", id="another sum"),
        pytest.param(('column = "bpi"', 'column = "asile"'), "signataires.csv, ligne 1, colonne « asile » : trouvé "
                     "aucune colonne, attendu « asile »", id="a column that is not there"),
        pytest.param(("[table]\n", '[table]\nkept = { annee = ["2016"] }\n'), "signataires.csv, ligne 1, colonne "
                     "« annee » : trouvé aucune ligne, attendu une ligne où se lit « 2016 »",
                     id="rows that are not there"),
    ],
)  # fmt: skip
def test_what_a_table_lacks_is_told(trial: Trial, damage: tuple[str, str], found: str) -> None:
    trial.change(trial.plan, *damage)
    assert found in [one.replace("\u00a0", " ") for one in trial.refused()]


def test_every_fault_of_a_plan_is_told_at_once(trial: Trial) -> None:
    for old, new in (
        ('licence = "Licence Ouverte 2.0"\n', ""),
        ('document_class = "state"', 'document_class = "État"'),
        ('document_id = "fictif-2015-signataires"', 'document_id = "Fictif 2015"'),
        ('measure_id = "cir_signatories"', 'measure_id = "cir_signatory"'),
        ('nature = "observed"', 'nature = "constaté"'),
        ('"N/D" = "not_transmitted"', '"N/D" = "secret"'),
        ('level = "departement"', 'level = "canton"'),
        ('"9715" = "set-saint-martin"', '"9715" = "set-st-martin"'),
        ("total = 998", 'total = "998"'),
        ('breakdown = "public=bpi"', 'breakdown = "public=bpis"'),
        ('breakdown = "public=bpi;sex=F"', 'breakdown = "sex=F;public=bpi"'),
        ('column = "femmes"', 'colonne = "femmes"'),
    ):
        trial.change(trial.plan, old, new)
    told = trial.refused()
    assert [re.findall(r"colonne « ([^»]+) » : trouvé", one)[0] for one in told] == [
        "licence", "document_id", "document_class", "measure_id", "nature", "N/D", "level", "9715", "total", "breakdown",
        "column", "colonne", "breakdown",
    ]  # fmt: skip
    assert told[3].startswith(
        "plan.toml, ligne 12, colonne « measure_id » : trouvé « cir_signatory », attendu une mesure"
    )
    assert told[3].endswith(" ; voulez-vous dire cir_signatories (Signataires du CIR) ?")
    assert "voulez-vous dire set-saint-martin" in told[7]
    assert "voulez-vous dire public=bpi ?" in told[9]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("total = 998", "total = true", "ligne 35, colonne « total » : trouvé « True », attendu un nombre, sans guillemets"),
        ('column = "bpi"', "column = [1]", "ligne 38, colonne « column » : trouvé « [1] », attendu un texte entre guillemets"),
        ("[[figures]]\n", "[figures]\n", "ligne 37 : trouvé une ligne mal formée, attendu un fichier TOML bien formé"),
        ("[defaults]", "[default]", "attendu une clé parmi document, defaults, table, territory, figures, sums, classes, "
         "absent, exceptions ; voulez-vous dire defaults ?"),
        ('filter = "année = {annee}"', "filter = 2015-01-01", "attendu un texte entre guillemets"),
        ('breakdown = "public=bpi"', 'breakdown = "{nom}"', "signataires.csv, ligne 2, colonne « bpi » : trouvé « Ain », "
         "attendu une ventilation de data/reference/dimension_codes.csv"),
    ],
    ids=["a flag", "a list", "one section", "a section misspelt", "a date", "a breakdown of the table"],
)  # fmt: skip
def test_a_value_of_another_kind_is_told(trial: Trial, old: str, new: str, found: str) -> None:
    trial.change(trial.plan, old, new)
    told = trial.refused()
    assert [one for one in told if found in one], told


def test_a_plan_says_no_total_that_would_tell_what_is_hidden(trial: Trial) -> None:
    """It is public, as the document is."""
    trial.change(trial.table, "90,N/D,N/D", "90,30,20")
    trial.change(trial.plan, 'filter = "motif = asile ; sexe = femme"', 'filter = "sexe = femme"\ntotal = 136')
    assert [one.replace("\u00a0", " ") for one in trial.refused("ajouter")] == [
        "plan.toml, ligne 46, colonne « total » : trouvé « 136 », attendu rien : le plan est public, et ce total aide à "
        "calculer ce qui est tu ; ou « whole » dans [territory], pour qu'il compte parmi les chiffres"
    ]
    assert not (trial.root / FOLDER).exists()
    trial.change(trial.plan, 'filter = "département = {nom}"', 'filter = "département = {nom}"\nwhole = "fra"')
    assert trial.run("controle") == "Rien à reprendre."


def test_the_whole_of_all_rows_is_a_figure_and_an_absent_row_lacks_its_number(trial: Trial) -> None:
    trial.change(trial.plan, 'filter = "département = {nom}"', 'filter = "département = {nom}"\nwhole = "fra"')
    with trial.plan.open("a", encoding="utf-8") as file:
        file.write('\n[[absent]]\ncode = "42"\nnom = "Loire"\nannee = "2015"\n')
    trial.run("ajouter")
    lines = trial.files()["observations.csv"].splitlines()
    assert lines[1] == f"{DOCUMENT}.0001,fra,,2015-01-01,2015-12-31,998,,,,année = 2015"
    assert lines[-1] == (
        f"{DOCUMENT}.0019,dep-42,public=bpi;sex=F,2015-01-01,2015-12-31,,M,not_applicable,,"
        "année = 2015 ; département = Loire ; motif = asile ; sexe = femme"
    )


def test_a_table_at_hand_is_counted_again(trial: Trial, tmp_path: Path) -> None:
    trial.run("ajouter")
    texts = tmp_path / "texts"
    texts.mkdir()
    shutil.copy(trial.table, texts / f"{DOCUMENT}.csv")
    done = recount(texts, read_curated(trial.root), trial.root)
    assert (done.tables, done.figures, done.hidden, done.problems) == (1, 15, 1, [])
    assert DOCUMENT not in done.without_table
    trial.change(texts / f"{DOCUMENT}.csv", "480,190,70", "480,191,70")
    trial.change(texts / f"{DOCUMENT}.csv", "118,40,6", "118,40,16")
    assert [str(one) for one in recount(texts, read_curated(trial.root), trial.root).problems] == [
        f"{FOLDER}/observations.csv, ligne 3, colonne « value » : trouvé « 190 », attendu 191, compté dans la table",
        f"{FOLDER}/observations.csv, ligne 10, colonne « conf_status » : trouvé « C », attendu F ou N : le compte n'est "
        "pas de 1 à 10",
    ]


def test_a_figure_counted_in_a_file_says_its_filter(trial: Trial) -> None:
    trial.run("ajouter")
    table = trial.root / FOLDER / "observations.csv"
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    rows[0]["locator"] = "Tableau 1"
    write_rows(table, rows)
    (problem,) = check(trial.root)
    assert (problem.line, problem.column, problem.found) == (2, "locator", "« Tableau 1 »")
    assert problem.expected.startswith("le filtre en mots d'un chiffre compté (département = Isère ; sexe = femme)")


def test_the_plan_of_the_files_of_the_ofpra_stands_ready(trial: Trial, repository: Path) -> None:
    """On a fictitious file of the same columns: lines of régions are left, Corsica and Saint-Martin have their place,
    « N/D » lacks, a percentage is hidden beside a small count.
    """
    shutil.copy(repository / OFPRA, trial.plan)
    trial.table.write_text(
        "niveau;region;departement;code_departement;refugie;protection_subsidiaire;rejet;cloture;taux_admission;"
        "cnda_refugie;cnda_protection_subsidiaire\n"
        "Région;Fictive;;;500;200;900;60;43,8;90;40\n"
        "Département;Fictive;Ain;01;120;60;300;20;37,5;25;14\n"
        "Département;Fictive;Allier;03;80;40;210;15;36,4;20;12\n"
        "Département;Fictive;Corse;20;0;0;N/D;0;N/D;0;0\n"
        "Département;Fictive;Saint-Martin;9715;12;0;30;N/D;28,6;3;0\n",
        encoding="utf-8",
    )
    assert trial.run("controle") == "Rien à reprendre."
    assert [line.replace("\u00a0", " ").replace(SPACE, " ") for line in trial.told] == [
        "4 lignes lues, 1 laissée par le plan : 28 chiffres.",
        "refugie + protection_subsidiaire + cnda_refugie + cnda_protection_subsidiaire : département 371 (2) ; région 0 "
        "(1) ; Saint-Martin (collectivité d'outre-mer) 15 (1)",
        "refugie + cnda_refugie : département 245 (2) ; région 0 (1) ; Saint-Martin (collectivité d'outre-mer) 15 (1)",
        "protection_subsidiaire + cnda_protection_subsidiaire : département 126 (2) ; région 0 (1) ; Saint-Martin "
        "(collectivité d'outre-mer) 0 (1)",
        "cnda_refugie + cnda_protection_subsidiaire : département 71 (2) ; région 0 (1) ; Saint-Martin (collectivité "
        "d'outre-mer) 3 (1) ; 1 de 1 à 10, tus",
        "rejet : département 510 (2) ; Saint-Martin (collectivité d'outre-mer) 30 (1) ; 1 sans valeur",
        "cloture : département 35 (2) ; région 0 (1) ; 1 sans valeur",
        "taux_admission : département (2) ; Saint-Martin (collectivité d'outre-mer) (1) ; 1 sans valeur ; 1 avec eux",
        "Tus : 1 de 1 à 10, 0 avec eux, 1 pourcentage à côté ; perdu : 3 sur 1 421, toutes cellules ajoutées.",
    ]


def test_every_plan_that_is_kept_can_be_read(repository: Path) -> None:
    words = vocabulary(repository)
    plans = [*repository.glob(f"data/documents/*/{PLAN}"), *repository.glob("docs/plans/*.toml")]
    assert len(plans) > 1
    assert [problem for path in plans for problem in read_plan(path, words)[1]] == []
    ids = {plan.document_id for path in plans if (plan := read_plan(path, words)[0]) and path.name == PLAN}
    assert ids == {path.parent.name for path in plans if path.name == PLAN}
