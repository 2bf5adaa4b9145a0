"""The SCDL file « subventions »: the public fields, nothing made up, each lack told, and a schema that finds errors.

What is valid is what the official schema says valid: its constraints, and its custom checks made by python-stdnum.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from frictionless import Resource, Schema
from stdnum.fr import siret

from dashboard.datasets.subventions import SCHEMA, Subventions, subventions
from dashboard.screens.subventions import introduction
from queries.warehouse import Warehouse

# The public list of scdl/subventions 2.1.1, in its order; a star marks those that are required.
FIELDS = [
    "nomAttribuant*", "idAttribuant*", "dateConvention*", "referenceDecision", "nomBeneficiaire*", "idBeneficiaire",
    "rnaBeneficiaire", "objet*", "montant*", "nature*", "conditionsVersement*", "datesPeriodeVersement*", "idRAE",
    "notificationUE*", "pourcentageSubvention*", "dispositifAide",
]  # fmt: skip
HEADER = ",".join(FIELDS).replace("*", "")
WHOLE = {
    "nomAttribuant": "Préfecture fictive", "idAttribuant": "12345678200010", "dateConvention": "2022-12-31",
    "referenceDecision": "2022-01", "nomBeneficiaire": "Association fictive", "idBeneficiaire": "98765432400027",
    "rnaBeneficiaire": "W123456789", "objet": "Cours de français", "montant": "23000.50", "nature": "aide en numéraire",
    "conditionsVersement": "unique", "datesPeriodeVersement": "2022-01-01/2022-12-31", "idRAE": "12345",
    "notificationUE": "non", "pourcentageSubvention": "0.35", "dispositifAide": "ctai",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(warehouse: Warehouse) -> Subventions:
    return subventions(warehouse.read("subventions_amounts"))


# What scdl/subventions 2.1.1 asks of each field, and beyond fields: its own lists, written out.
DAYS = r"^[0-9]{4}\-[0-9]{2}\-[0-9]{2}(\/[0-9]{4}\-[0-9]{2}\-[0-9]{2})?$"
AIDS = ["aide en numéraire", "aide en nature", "aide en numéraire;aide en nature", "aide en nature;aide en numéraire"]
CONSTRAINTS = {
    "idAttribuant": {"pattern": r"^\d{14}$"}, "rnaBeneficiaire": {"pattern": r"^W\d{9}$"}, "objet": {"maxLength": 256},
    "nature": {"enum": AIDS}, "conditionsVersement": {"maxLength": 256}, "datesPeriodeVersement": {"pattern": DAYS},
    "idRAE": {"maxLength": 5}, "pourcentageSubvention": {"minimum": 0.01, "maximum": 1},
}  # fmt: skip
TYPES = {
    "dateConvention": "date", "montant": "number", "notificationUE": "boolean", "pourcentageSubvention": "number",
}  # fmt: skip
CUSTOM_CHECKS = [
    {"name": "french-siret-value", "params": {"column": "idAttribuant"}},
    {"name": "french-siret-value", "params": {"column": "idBeneficiaire"}},
    {"name": "one-of-required", "params": {"column1": "idBeneficiaire", "column2": "rnaBeneficiaire"}},
]


def found(path: Path) -> list[tuple[int | None, str | None, str]]:
    """What frictionless and the custom checks find: line of data, field and kind of error."""
    described = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema = Schema.from_descriptor(described)
    report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate()
    errors = report.flatten(["rowNumber", "fieldName", "type"])
    return [*((row and row - 1, field, kind) for row, field, kind in errors), *checked(path, described)]


def checked(path: Path, described: dict) -> Iterator[tuple[int, str, str]]:
    """As Validata does: a key is checked where a cell is filled, two empty cells are one error."""
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=1):
            for check in described["custom_checks"]:
                cells = [row.get(column) for column in check["params"].values()]
                if check["name"] == "french-siret-value" and cells[0] and not siret.is_valid(cells[0]):
                    yield line, check["params"]["column"], "french-siret-value"
                if check["name"] == "one-of-required" and not any(cells):
                    yield line, check["params"]["column1"], "one-of-required"


def written(path: Path, *rows: dict[str, str], header: str = HEADER) -> Path:
    """A file of fictitious grants, written by hand."""
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row.values()) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_sixteen_fields_are_those_of_the_public_list() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["version"] == "2.1.1"
    assert schema["missingValues"] == [""]
    assert [
        field["name"] + ("*" if field.get("constraints", {}).get("required") else "") for field in schema["fields"]
    ] == FIELDS
    assert list(Schema.metadata_validate(schema)) == []


def test_the_schema_asks_what_the_official_one_asks() -> None:
    """Types, constraints, truth values and custom checks; only the descriptions are in other words."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for field in schema["fields"]:
        asked = {name: value for name, value in field.get("constraints", {}).items() if name != "required"}
        assert asked == CONSTRAINTS.get(field["name"], {}), field["name"]
        assert field["type"] == TYPES.get(field["name"], "string"), field["name"]
    (notified,) = (field for field in schema["fields"] if field["name"] == "notificationUE")
    assert (notified["trueValues"], notified["falseValues"]) == (["oui"], ["non"])
    assert schema["custom_checks"] == CUSTOM_CHECKS
    assert schema["sources"][0]["path"] == "https://gitlab.com/opendatafrance/scdl/subventions/raw/v2.1.1/schema.json"


