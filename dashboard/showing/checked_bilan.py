"""What a check says of a workbook, as the page shows it: a verdict, the remarks sheet by sheet, what is filled."""

from collections.abc import Mapping
from typing import Any

from dashboard.figures.content import Table
from dashboard.showing.markup import Html, html_folded, html_paragraph, html_status, html_table
from dashboard.words import labels

WHOLE_FILE = "Ensemble du classeur"
HEADERS = ("Gravité", "Cellule", "Ligne", "Trouvé", "Attendu", "À faire")
COPY = "Télécharger le classeur marqué (gardé une heure)"


def html_checked(answer: Mapping[str, Any], copy: str) -> Html:
    """The answer of a check; `copy` is the address of the marked file, empty where there is none."""
    kind = "lecture bilan-bon" if answer["is_acceptable"] else "lecture bilan-a-reprendre"
    parts = [html_status(answer["verdict"], kind)]
    if copy:
        parts.append(Html('<p><a class="bilan-copie" href="{}" target="_self" download>{}</a></p>').format(copy, COPY))
    remarks = answer["remarks"]
    if (rest := answer["count"] - len(remarks)) > 0 and answer["is_read"]:
        first = labels.counted(len(remarks), "premier est montré", "premiers sont montrés")
        parts.append(html_paragraph(f"Les {first} ; {labels.counted(rest, 'autre')}, dans le classeur marqué."))
    for place, sheet in enumerate(dict.fromkeys(one["sheet"] for one in remarks)):
        rows = [_row(one) for one in remarks if one["sheet"] == sheet]
        caption = f"Feuille « {sheet} »" if sheet else WHOLE_FILE
        parts.append(Html("<h3>{}</h3>").format(caption))
        parts.append(html_table(caption, Table(list(HEADERS), rows), f"bilan-controle-{place}"))
    if actions := answer["actions"]:
        rows = [[one["name"], one["told"]] for one in actions]
        filled = html_table("Rubriques renseignées, par action", Table(["Action", "Rubriques"], rows), "bilan-complet")
        parts.append(html_folded(f"Complétude par action ({len(actions)})", filled))
    return Html("").join(parts)


def _row(remark: Mapping[str, str]) -> list[str]:
    return [remark[name] for name in ("severity", "cell", "label", "found", "expected", "to_do")]
