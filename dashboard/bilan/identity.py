"""Whose bilan a workbook is: the form is made again from what its sheet « Contrat » says of itself."""

from dataclasses import dataclass
from datetime import date

from dashboard.bilan.asked import FORM_VERSION, KEY, Form, Home, Kind, Question, Sheet
from dashboard.bilan.containers import CannotBeRead
from dashboard.bilan.form import MOST_ADDED, CannotBeAsked, Read, form, unknown_contract
from dashboard.bilan.general import ANSWER, HEADING
from dashboard.bilan.grid import Cell, CellKind, Grid
from dashboard.bilan.headings import found_in_sheet
from dashboard.bilan.remarks import said
from dashboard.bilan.values import answer_of
from data.nearest import folded

WHOLE = "toutes les actions"
NEEDED = {
    "contrat-identifiant": "l'identifiant du contrat", "periode-debut": "le début de la période",
    "periode-fin": "la fin de la période", "formulaire": "la version du formulaire", "donnees": "la version des données",
}  # fmt: skip
ASK_AGAIN = "redemandez le classeur à l'Atlas (ctai bilan modele, ou la page Bilans) et copiez-y vos réponses"
ASK = "demandez à l'Atlas le classeur du contrat (ctai bilan modele, ou la page Bilans) et copiez-y vos réponses"
# Files of others that are handed over by mistake: words that stand in them, and what they are. The first that fits counts.
OTHERS = {
    "date-de-naissance": "une liste de personnes (l'Atlas ne reçoit rien de nominatif)",
    "date-naissance": "une liste de personnes (l'Atlas ne reçoit rien de nominatif)",  # as templates name a column
    "agdref": "une liste de personnes (l'Atlas ne reçoit rien de nominatif)",  # the State's number of a foreigner
    "15059-0": "le compte rendu financier de subvention (cerfa 15059)",
    "compte-rendu-financier": "le compte rendu financier de subvention (cerfa 15059)",
    "12156-0": "le dossier de demande de subvention (cerfa 12156)",
    "dossier-de-demande-de-subvention": "le dossier de demande de subvention (cerfa 12156)",
    "modele-d-import": "un modèle d'import d'un autre outil",
    "donnees-a-importer": "un modèle d'import d'un autre outil",
    "questionnaire": "un questionnaire",
    "enquete": "un questionnaire",
    "indicateurs-de-performance": "un tableau annuel d'indicateurs",
    "remontee-annuelle": "un tableau annuel d'indicateurs",
}
HEADERS = [*map(folded, (KEY, HEADING, ANSWER))]  # of the table where it stands
SHOWN_SHEETS = 5


@dataclass(frozen=True)
class Identity:
    """What a workbook says of itself."""

    contract_id: str
    territory_id: str
    title: str
    period: tuple[date, date]
    form_version: str
    data_version: str
    operator: str
    added_actions: int


def identity(grid: Grid) -> Identity:
    """Raises CannotBeRead for a workbook that is no bilan, or whose identity is damaged."""
    said_of_itself = _said_of_itself(grid)
    missing = [words for key, words in NEEDED.items() if key not in said_of_itself]
    if missing:
        raise CannotBeRead(f"Feuille « {Sheet.CONTRACT} » : il manque {', '.join(missing)} ; {ASK_AGAIN}.")
    words = {key: cell.text.strip() for key, cell in said_of_itself.items()}
    operator = words.get("organisme", "")
    return Identity(
        words["contrat-identifiant"],
        words.get("contrat-code", ""),
        words.get("contrat-intitule", ""),
        (_day(said_of_itself, "periode-debut"), _day(said_of_itself, "periode-fin")),
        words["formulaire"],
        words["donnees"],
        "" if folded(operator) == folded(WHOLE) else operator,
        _added(said_of_itself.get("actions-ajoutees")),
    )


def form_of(identity: Identity, read: Read) -> Form:
    """The form that the workbook was made from. Raises CannotBeRead for a form, a contract or an operator unknown here."""
    _check_version(identity.form_version)
    is_known = identity.contract_id in read("bilan_contracts")["contract_id"]
    if not is_known and identity.contract_id != f"ctai-{identity.territory_id}-{identity.period[0].year}":
        raise CannotBeRead(
            f"Le classeur est celui du contrat {said(identity.contract_id)}, que l'Atlas ne connaît pas, ni comme l'un des "
            f"siens, ni comme celui du territoire {said(identity.territory_id)} pour cette période ; {ASK_AGAIN}."
        )
    of = identity
    try:
        if is_known:
            return form(read, of.contract_id, of.period, of.data_version, of.operator, of.added_actions)
        return unknown_contract(read, of.territory_id, of.title, of.period, of.data_version, of.added_actions)
    except CannotBeAsked as refusal:
        raise CannotBeRead(f"{refusal} Feuille « {Sheet.CONTRACT} » : {ASK_AGAIN}.") from refusal