def test_a_completed_line_is_valid(tmp_path: Path) -> None:
    """With everything, and with the four kinds of aid, both booleans, a day alone, one identifier and no optional field."""
    optional = dict.fromkeys(["referenceDecision", "rnaBeneficiaire", "idRAE", "dispositifAide"], "")
    association = {**WHOLE, "idBeneficiaire": ""}
    kinds = ["aide en nature", "aide en numéraire;aide en nature", "aide en nature;aide en numéraire"]
    rows = [
        WHOLE,
        {**WHOLE, **optional},
        association,
        {**WHOLE, "notificationUE": "oui", "datesPeriodeVersement": "2022-06-30"},
    ]
    rows += [{**WHOLE, "nature": kind} for kind in kinds]
    rows += [{**WHOLE, "pourcentageSubvention": share, "objet": "o" * 256} for share in ("0.01", "1")]
    assert found(written(tmp_path / "complete.csv", *rows)) == []


@pytest.mark.parametrize(
    ("field", "cell", "error"),
    [
        ("idAttribuant", "1234567890001", "constraint-error"),
        ("idAttribuant", "12345678200011", "french-siret-value"),
        ("idBeneficiaire", "98765432400027x", "french-siret-value"),
        ("idBeneficiaire", "98765432400072", "french-siret-value"),
        ("idAttribuant", "", "constraint-error"),
        ("montant", "vingt mille", "type-error"),
        ("montant", "23 000", "type-error"),
        ("dateConvention", "31/12/2022", "type-error"),
        ("dateConvention", "2022", "type-error"),
        ("nature", "aide en argent", "constraint-error"),
        ("objet", "o" * 257, "constraint-error"),
        ("conditionsVersement", "c" * 257, "constraint-error"),
        ("pourcentageSubvention", "35", "constraint-error"),
        ("pourcentageSubvention", "0", "constraint-error"),
        ("rnaBeneficiaire", "123456789", "constraint-error"),
        ("notificationUE", "vrai", "type-error"),
        ("datesPeriodeVersement", "2022", "constraint-error"),
        ("datesPeriodeVersement", "2022-01-01 / 2022-12-31", "constraint-error"),
        ("idRAE", "123456", "constraint-error"),
    ],
)
def test_a_planted_error_is_found_in_its_cell(tmp_path: Path, field: str, cell: str, error: str) -> None:
    """In the second of three lines, and nowhere else."""
    path = written(tmp_path / "damaged.csv", WHOLE, {**WHOLE, field: cell}, WHOLE)
    assert found(path) == [(2, field, error)] + ([(2, field, "french-siret-value")] if cell == "1234567890001" else [])


