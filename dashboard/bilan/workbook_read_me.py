"""« Lisez-moi », the first sheet of a workbook: for the agent who opens it, in plain words."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboard.bilan.asked import Form, Sheet
from dashboard.bilan.workbook_layout import Cell, Look, Page
from dashboard.words import labels

WIDTHS = (30, 110)
HOLDS = {
    Sheet.CONTRACT: "Le contrat, la période, l'état du bilan, les montants publiés.",
    Sheet.ACTIONS: "Pour chaque action : où elle en est, ses dates, qui l'a menée, ce qui a marché ou non.",
    Sheet.PUBLIC: "Pour chaque action : les personnes accompagnées. BPI : bénéficiaires de la protection internationale.",
    Sheet.ACTORS: "Pour chaque action qui s'adresse à eux : les acteurs de l'intégration formés ou réunis.",
    Sheet.FINANCES: "Pour chaque action : le coût et la subvention du programme 104 ; puis les autres financeurs, le compte.",
    Sheet.INDICATORS: "Pour chaque action : les résultats que sa fiche promet et ceux que le répertoire officiel demande.",
    Sheet.GOVERNANCE: "Les comités et groupes de travail tenus, et ce qu'ils ont décidé.",
    Sheet.SUMMARY: "Les résultats et difficultés à retenir, les appréciations, les décisions demandées au préfet.",
}
SAMPLES = (
    (Look.REQUIRED, "à remplir", "Réponse obligatoire quand le bilan est remis."),
    (Look.ASKED, "à remplir", "Réponse facultative."),
    (
        Look.KNOWN,
        "connu",
        "Ce que l'Atlas sait déjà : protégé. Une erreur se dit en commentaire, ou sous « Contrat ».",
    ),
    (Look.NEITHER, "", "Rien n'est demandé."),
)
EMPTY_IS_NOT_ZERO = (
    "Une cellule vide dit que la réponse manque encore. Zéro s'écrit 0. Quand il n'y a pas de chiffre, dites pourquoi, à sa "
    "place : « non mesuré » (cela existe, personne ne l'a compté), « sans objet » (l'action n'est pas concernée), « non "
    "transmis » (l'organisme ne l'a pas donné), « secret » (connu, mais gardé). De ce qui est obligatoire et non mesuré, la "
    "raison se dit une fois, dans la colonne « Commentaire » de la ligne."
)
NO_NAME = (
    "Ni nom, ni téléphone, ni adresse électronique, ni numéro d'étranger, ni compte bancaire, dans aucune cellule : écrivez "
    "une fonction ou un organisme (« cheffe de projet », « CCAS »)."
)
MAY_CHANGE = (
    "Les feuilles sont protégées sans mot de passe, pour que les libellés restent. Dans Excel, vous pouvez élargir les "
    "colonnes, masquer et filtrer ; dans LibreOffice, ôtez d'abord la protection de la feuille (Outils, Protéger la feuille). "
    "Chaque ligne est retrouvée par son repère (première colonne), chaque colonne par son titre : ne les changez pas. Une "
    "ligne déplacée est lue quand même."
)
NUMBERS = "Un nombre sans unité ni texte (1250,50) ; une date jj/mm/aaaa ; un choix dans la liste déroulante."
CHECK = (
    "Avant l'envoi, la page Bilans de l'Atlas et la commande « ctai bilan controle » lisent ce fichier et disent, cellule "
    "par cellule, ce qui manque ou se contredit. Rien n'est modifié ni envoyé par ce classeur : il n'a ni macro ni lien."
)
TRIAL = (
    "Pour un essai, écrivez « fictif » dans la fonction de l'auteur (feuille Contrat) : chaque page du document porte alors "
    "« Données fictives »."
)
WHOLE = (
    "Qui coordonne le contrat remplit tout, ou confie à chaque organisme la partie qui ne porte que ses actions (page Bilans, "
    "choix de l'organisme), puis contrôle toutes les parties à la fois sur la même page, qui les réunit (ou par la commande "
    "« ctai bilan reunir »)."
)


def read_me(form: Form, day: date) -> Page:
    """The sheet, for this contract and period, as prepared on this day."""
    lines = [[Cell(f"Bilan d'un contrat : {form.contract.territory_name}", Look.TITLE)], []]
    lines += [_said(*words) for words in (*_of_what(form, day), *_how(form))]
    lines += [[], _said("Couleurs", "")]
    lines += [[Cell(words or None, look), _words(meaning)] for look, words, meaning in SAMPLES]
    lines += [[], _said("Feuilles", "")]
    lines += [_said(sheet, holds) for sheet, holds in HOLDS.items()]
    return Page(Sheet.READ_ME, lines, WIDTHS, is_read=True)


def _of_what(form: Form, day: date) -> Iterator[tuple[str, str]]:
    where = f", {form.contract.departement_name}" if form.contract.departement_name else ""
    if form.contract.title:
        yield "Contrat", form.contract.title
    yield "Territoire", f"{form.contract.territory_name}{where}"
    yield "Période", f"du {form.period_start:%d/%m/%Y} au {form.period_end:%d/%m/%Y}"
    if form.operator:
        yield "Organisme", form.operator
    yield "Préparé", f"le {day:%d/%m/%Y}, d'après la version {form.data_version} des données de l'Atlas"


def _how(form: Form) -> Sequence[tuple[str, str]]:
    part = f"Cette partie est celle de {form.operator} : elle ne porte que ses actions. Rendez-la à qui coordonne."
    return (
        ("Qui remplit quoi", part if form.operator else WHOLE),
        ("Vide n'est pas zéro", EMPTY_IS_NOT_ZERO),
        ("Aucun nom de personne", NO_NAME),
        ("Nombres, dates, choix", NUMBERS),
        ("Ce qui peut changer", MAY_CHANGE),
        ("Vérifier", CHECK),
        ("Essayer", TRIAL),
    )


def _said(heading: str, words: str) -> list[Cell]:
    return [Cell(heading, Look.HEADING), *([_words(words)] if words else [])]


def _words(words: str) -> Cell:
    return Cell(labels.spaced(words), Look.WORDS)
