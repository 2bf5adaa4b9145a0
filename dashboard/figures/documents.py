"""The documents that were read: all of them, and what was taken from one, table by table."""

from dataclasses import replace

import polars as pl

from dashboard.figures import method, pages, printed_figures
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row, count
from dashboard.words import code_words, contract_words, labels, passages
from dashboard.words import documents as document_words

CONTRACT_FACTS = {
    "contract": "contrat", "party": "partie", "event": "événement", "axis": "axe nommé", "condition": "clause",
}  # fmt: skip
DETAILS = labels.CONTRACT_FACTS | contract_words.CLAUSES


def _date(row: Row) -> str:
    return labels.published(row["published_on"], row["published_label"])


def _place(row: Row) -> str:
    return row["locator"]


def _remark(row: Row) -> str:
    return row["note"] or labels.ABSENT


PUBLISHER = Column("publisher", "Éditeur", lambda row: row["publisher"])
DATE = Column("date", "Date", _date, value="published_on")
RELIABILITY = Column("reliability", "Fiabilité", lambda row: labels.RELIABILITIES[row["reliability"]])
EXTENT = Column("extent", "Étendue", lambda row: labels.COMPLETENESSES[row["completeness"]])
ADDRESS = Column("address", "Adresse", lambda row: passages.address(row["url"]), lambda row, _: row["url"] or "")


def _how_many(answer: Answer) -> str:
    """As Accueil counts them."""
    row = answer.frame.row(0, named=True)
    told = labels.counted(row["documents_count"], "document")
    beside = labels.counted(row["references_count"], "fichier de référence", "fichiers de référence")
    return f"{told}, et {beside} sur le découpage des territoires" if row["references_count"] else told


def _with_titles_told_apart(answer: Answer) -> pl.DataFrame:
    told = document_words.titles(answer.frame)
    return answer.frame.with_columns(told_title=pl.col("document_id").replace_strict(told, return_dtype=pl.String))


DOCUMENTS = Figure(
    key="documents",
    title="Documents lus",
    ask=Ask("documents_read"),
    listed=_with_titles_told_apart,
    columns=(
        Column(
            "document",
            "Document",
            lambda row: row["told_title"],
            address=lambda row, chosen: pages.document(chosen, row["document_id"]),
        ),
        PUBLISHER,
        DATE,
        RELIABILITY,
        EXTENT,
        count("figures", "Chiffres", "observations_count"),
        count("actions", "Actions", "actions_count"),
        count("parts", "Parties d'action", "parts_count"),
        count("left_out", "Laissés de côté", "left_out_count"),
        ADDRESS,
    ),
    reading=lambda answer: (
        f"{_how_many(answer)}. Ce qui a été tiré de chaque document, et ce qui y a été lu puis laissé de côté. Un document lu "
        "par extraits l'a été au travers d'un relevé de pages publiques. Le titre mène à la page du document, table par table."
    ),
)


def _title(answer: Answer) -> str:
    return answer.frame["title"].item()


DOCUMENT = Figure(
    key="document",
    title=_title,
    ask=Ask("document_described", ("document",)),
    columns=(
        Column("title", "Titre", lambda row: row["title"]),
        PUBLISHER,
        DATE,
        Column("kind", "Genre", lambda row: labels.DOCUMENT_KINDS[row["kind"]]),
        RELIABILITY,
        EXTENT,
        Column("read_via", "Lu par", lambda row: labels.READ_VIAS[row["read_via"]]),
        ADDRESS,
        Column("licence", "Licence", lambda row: row["licence"]),
        Column("text_digest", "Empreinte du texte lu", lambda row: row["text_sha256"] or labels.ABSENT),
        Column("remark", "Remarque", _remark),
        Column("identifier", "Identifiant", lambda row: row["document_id"]),
    ),
    reading="Ce qu'est ce document, comment il a été lu, et ce que vaut son éditeur comme source.",
    is_upright=True,
)
TABLES = Figure(
    key="document-tables",
    title="Ce qui en a été tiré",
    ask=Ask("document_tables", ("document",)),
    columns=(
        Column("table", "Table", lambda row: code_words.TABLES[row["table_name"]]),
        count("rows", "Lignes", "rows_count"),
        Column("grain", "Une ligne est…", lambda row: row["grain"]),
    ),
    reading="Le nombre de lignes que ce document apporte à chaque table de l'Atlas.",
)


def _about(row: Row) -> str:
    about = [row["action_title"], row["theme_label"], row["breakdown_label"]]
    return " ; ".join(words for words in about if words) or labels.ABSENT


def _place_and_remark(row: Row) -> str:
    confidence = "" if row["confidence"] == "H" else f"Confiance {labels.CONFIDENCES[row['confidence']]}"
    place = [row["locator"], confidence, row["note"]]
    return ". ".join(words.rstrip(".") for words in place if words) + f" [{row['observation_id']}]"


FIGURES = Figure(
    key="document-chiffres",
    title="Chiffres publiés",
    ask=Ask("document_figures", ("document",)),
    row=printed_figures.ROW,
    cites=printed_figures.ROW,
    says=printed_figures.says,
    columns=(
        Column("counted", "Ce qui est compté", lambda row: row["measure_label"]),
        printed_figures.FIGURE,
        Column("about", "Qui ou quoi", _about),
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        printed_figures.NATURE,
        printed_figures.PASSAGE,
        Column("place", "Endroit, remarque", _place_and_remark),
    ),
    reading="Chaque chiffre du document, avec l'endroit et le passage où il se lit. Rien n'y est calculé.",
)


