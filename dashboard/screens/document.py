"""Sources et méthode, one document: what it is, and everything that was taken from it, table by table."""

from collections.abc import Sequence

from dashboard import cached, code_words, contract_words, labels, receipts
from dashboard.choices.fields import Selection
from dashboard.figure import show_content, show_table
from dashboard.figures import provenance
from dashboard.figures.content import Cell, Content, Table
from dashboard.screens import divergences, repertoire
from queries.warehouse import Warehouse

CONTRACT_FACTS = {
    "contract": "contrat", "party": "partie", "event": "événement", "axis": "axe nommé", "condition": "clause",
}  # fmt: skip
DETAILS = labels.CONTRACT_FACTS | contract_words.CLAUSES


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _identity(warehouse, chosen.document)
    _tables(warehouse, chosen.document)
    _figures(warehouse, chosen)
    _actions(warehouse, chosen.document)
    _theme_counts(warehouse, chosen.document)
    _contracts(warehouse, chosen.document)
    _indicators(warehouse, chosen.document)
    _repertoire(warehouse, chosen.document)
    divergences.show(warehouse, chosen)
    _left_out(warehouse, chosen.document)


def _identity(warehouse: Warehouse, document_id: str) -> None:
    frame = cached.read(warehouse, "document_described", document_id=document_id)
    (row,) = frame.iter_rows(named=True)
    lines = {
        "Titre": row["title"],
        "Éditeur": row["publisher"],
        "Date": labels.published(row["published_on"], row["published_label"]),
        "Genre": labels.DOCUMENT_KINDS[row["kind"]],
        "Fiabilité": labels.RELIABILITIES[row["reliability"]],
        "Étendue": labels.COMPLETENESSES[row["completeness"]],
        "Lu par": labels.READ_VIAS[row["read_via"]],
        "Adresse": provenance.address(row["url"]),
        "Licence": row["licence"],
        "Empreinte du texte lu": row["text_sha256"] or labels.ABSENT,
        "Remarque": row["note"] or labels.ABSENT,
        "Identifiant": document_id,
    }
    show_content(
        warehouse,
        Content(
            key="document",
            title=row["title"],
            frame=frame,
            reading="Ce qu'est ce document, comment il a été lu, et ce que vaut son éditeur comme source.",
            table=Table(["Propriété", "Valeur"], list(lines.items())),
        ),
    )


def _tables(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_tables", document_id=document_id),
        "document-tables",
        "Ce qui en a été tiré",
        "Le nombre de lignes que ce document apporte à chaque table de l'Atlas.",
        ["Table", "Lignes", "Une ligne est…"],
        lambda row: [labels.TABLES[row["table_name"]], labels.number(row["rows_count"]), row["grain"]],
    )


def _figures(warehouse: Warehouse, chosen: Selection) -> None:
    figures = cached.ask(warehouse, "document-chiffres", chosen)
    show_table(
        warehouse,
        figures,
        "document-chiffres",
        "Chiffres imprimés",
        "Chaque chiffre du document, avec l'endroit et le passage où il se lit. Rien n'y est calculé.",
        ["Ce qui est compté", "Chiffre", "Qui ou quoi", "Territoire", "Nature, période", "Passage", "Endroit, remarque"],
        _figure_cells,
        receipts=receipts.addresses(chosen, "document-chiffres", figures),
    )  # fmt: skip


def _figure_cells(row: dict) -> Sequence[Cell]:
    about = [row["action_title"], row["theme_label"], row["breakdown_label"]]
    confidence = "" if row["confidence"] == "H" else f"Confiance {labels.CONFIDENCES[row['confidence']]}"
    place = [row["locator"], confidence, row["note"]]
    return [
        row["measure_label"],
        labels.figure_words(row),
        " ; ".join(words for words in about if words) or labels.ABSENT,
        row["territory_name"],
        f"{labels.NATURES[row['nature']]}{' sous condition' if row['is_conditional'] else ''}, {labels.figure_period(row)}",
        provenance.passage(row),
        ". ".join(words.rstrip(".") for words in place if words) + f" [{row['observation_id']}]",
    ]