def test_a_line_without_either_identifier_of_who_receives_is_refused(tmp_path: Path) -> None:
    neither = {**WHOLE, "idBeneficiaire": "", "rnaBeneficiaire": ""}
    path = written(tmp_path / "neither.csv", WHOLE, neither)
    assert found(path) == [(2, "idBeneficiaire", "one-of-required")]


def test_all_planted_errors_are_found_at_once(tmp_path: Path) -> None:
    """Ten in one file: none hides another."""
    planted = {
        "idAttribuant": "123", "montant": "vingt mille", "dateConvention": "31/12/2022", "nature": "aide en argent",
        "objet": "o" * 257, "pourcentageSubvention": "35", "rnaBeneficiaire": "W1", "notificationUE": "vrai",
        "idBeneficiaire": "0", "nomBeneficiaire": "",
    }  # fmt: skip
    path = written(tmp_path / "damaged.csv", *({**WHOLE, field: cell} for field, cell in planted.items()))
    assert {(line, field) for line, field, _kind in found(path)} == set(enumerate(planted, start=1))


def test_a_missing_field_and_swapped_fields_are_found(tmp_path: Path) -> None:
    without = {name: cell for name, cell in WHOLE.items() if name != "nature"}
    missing = found(written(tmp_path / "without.csv", without, header=",".join(without)))
    assert (None, "nature", "incorrect-label") in missing
    assert (None, "dispositifAide", "missing-label") in missing  # one field less: the last has no column
    swapped = HEADER.replace("nomAttribuant,idAttribuant", "idAttribuant,nomAttribuant")
    assert found(written(tmp_path / "swapped.csv", WHOLE, header=swapped)) == [
        (None, "nomAttribuant", "incorrect-label"),
        (None, "idAttribuant", "incorrect-label"),
        (1, "idAttribuant", "french-siret-value"),
    ]
    cells = {**WHOLE, "nomAttribuant": WHOLE["idAttribuant"], "idAttribuant": WHOLE["nomAttribuant"]}
    errors = ["constraint-error", "french-siret-value"]
    assert found(written(tmp_path / "cells.csv", cells)) == [(1, "idAttribuant", error) for error in errors]


def test_the_file_lacks_exactly_what_is_told(made: Subventions, tmp_path: Path) -> None:
    """The official rules find the empty cells that the list to complete names, and nothing else."""
    for name, content in made.files().items():
        (tmp_path / name).write_bytes(content)
    required = made.to_complete.filter(pl.col("obligatoire") == "oui")
    one_of = {"idBeneficiaire": "one-of-required"}
    told = [
        (line, field, one_of.get(field, "constraint-error")) for line, field in required.select("ligne", "champ").rows()
    ]
    # Of the nine required fields that no document fills everywhere, and one identifier of two.
    assert required["champ"].unique().sort().to_list() == [
        "conditionsVersement", "dateConvention", "datesPeriodeVersement", "idAttribuant", "idBeneficiaire", "nomBeneficiaire",
        "notificationUE", "pourcentageSubvention",
    ]  # fmt: skip
    assert required.filter(champ="idBeneficiaire").height == made.lines.height
    assert sorted(found(tmp_path / "subventions.csv")) == sorted(told)
    assert made.to_complete.filter(pl.col("raison").is_null() | (pl.col("raison") == "")).is_empty()


def test_the_file_is_valid_once_completed(made: Subventions, tmp_path: Path) -> None:
    """Filling the cells of the list, and no other, makes it a valid file."""
    lines = made.lines.cast(pl.String).to_dicts()
    for line, field in made.to_complete.select("ligne", "champ").rows():
        assert lines[line - 1][field] is None
        lines[line - 1][field] = WHOLE[field]
    pl.DataFrame(lines, schema=made.lines.columns).write_csv(tmp_path / "complete.csv")
    assert found(tmp_path / "complete.csv") == []


