"""The method: the bases, themes and measures that figures are counted by, and the official repertoire of indicators."""

from dashboard.figures.spec import Ask, Column, Figure, Row, count
from dashboard.words import labels


def _meaning(row: Row) -> str:
    """« Contrat d'intégration républicaine. Contrat que signent… »."""
    told = [words for words in (row["expansion"], row["meaning"]) if words]
    return ". ".join(words[0].upper() + words[1:] for words in told)


BASES = Figure(
    key="bases",
    title="Bases admises comme dénominateur",
    ask=Ask("base_choices"),
    columns=(
        Column("base", "Base", lambda row: row["label"]),
        Column("per", "Se lit", lambda row: row["per_label"]),
        Column("definition", "Définition", lambda row: row["definition"]),
    ),
    reading="Deux bases différentes ne se mélangent jamais dans un même classement.",
)
THEMES = Figure(
    key="themes",
    title="Thèmes",
    ask=Ask("themes_defined"),
    columns=(
        Column("theme", "Thème", lambda row: row["label"]),
        Column("definition", "Ce qu'il comprend", lambda row: row["definition"]),
        count("printed_labels", "Libellés publiés", "printed_labels_count"),
        count("nomenclatures", "Nomenclatures", "nomenclatures_count"),
    ),
    reading="La nomenclature commune, et le nombre de libellés publiés qui y mènent.",
)
GLOSSARY = Figure(
    key="glossaire",
    title="Glossaire",
    ask=Ask("words_explained"),
    columns=(
        Column("term", "Mot", lambda row: row["term"]),
        Column("meaning", "Sens", _meaning),
        Column("origin", "D'où il vient", lambda row: row["origin"]),
    ),
    reading="Les mots et les sigles de l'Atlas, et d'où ils viennent.",
)
MEASURES = Figure(
    key="mesures",
    title="Mesures",
    ask=Ask("measures_defined"),
    columns=(
        Column("measure", "Mesure", lambda row: row["label"]),
        Column("family", "Famille", lambda row: labels.FAMILIES[row["family"]]),
        Column("definition", "Définition", lambda row: row["definition"]),
        Column("definition_source", "Source de la définition", lambda row: row["definition_source"]),
        count("figures", "Chiffres", "observations_count"),
    ),
    reading="Ce qui est compté, d'où vient la définition, et combien de chiffres publiés la suivent.",
)


def _where_matched(row: Row) -> str:
    return f"{row['document_title']}, {row['locator']}" if row["document_title"] else labels.ABSENT


CORRESPONDENCES = Figure(
    key="correspondances",
    title="Des libellés publiés aux thèmes communs",
    ask=Ask("themes_corresponding"),
    columns=(
        Column("printed_label", "Libellé publié", lambda row: row["printed_label"]),
        Column("theme", "Thème commun", lambda row: row["theme_label"]),
        Column("match", "Correspondance", lambda row: labels.MATCHES[row["match"]]),
        Column("nomenclature", "Nomenclature", lambda row: row["nomenclature"]),
        Column("document", "Document", _where_matched),
        Column("why", "Pourquoi", lambda row: row["note"] or labels.ABSENT),
    ),
    reading=(
        "Une correspondance est exacte, large, ou partielle quand le libellé couvre plusieurs thèmes ; une "
        "correspondance partielle ne déplace jamais un chiffre publié."
    ),
)


def _asked(row: Row) -> str:
    asked = [words for words, name in (("objectif", "asks_target"), ("réalisé", "asks_realised")) if row[name]]
    return " et ".join(asked) or labels.ABSENT


def _measure(row: Row) -> str:
    return ", ".join(words for words in (row["measure_label"], row["breakdown_label"]) if words) or labels.ABSENT


REPERTOIRE = Figure(
    key="repertoire",
    title="Répertoire officiel des indicateurs",
    ask=Ask("repertoire_items", fixed={"document_id": None}),
    columns=(
        Column("item", "Rubrique", lambda row: row["label"]),
        Column("section", "Section", lambda row: f"{row['section']} {row['section_label']}"),
        Column("answer", "Réponse", lambda row: labels.ANSWERS[row["answer"]]),
        Column("asked", "Demandé", _asked),
        Column("is_mandatory", "Obligatoire", lambda row: "oui" if row["is_mandatory"] else "non"),
        Column("definition", "Définition", lambda row: row["definition"]),
        Column("measure", "Mesure de l'Atlas", _measure),
    ),
    reading=(
        "Les rubriques que remplit le bilan d'un contrat, avec leur définition officielle dite dans les mots de l'Atlas."
    ),
)
