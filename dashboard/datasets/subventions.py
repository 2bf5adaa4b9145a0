"""The State's contributions in the SCDL form « subventions » 2.1.1, what it lacks, and what has no place in it.

What no document prints stays empty, and is listed with the reason; the file is valid once it is completed.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dashboard.datasets.files.delimited import open_data_bytes
from dashboard.words import labels
from dashboard.words.passages import unmarked

SCHEMA = Path(__file__).parent / "subventions.schema.json"
VERSION = "2.1.1"
LONGEST_OBJECT = 256
STATE = "État"
IN_MONEY = "aide en numéraire"
AT_SIGNATURE = re.compile(r"à la signature (?:du contrat|de la convention)")
ONE_OF = ("idBeneficiaire", "rnaBeneficiaire")
SINGLE_SHARE = "1.00"  # as 2.1.1 writes the part of a beneficiary who is alone
PAID_WITHIN = "à défaut du jour, une période AAAA-MM-JJ/AAAA-MM-JJ est admise"
OR_ASSOCIATION = "à défaut, pour une association, le numéro RNA suffit"
SET_ASIDE_REASONS = {
    "other_nature": "seul un montant engagé est une subvention accordée (nature de celui-ci : {nature})",
    "missing": "aucun montant n'est lisible : {missing}",
    "other_figure": "un autre chiffre du même fait est retenu : {instead}",
    "no_contract": "montant publié pour un groupe de territoires : il n'est ni réparti entre eux ni recopié sous leur nom",
    "no_agreement": "le contrat n'est qu'annoncé ou préfiguré",
    "part": "le montant est une partie d'un autre",
    "contradictory": "les sources se contredisent et aucune ne prime",
    "not_exact": "le montant n'est pas publié exactement : fourchette, borne, valeur estimée ou provisoire",
    "held": "le montant est annuel, sans fin publiée, et rien ne le publie pour cette année",
    "doubtful": "la lecture est de confiance basse",
    "cumulated": "le montant est un cumul à une date, ou n'est ni annuel ni d'une période",
    "undated_years": "le montant est annuel et ses années ne sont pas publiées",
    "same_money": "un montant plus précis du même contrat peut être le même argent : {instead}",
}
WHERE_PRINTED = {
    "contract_id": "contract_id", "observation_ids": "observation_ids", "documents": "document_titles",
    "endroits": "locators", "passages": "passages",
    "releves": "survey_notes",
}  # fmt: skip
LACK_COLUMNS = ["ligne", "champ", "obligatoire", "raison", *WHERE_PRINTED]
OTHER_COLUMNS = [
    "territoire", "periode", "nature", "montant", "montant_bas", "montant_haut", "raison", *WHERE_PRINTED,
]  # fmt: skip
AMOUNTS = ("montant", "montant_bas", "montant_haut")


class Told(NamedTuple):
    """What a field says, or why it says nothing."""

    text: str | None
    reason: str = ""


@dataclass(frozen=True)
class Subventions:
    """`lines` has the sixteen fields and nothing else, `to_complete` a row per empty field that must be filled,
    `set_aside` a row per printed amount that is no line. `amounts` are the answers behind the lines, in their order."""

    lines: pl.DataFrame
    to_complete: pl.DataFrame
    set_aside: pl.DataFrame
    amounts: pl.DataFrame

    def files(self) -> dict[str, bytes]:
        """The three tables as open-data CSV, and the schema, by what names their file."""
        tables = {"subventions": self.lines, "subventions-a-completer": self.to_complete}
        tables["subventions-non-reprises"] = self.set_aside
        written = {f"{name}.csv": open_data_bytes(frame) for name, frame in tables.items()}
        return written | {"subventions-schema.json": SCHEMA.read_bytes()}


def subventions(amounts: pl.DataFrame) -> Subventions:
    """`amounts` answers `reads/subventions_amounts.sql`."""
    fields = schema_fields()
    kept = amounts.filter(pl.col("set_aside_reason").is_null())
    rows = list(kept.iter_rows(named=True))
    told = [_line(row) for row in rows]
    lines = [{name: line[name].text for name in fields} for line in told]
    lacks = [
        {"ligne": place, "champ": name, "obligatoire": "oui", "raison": line[name].reason} | printed
        for place, (line, printed) in enumerate(zip(told, map(_where_printed, rows), strict=True), start=1)
        for name, is_required in fields.items()
        if line[name].text is None and (is_required or _stands_for_both(name, line))
    ]
    others = [_other(row) for row in amounts.filter(pl.col("set_aside_reason").is_not_null()).iter_rows(named=True)]
    return Subventions(
        pl.DataFrame(lines, schema=dict.fromkeys(fields, pl.String)).with_columns(
            pl.col("montant").cast(pl.Decimal(14, 2))
        ),
        pl.DataFrame(lacks, schema=dict.fromkeys(LACK_COLUMNS, pl.String) | {"ligne": pl.Int64}),
        pl.DataFrame(others, schema=dict.fromkeys(OTHER_COLUMNS, pl.String) | dict.fromkeys(AMOUNTS, pl.Float64)),
        kept,
    )


def schema_fields() -> dict[str, bool]:
    """The fields in their order, and whether each is required."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return {field["name"]: field.get("constraints", {}).get("required", False) for field in schema["fields"]}


def _stands_for_both(name: str, line: dict[str, Told]) -> bool:
    """2.1.1 asks for one of the two identifiers of who receives: the first stands for both in the list."""
    first, second = ONE_OF
    return name == first and line[second].text is None