def test_each_printed_contribution_is_a_line_or_is_set_aside_with_a_reason(
    warehouse: Warehouse, made: Subventions
) -> None:
    """None of the State's figures is lost, and none is in the file that is not a committed amount of a contract."""
    printed = warehouse.table("observations").filter(measure_id="state_contribution")
    amounts = warehouse.read("subventions_amounts")
    cited = pl.concat([amounts["observation_ids"], amounts["agreeing_ids"].drop_nulls()]).explode()
    assert set(cited) == set(printed["observation_id"])
    assert made.lines.height + made.set_aside.height == amounts.height
    kept = printed.filter(pl.col("observation_id").is_in(made.amounts["observation_ids"].explode().implode()))
    assert set(kept["nature"]) == {"committed"}
    assert kept["contract_id"].null_count() == kept["value"].null_count() == 0
    assert kept.filter(pl.col("breakdown").is_not_null()).is_empty()
    assert made.set_aside.filter(pl.col("raison").is_null()).is_empty()


def test_who_is_paid_alone_has_the_whole_share_and_nobody_else_has_one(made: Subventions) -> None:
    """2.1.1: « 1.00 » for a single beneficiary; where none is named, the share is not known either."""
    shares = dict(zip(made.amounts["contract_id"], made.lines["pourcentageSubvention"], strict=True))
    payees = dict(zip(made.amounts["contract_id"], made.lines["nomBeneficiaire"], strict=True))
    assert {contract: share for contract, share in shares.items() if share} == {
        "ctai-com-57463-2022": "1.00",
        "ctai-epci-200070712-2023": "1.00",
    }
    assert {contract for contract, payee in payees.items() if payee} == {c for c, share in shares.items() if share}


def test_no_amount_of_a_contract_is_given_twice(made: Subventions) -> None:
    """One line at most per contract and year; a contract whose amount has no year has that line only."""
    years = made.amounts.group_by("contract_id").agg(pl.col("year").len().alias("lines"), pl.col("year").n_unique())
    assert years.filter(pl.col("lines") != pl.col("year")).is_empty()
    undated = made.amounts.filter(pl.col("year").is_null())["contract_id"]
    assert made.amounts.filter(pl.col("contract_id").is_in(undated.to_list())).height == undated.len()


def test_what_is_printed_is_given_and_nothing_else(made: Subventions) -> None:
    """Metz, whose contract names who pays, who is paid and when, but bears no signature; Thiers, which does; Poitiers,
    whose day a survey gives without a passage.
    """
    lines = dict(zip(made.amounts["contract_id"], made.lines.iter_rows(named=True), strict=True))
    metz = {name: cell for name, cell in lines["ctai-com-57463-2022"].items() if cell is not None}
    assert str(metz.pop("montant")) == "200000.00"
    assert metz.pop("objet").endswith("Metz : contribution de l'État pour 2022")
    assert metz == {
        "nomAttribuant": "État (préfet de la Moselle)",
        "nomBeneficiaire": "CCAS de Metz",
        "nature": "aide en numéraire",
        "conditionsVersement": "à la signature du contrat",
        "pourcentageSubvention": "1.00",
    }
    poitiers = lines["ctai-com-86194-2021"]
    assert (poitiers["dateConvention"], poitiers["nomBeneficiaire"]) == (None, None)
    assert lines["ctai-epci-200070712-2023"]["dateConvention"] == "2023-11-30"
    assert made.lines["idAttribuant"].null_count() == made.lines.height  # no document read prints a SIRET


