"""What a check says of a workbook, as the page shows it: a verdict, the remarks sheet by sheet, what is filled, and what
may be made of it next: its document, its entry into the Atlas.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.bilan.remarks import SHEETS
from dashboard.choices.host_path import SITE
from dashboard.figures.content import Link, Table
from dashboard.showing.markup import (
    Html,
    html_alert,
    html_folded,
    html_links,
    html_paragraph,
    html_status,
)
from dashboard.showing.tables import html_table
from dashboard.words import labels

WHOLE_FILE = "Ensemble du classeur"
HEADERS = ("Gravité", "Cellule", "Ligne", "Trouvé", "Attendu", "À faire")
DOCUMENTS, FOLLOWING = f"{SITE}/bilans/document/", f"{SITE}/bilans/suivant/"  # where a server gives them
FORMS = {"odt": "ODT (modifiable)", "docx": "DOCX (modifiable)", "pdf": "PDF"}
PART = (
    "Ce classeur est la partie d'un organisme : choisissez toutes les parties à la fois, et le classeur entier s'il y en a un ; "
    "elles sont réunies, et le tout est contrôlé."
)
CORRECT = "corrigez le classeur, puis contrôlez-le de nouveau."
TAKE_UP = "Garder les textes d'un document déjà écrit"
OLD = Html(
    '<div class="bilan-ancien"><div class="bilan-choix">'
    '<input id="bilan-document" type="file" accept=".odt,.docx" aria-describedby="bilan-ancien-dit">'
    '<label for="bilan-document">Choisir l\'ancien document</label><span class="bilan-nom">En .odt ou en .docx</span>'
    '<button type="button" data-fait="ancien" data-jeton="{token}" disabled>Reprendre ses textes</button></div>'
    '<p class="aide">Les trois fichiers ci-dessus garderont ce que vous y avez écrit, et diront chaque chiffre changé.</p>'
    '<div id="bilan-ancien-dit" role="status"></div></div>'
)
HOW_LONG = (
    "Les trois sont écrits à la première demande : quelques secondes, une minute ou plus quand le serveur est occupé ; "
    "inutile de redemander."
)
HOW_LONG_TO_LOOK = (
    "L'Atlas entier est contrôlé avec ce bilan, sans que rien ne change : de dix secondes à une demi-minute, davantage quand "
    "le serveur est occupé."
)
FOLLOWS = "Préparer le classeur de la période suivante à partir de celui-ci"
NEXT_FORMS = {"xlsx": f"{FOLLOWS} (XLSX)", "ods": "Le même en ODS"}
RESUMED = (
    "Du {} au {}. Repris de ce classeur : les organismes, les objectifs, les financeurs, les pages de refugies.info, le "
    "report du programme 104 et la fin des actions achevées ; aucun résultat, aucun commentaire."
)
COPY, WHOLE = "Télécharger le classeur marqué (gardé une heure)", "Télécharger le classeur réuni (gardé une heure)"
LINK = Html('<p><a class="bilan-copie" href="{}" target="_self" download>{}</a></p>')


def html_checked(answer: Mapping[str, Any], copy: str, whole: str = "") -> Html:
    """The answer of a check; `copy` is the address of the marked file, `whole` of the one that parts made; empty where
    there is none.
    """
    kind = "lecture bilan-bon" if answer["is_acceptable"] else "lecture bilan-a-reprendre"
    parts = [(html_status if answer["is_acceptable"] else html_alert)(answer["verdict"], kind)]
    for address, words in ((whole, WHOLE), (copy, COPY)):
        if address:
            parts.append(LINK.format(address, words))
    remarks = answer["remarks"]
    if (rest := answer["count"] - len(remarks)) > 0 and answer["is_read"]:
        first = labels.counted(len(remarks), "premier est montré", "premiers sont montrés")
        parts.append(html_paragraph(f"Les {first} ; {labels.counted(rest, 'autre')}, dans le classeur marqué."))
    parts.append(_remarks(answer))
    if actions := answer["actions"]:
        rows = [[one["name"], one["told"]] for one in actions]
        filled = html_table("Réponses renseignées, par action", Table(["Action", "Réponses"], rows), "bilan-complet")
        parts.append(html_folded(f"Complétude par action ({len(actions)})", filled))
    if answer["is_read"]:
        parts.append(_following(answer))
    return Html("").join(parts)


def _remarks(answer: Mapping[str, Any]) -> Html:
    """Sheet by sheet; folded when none of them keeps the bilan from being handed over."""
    remarks, parts = answer["remarks"], []
    named = dict.fromkeys(one["sheet"] for one in remarks)
    for place, sheet in enumerate(sorted(named, key=lambda name: SHEETS.get(name, 0))):
        rows = [_row(one) for one in remarks if one["sheet"] == sheet]
        caption = f"Feuille « {sheet} »" if sheet else WHOLE_FILE
        parts.append(Html("<h3>{}</h3>").format(caption))
        table = html_table(caption, Table(list(HEADERS), rows), f"bilan-controle-{place}")
        parts.append(Html('<div class="bilan-remarques">{}</div>').format(table))
    whole = Html("").join(parts)
    return html_folded(f"Remarques ({answer['count']})", whole) if answer["is_acceptable"] and parts else whole


def _following(answer: Mapping[str, Any]) -> Html:
    """The workbook of the period that follows, in its two forms, and what it takes from this one."""
    links = [Link(words, f"{FOLLOWING}{answer['token']}.{form}") for form, words in NEXT_FORMS.items()]
    return html_links(links, "boutons") + html_paragraph(RESUMED.format(*answer["next"]), "aide")


def html_document(answer: Mapping[str, Any]) -> Html:
    """The document in its three forms, how widely it may be read and why, and the field of an older one to take up."""
    if answer["operator"]:
        return html_paragraph(PART)
    links = [Link(words, f"{DOCUMENTS}{answer['token']}.{form}") for form, words in FORMS.items()]
    waiting = Html("").join(html_paragraph(line) for line in answer["to_complete"])
    return Html('<p class="lecture">{}</p>{}{}<p class="aide">{}</p>{}').format(
        " ".join(_reach(answer)),
        waiting,
        html_links(links, "boutons"),
        HOW_LONG,
        html_folded(TAKE_UP, OLD.format(token=answer["token"])),
    )


def _reach(answer: Mapping[str, Any]) -> Iterator[str]:
    """« Le document est un projet : un point bloque… », « Diffusion restreinte : le bilan n'est pas publié. »."""
    if blocking := answer["blocking"]:
        points = labels.counted(blocking, "point bloque le bilan", "points bloquent le bilan")
        yield f"{points} : son document porte « Projet », et ne vaut qu'ainsi."
    if restricted := answer["restricted"]:
        yield f"Diffusion restreinte, dit sur chaque page : {' ; '.join(restricted)}."
    else:
        yield "Tout le monde peut le lire : le bilan est publié, et aucun effectif n'y est de 1 à 10."


def html_to_import(answer: Mapping[str, Any]) -> Html:
    """What asks what the bilan would change; or what keeps it from entering the Atlas."""
    if answer["operator"]:
        return html_paragraph(PART)
    if blocking := answer["blocking"]:
        return html_paragraph(f"{labels.counted(blocking, 'point bloque', 'points bloquent')} ce bilan : {CORRECT}")
    return Html(
        '<p><button type="button" data-fait="essai" data-jeton="{}">Voir ce qui changerait</button></p><p class="aide">{}</p>'
    ).format(answer["token"], HOW_LONG_TO_LOOK)


def _row(remark: Mapping[str, str]) -> list[str]:
    return [remark[name] for name in ("severity", "cell", "label", "found", "expected", "to_do")]