def _line(row: dict) -> dict[str, Told]:
    """Each field by its name, as printed or empty."""
    payer, payer_siret = _party(row["state_parties"], row["state_sirets"], "service de l'État")
    payee, payee_siret = _party(row["payees"], row["payee_sirets"], "bénéficiaire")
    nothing = Told(None)
    return {
        "nomAttribuant": payer if payer.text else Told(STATE),
        "idAttribuant": payer_siret,
        "dateConvention": _signed(row),
        "referenceDecision": nothing,
        "nomBeneficiaire": payee if payee.text else Told(None, payee.reason + _signatories(row)),
        "idBeneficiaire": payee_siret if payee_siret.text else Told(None, f"{payee_siret.reason} ; {OR_ASSOCIATION}"),
        "rnaBeneficiaire": nothing,
        "objet": Told(_object(row)),
        "montant": Told(f"{row['value']:.2f}"),
        "nature": Told(IN_MONEY),
        "conditionsVersement": _conditions(row),
        "datesPeriodeVersement": Told(None, _undated(row)),
        "idRAE": nothing,
        "notificationUE": Told(
            None, "l'Atlas ne relève pas cette notification : à demander à l'organisme qui attribue"
        ),
        "pourcentageSubvention": Told(SINGLE_SHARE) if payee.text else Told(None, _share(payee.reason)),
        "dispositifAide": nothing,
    }


def _party(names: str | None, sirets: str | None, who: str) -> tuple[Told, Told]:
    """The one party that the documents name, and its SIRET; between several, nothing chooses.

    A reason begins with what is true of many lines; what is true of one follows a colon or a semicolon.
    """
    if not names:
        reason = f"{who} non nommé dans les documents lus"
        return Told(None, reason), Told(None, reason)
    if " ; " in names:
        reason = f"les documents lus nomment plusieurs organismes : {names}"
        return Told(None, reason), Told(None, reason)
    if sirets and " ; " in sirets:
        return Told(names), Told(None, f"les documents lus donnent plusieurs SIRET : {sirets}")
    return Told(names), Told(sirets, "" if sirets else f"SIRET non relevé dans les documents lus : {names}")


def _share(reason: str) -> str:
    """NOTE: what 2.1.1 means is the part of the beneficiary in the amount, not that of the State in a cost."""
    return f"part du bénéficiaire dans le montant, 1.00 s'il est seul : {reason}"


def _signatories(row: dict) -> str:
    """NOTE: who signs is not always who is paid: the city signs and its CCAS receives."""
    return f" ; signataires : {row['other_signatories']}" if row["other_signatories"] else ""


def _signed(row: dict) -> Told:
    signed, changed = row["signed_on"], row["changed_on"]
    if changed and (row["year"] is None or changed[:4] <= str(row["year"])):
        when = labels.partial_date(changed)
        return Told(None, f"un avenant ou une prolongation a pu être signé à une autre date : {when}")
    if signed and len(signed) == len("2019-06-24"):
        return Told(signed)
    if signed:
        return Told(None, f"le jour n'est pas publié : {labels.partial_date(signed)}")
    if row["inferred_signed_on"]:
        return Told(None, f"date déduite par l'Atlas, non publiée : {labels.partial_date(row['inferred_signed_on'])}")
    status = labels.CONTRACT_FACTS[row["contract_status"]]
    return Told(None, f"aucune date de signature relevée dans les documents lus ; contrat : {status}")


def _conditions(row: dict) -> Told:
    """In the document's own words, where the passage holds them."""
    found = AT_SIGNATURE.search(row["passages"] or "")
    return Told(found[0]) if found else Told(None, "le passage lu ne publie pas les conditions du versement")


def _undated(row: dict) -> str:
    """NOTE: the year that an amount is committed for is not the day it is paid."""
    known = f" ; le montant est publié {when}" if (when := period(row)) else ""
    return f"aucune date de versement relevée dans les documents lus ; {PAID_WITHIN}{known}"


def period(row: dict) -> str:
    """When an amount holds: « pour 2022 », « pour 2022-2023 », « sur 36 mois », or nothing."""
    if row["year"] is not None:
        return f"pour {row['year']}"
    if row["period_start"] or row["period_end"]:
        return f"pour {labels.period(None, row['period_start'], row['period_end'])}"
    return f"sur {labels.span(row['span'])}".replace(labels.NBSP, " ") if row["span"] else ""


def _object(row: dict) -> str:
    """The contract's printed title, where it is, and what the amount is; a title too long is cut."""
    where = "" if row["territory_name"] in row["contract_title"] else f", {row['territory_name']}"
    rest = f"{where} : contribution de l'État {period(row)}".rstrip()
    room = LONGEST_OBJECT - len(rest)
    title = row["contract_title"]
    return (title if len(title) <= room else f"{title[: room - 1].rstrip()}…") + rest


def _other(row: dict) -> dict[str, object]:
    reason = SET_ASIDE_REASONS[row["set_aside_reason"]].format(
        nature=labels.NATURES[row["nature"]],
        missing=labels.MISSING_REASONS.get(row["missing_reason"], ""),
        instead=" ; ".join(row["instead_ids"] or []),
    )
    return {
        "territoire": row["territory_name"],
        "periode": period(row),
        "nature": labels.nature(row),
        **dict(zip(AMOUNTS, (row["value"], row["value_low"], row["value_high"]), strict=True)),
        "raison": reason,
        **_where_printed(row),
    }


def _where_printed(row: dict) -> dict[str, str | None]:
    """NOTE: the read gives the ids as a list, the rest as texts."""
    found = {name: row[column] for name, column in WHERE_PRINTED.items()}
    found["observation_ids"] = " ; ".join(row["observation_ids"])
    return {name: unmarked(words or "") or None for name, words in found.items()}