def _actions(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_actions", document_id=document_id),
        "document-actions",
        "Actions",
        "Les actions que le document décrit ; une partie d'action n'est pas comptée. Le premier thème est le principal.",
        ["Action", "Partie de", "Organisme", "Stade", "Thèmes", "D'où vient le thème", "Public", "Territoire", "Chiffres",
         "Endroit"],
        lambda row: [
            row["title"],
            row["parent_title"] or labels.ABSENT,
            row["operator"] or labels.ABSENT,
            labels.STAGES[row["stage"]],
            row["themes"],
            ", ".join(labels.THEME_BASES[basis] for basis in row["theme_bases"].split(", ")),
            row["public_label"] or labels.ABSENT,
            row["territory_name"],
            labels.number(row["observations_count"]),
            row["locator"],
        ],
    )  # fmt: skip


def _theme_counts(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_theme_counts", document_id=document_id),
        "document-themes",
        "Totaux imprimés et catalogue",
        (
            "Le nombre d'actions que le document imprime par thème, et celui du catalogue sous le thème commun. Les deux ne "
            "se remplacent pas : dans un tableau dont les coches ont glissé, le thème de chaque action est choisi par l'Atlas."
        ),
        ["Libellé imprimé", "Thème commun", "Nombre imprimé", "Part imprimée", "Au catalogue"],
        lambda row: [
            row["theme_label"] or f"{row['action_title'] or 'Toutes les actions'} ({row['territory_name']})",
            row["theme"] or labels.ABSENT,
            labels.plain(row["printed_count"]),
            labels.quantity(row["printed_share_pct"], "pct"),
            labels.number(row["catalogue_count"]),
        ],
        notes=["Une action peut porter plusieurs thèmes : les nombres ne s'ajoutent pas."],
    )


def _contracts(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_contract_facts", document_id=document_id),
        "document-contrats",
        "Contrats, parties, dates, axes et clauses",
        (
            "Ce que le document établit des contrats : leur statut, leurs parties, leurs dates, les axes qu'il nomme et leurs "
            "clauses, jamais le nom d'une personne."
        ),
        ["Contrat", "Ce qui est établi", "Organisme, titre, axe ou clause", "Date", "Passage", "Endroit"],
        lambda row: [
            f"{labels.PROGRAMMES[row['programme']]}, {row['territory_name']} [{row['contract_id']}]",
            CONTRACT_FACTS[row["fact"]] + (f" : {DETAILS[row['detail']]}" if row["detail"] else ""),
            row["words"] or labels.ABSENT,
            labels.partial_date(row["dated_on"]) + (" (déduite)" if row["basis"] == "inferred" else ""),
            provenance.passage(row) or labels.ABSENT,
            row["locator"],
        ],
    )


def _indicators(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_indicators", document_id=document_id),
        "document-indicateurs",
        "Indicateurs annoncés",
        "Ce que les actions promettent de mesurer. Une promesse n'est pas un chiffre manquant.",
        ["Action", "Rang", "Indicateur", "Mesure de l'Atlas", "Rubrique du répertoire", "Réponse attendue", "Passage"],
        lambda row: [
            row["action_title"],
            labels.number(row["position"]),
            row["label"],
            row["measure_label"] or labels.ABSENT,
            row["item_id"] or labels.ABSENT,
            labels.ANSWERS[row["answer"]],
            provenance.passage(row),
        ],
    )  # fmt: skip


def _repertoire(warehouse: Warehouse, document_id: str) -> None:
    repertoire.show(
        warehouse, cached.read(warehouse, "repertoire_items", document_id=document_id), "document-repertoire"
    )


def _left_out(warehouse: Warehouse, document_id: str) -> None:
    show_table(
        warehouse,
        cached.read(warehouse, "document_left_out", document_id=document_id),
        "document-laisses",
        "Lus et laissés de côté",
        "Les passages chiffrés qui n'ont pas été repris, et pourquoi.",
        ["Passage", "Raison", "Endroit", "Remarque"],
        lambda row: [
            provenance.passage(row),
            code_words.LEFT_OUT_REASONS[row["reason"]],
            row["locator"],
            row["note"] or labels.ABSENT,
        ],
    )