@pytest.mark.parametrize(
    ("changed", "field", "cell", "reason"),
    [
        ({"payee_sirets": "12345678200010"}, "idBeneficiaire", "12345678200010", None),
        ({"payee_sirets": "12345678200010 ; 98765432400027"}, "idBeneficiaire", None, "plusieurs SIRET"),
        ({}, "idBeneficiaire", None, "CCAS de Metz ; à défaut, pour une association, le numéro RNA suffit"),
        ({}, "datesPeriodeVersement", None, "à défaut du jour, une période AAAA-MM-JJ/AAAA-MM-JJ est admise"),
        ({"payees": None}, "pourcentageSubvention", None, "1.00 s'il est seul : bénéficiaire non nommé"),
        ({"payees": "CCAS ; Ville"}, "pourcentageSubvention", None, "plusieurs organismes : CCAS ; Ville"),
        ({"payees": "CCAS ; Ville"}, "nomBeneficiaire", None, "plusieurs organismes : CCAS ; Ville"),
        ({"payees": None, "other_signatories": "Ville"}, "nomBeneficiaire", None, "signataires : Ville"),
        ({"state_parties": "Préfecture ; DIAIR"}, "nomAttribuant", "État", None),
        ({"signed_on": "2022-12"}, "dateConvention", None, "le jour n'est pas publié : décembre 2022"),
        ({"signed_on": "2022-01-05", "changed_on": "2022"}, "dateConvention", None, "a pu être signé à une autre date : 2022"),
        ({"signed_on": "2022-01-05", "changed_on": "2023"}, "dateConvention", "2022-01-05", None),
        ({"passages": "versé en deux fois"}, "conditionsVersement", None, "ne publie pas les conditions"),
        ({"year": None, "period_start": None, "period_end": None, "span": "P36M"}, "datesPeriodeVersement", None, "sur 3 ans"),
    ],
)  # fmt: skip
def test_what_is_not_sure_stays_empty(
    made: Subventions, changed: dict[str, str | None], field: str, cell: str | None, reason: str | None
) -> None:
    """Each case on the contract of Metz, changed in one thing."""
    metz = made.amounts.filter(contract_id="ctai-com-57463-2022")
    remade = subventions(metz.with_columns(pl.lit(new, metz.schema[name]).alias(name) for name, new in changed.items()))
    assert remade.lines[field].to_list() == [cell]
    told = remade.to_complete.filter(champ=field)["raison"].to_list()
    assert told == [] if reason is None else reason in told[0]


def test_a_long_title_is_cut_and_what_follows_kept(made: Subventions) -> None:
    metz = made.amounts.filter(contract_id="ctai-com-57463-2022").with_columns(contract_title=pl.lit("Contrat " * 60))
    (cut,) = subventions(metz).lines["objet"]
    assert len(cut) <= 256
    assert cut.endswith("…, Metz : contribution de l'État pour 2022")


def test_the_page_says_who_owes_this_file_and_that_it_is_not_complete(made: Subventions) -> None:
    required = made.to_complete.filter(pl.col("obligatoire") == "oui").height
    told = introduction(made).replace("\u00a0", " ").replace("\u202f", " ")
    for words in (
        f"{made.lines.height} lignes, {required} cellules obligatoires à compléter",
        "un des deux identifiants de qui reçoit (SIRET, ou RNA d'une association)",
        "une période AAAA-MM-JJ/AAAA-MM-JJ est admise",
        "au-delà de 23 000 €, que pour les subventions aux **organismes de droit privé**",
        "données ici sous cette forme **par choix**",
        "le fichier n'est pas valide tant qu'il n'est pas complété",
    ):
        assert words in told


def test_no_word_of_the_file_is_code(made: Subventions) -> None:
    """What a reader meets beside the names of fields and identifiers is French."""
    told = [*made.to_complete["raison"], *made.set_aside["raison"], *made.set_aside["nature"], *made.lines["objet"]]
    assert [words for words in told if "_" in words or "None" in words or "null" in words] == []