def _said_of_itself(grid: Grid) -> dict[str, Cell]:
    sheet = grid.sheet(Sheet.CONTRACT)
    if sheet is None:
        raise CannotBeRead(not_a_bilan(grid))
    found = found_in_sheet(sheet, [HEADERS])
    told = {}
    for key, rows in found.keyed.items():
        place = rows[0].segment.columns.get(folded(ANSWER))
        if place is not None and (cell := rows[0].cells.get(place)):
            told[key] = cell
    if "contrat-identifiant" not in told and "formulaire" not in told:
        raise CannotBeRead(not_a_bilan(grid))
    return told


def not_a_bilan(grid: Grid) -> str:
    """What the workbook seems to be, by words that stand in it, or by the names of its sheets."""
    texts = [
        folded(cell.text).replace("_", "-") for sheet in grid.sheets for cell in list(sheet.cells.values())[:2_000]
    ]
    names = [folded(sheet.name) for sheet in grid.sheets]
    for mark, what in OTHERS.items():
        if any(mark in text for text in (*texts, *names)):
            return f"Ce classeur semble être {what}, et non un bilan de l'Atlas ; {ASK}."
    if not any(not cell.is_empty for sheet in grid.sheets for cell in sheet.cells.values()):
        return f"Ce classeur est vide ; {ASK}."
    listed = ", ".join(said(sheet.name) for sheet in grid.sheets[:SHOWN_SHEETS])
    more = ", …" if len(grid.sheets) > SHOWN_SHEETS else ""
    plural = "s" if len(grid.sheets) > 1 else ""
    return (
        f"Ce classeur n'est pas un bilan de l'Atlas : il a pour feuille{plural} {listed}{more} ; il y manque, sur une feuille "
        f"« {Sheet.CONTRACT} », le repère « contrat-identifiant ». Pour un bilan, {ASK}."
    )


def _check_version(version: str) -> None:
    if version == FORM_VERSION:
        return
    if version.isdecimal() and int(version) < int(FORM_VERSION):
        raise CannotBeRead(f"Le classeur est d'un ancien formulaire ({version}, attendu {FORM_VERSION}) ; {ASK_AGAIN}.")
    if version.isdecimal() and int(version) > int(FORM_VERSION):
        raise CannotBeRead(
            f"Le classeur est d'un formulaire plus récent ({version}) que cet Atlas ({FORM_VERSION}) : contrôlez-le là où il "
            "a été demandé, ou mettez cet Atlas à jour."
        )
    raise CannotBeRead(f"La version du formulaire est {said(version)}, attendu {FORM_VERSION} ; {ASK_AGAIN}.")


def _day(told: dict[str, Cell], key: str) -> date:
    answer, trouble = answer_of(Question(key, ANSWER, Kind.DATE, Home.BILAN, key), told[key])
    if answer and isinstance(answer.value, date):
        return answer.value
    found = trouble.found if trouble else said(told[key].text)
    raise CannotBeRead(
        f"Feuille « {Sheet.CONTRACT} », cellule {told[key].name} ({NEEDED[key]}) : trouvé {found}, attendu une date "
        "(31/12/2023) ; remettez celle de la demande."
    )


def _added(cell: Cell | None) -> int:
    if cell is None:
        return 0
    number = cell.number if cell.kind is CellKind.NUMBER else None
    text = cell.text.strip()
    if number is None and text.isdecimal():
        return int(text) if len(text) <= len(str(MOST_ADDED)) else MOST_ADDED + 1
    if number is None or number != number.to_integral_value() or not 0 <= number <= MOST_ADDED:
        raise CannotBeRead(
            f"Feuille « {Sheet.CONTRACT} », cellule {cell.name} (lignes d'actions ajoutées) : trouvé {said(cell.text)}, "
            f"attendu un nombre de 0 à {MOST_ADDED} ; {ASK_AGAIN}."
        )
    return int(number)