def _theme_bases(row: Row) -> str:
    return ", ".join(labels.THEME_BASES[basis] for basis in row["theme_bases"].split(", "))


ACTIONS = Figure(
    key="document-actions",
    title="Actions",
    ask=Ask("document_actions", ("document",)),
    columns=(
        Column("action", "Action", lambda row: row["title"]),
        Column("part_of", "Partie de", lambda row: row["parent_title"] or labels.ABSENT),
        Column("operator", "Organisme", lambda row: row["operator"] or labels.ABSENT),
        Column("stage", "Étape", lambda row: labels.STAGES[row["stage"]]),
        Column("themes", "Thèmes", lambda row: row["themes"]),
        Column("theme_bases", "D'où vient le thème", _theme_bases),
        Column("public", "Public", lambda row: row["public_label"] or labels.ABSENT),
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        count("figures", "Chiffres", "observations_count"),
        Column("place", "Endroit", _place),
    ),
    reading=(
        "Les actions que le document décrit ; une partie d'action n'est pas comptée. Le premier thème est le principal."
    ),
)


def _printed_theme(row: Row) -> str:
    return row["theme_label"] or f"{row['action_title'] or 'Toutes les actions'} ({row['territory_name']})"


THEMES = Figure(
    key="document-themes",
    title="Totaux publiés et catalogue",
    ask=Ask("document_theme_counts", ("document",)),
    columns=(
        Column("printed_theme", "Libellé publié", _printed_theme),
        Column("theme", "Thème commun", lambda row: row["theme"] or labels.ABSENT),
        Column("printed_count", "Nombre publié", lambda row: labels.plain(row["printed_count"]), value="printed_count"),
        Column(
            "printed_share",
            "Part publiée",
            lambda row: labels.quantity(row["printed_share_pct"], "pct"),
            value="printed_share_pct",
        ),
        count("catalogue_count", "Au catalogue", "catalogue_count"),
    ),
    reading=(
        "Le nombre d'actions que le document publie par thème, et celui du catalogue sous le thème commun. Les deux ne "
        "se remplacent pas : dans un tableau dont les coches ont glissé, le thème de chaque action est choisi par l'Atlas."
    ),
    notes=lambda _answer: ["Une action peut porter plusieurs thèmes : les nombres ne s'ajoutent pas."],
)


def _contract(row: Row) -> str:
    return f"{labels.PROGRAMMES[row['programme']]}, {row['territory_name']} [{row['contract_id']}]"


def _fact(row: Row) -> str:
    return CONTRACT_FACTS[row["fact"]] + (f" : {DETAILS[row['detail']]}" if row["detail"] else "")


def _dated(row: Row) -> str:
    return labels.partial_date(row["dated_on"]) + (" (déduite)" if row["basis"] == "inferred" else "")


CONTRACTS = Figure(
    key="document-contrats",
    title="Contrats, parties, dates, axes et clauses",
    ask=Ask("document_contract_facts", ("document",)),
    columns=(
        Column("contract", "Contrat", _contract),
        Column("fact", "Ce qui est établi", _fact),
        Column("words", "Organisme, titre, axe ou clause", lambda row: row["words"] or labels.ABSENT),
        Column("date", "Date", _dated, value="dated_on"),
        Column("passage", "Passage", lambda row: passages.passage(row) or labels.ABSENT),
        Column("place", "Endroit", _place),
    ),
    reading=(
        "Ce que le document établit des contrats : leur statut, leurs parties, leurs dates, les axes qu'il nomme et leurs "
        "clauses, jamais le nom d'une personne."
    ),
)
INDICATORS = Figure(
    key="document-indicateurs",
    title="Indicateurs annoncés",
    ask=Ask("document_indicators", ("document",)),
    columns=(
        Column("action", "Action", lambda row: row["action_title"]),
        count("rank", "Rang", "position"),
        Column("indicator", "Indicateur", lambda row: row["label"]),
        Column("measure", "Mesure de l'Atlas", lambda row: row["measure_label"] or labels.ABSENT),
        Column("item", "Rubrique du répertoire", lambda row: row["item_id"] or labels.ABSENT),
        Column("answer", "Réponse attendue", lambda row: labels.ANSWERS[row["answer"]]),
        printed_figures.PASSAGE,
    ),
    reading="Ce que les actions promettent de mesurer. Une promesse n'est pas un chiffre manquant.",
)
REPERTOIRE = replace(method.REPERTOIRE, key="document-repertoire", ask=Ask("repertoire_items", ("document",)))
LEFT_OUT = Figure(
    key="document-laisses",
    title="Lus et laissés de côté",
    ask=Ask("document_left_out", ("document",)),
    columns=(
        printed_figures.PASSAGE,
        Column("reason", "Raison", lambda row: code_words.LEFT_OUT_REASONS[row["reason"]]),
        Column("place", "Endroit", _place),
        Column("remark", "Remarque", _remark),
    ),
    reading="Les passages chiffrés qui n'ont pas été repris, et pourquoi.",
)
