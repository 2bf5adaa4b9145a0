"""A bilan on its way into the Atlas, as the page shows it: what would change, what came of it, those in force."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.bilan.in_force import InForce, in_force_told
from dashboard.showing.markup import Html, escape_as_it_is, html_alert, html_each, html_paragraph, html_status
from dashboard.words import labels
from queries.failures import CurationFailed, WritingsUnavailable
from queries.rights import Person, Right, may

UNKNOWN = "Les bilans en vigueur ne sont pas connus pour l'instant. {}"
HOW_LONG = (
    "L'Atlas est reconstruit avec ce bilan, et sert l'ancien jusque-là : d'un quart de minute à une minute, davantage quand le "
    "serveur est occupé. Chaque étape est dite ici ; quitter la page n'arrête rien."
)
NONE = "Aucun bilan n'est en vigueur."
BILAN = Html('<li><span title="{bilan}">{title} : {told}</span></li>')
REVOCATION = Html(
    '<li><span title="{bilan}">{title} : {told}</span><details class="pli"><summary>Retirer</summary><div class="bilan-retrait">'
    '<label>Raison du retrait (obligatoire)<input type="text" maxlength="300" required></label>'
    '<button type="button" data-fait="retirer" data-bilan="{bilan}">Retirer ce bilan</button></div></details></li>'
)


def html_changes(answer: Mapping[str, Any]) -> Html:
    """What the acceptance would add, change and erase, and what accepts exactly that."""
    accept = Html(
        '<p><button type="button" data-fait="accepter" data-empreinte="{}">Accepter</button></p><p class="aide">{}</p>'
    ).format(answer["digest"], HOW_LONG)
    return html_status("Voici ce qui changerait. Rien n'est encore fait.", "lecture") + _lines(answer) + accept


def html_done(over: Mapping[str, Any]) -> Html:
    """What was done and the version in service; or that nothing was, and what is to be put right."""
    kind = "lecture bilan-bon" if over["is_done"] else "lecture bilan-a-reprendre"
    again = Html('<p class="suites"><a href="" target="_self">Relire la page avec ces données</a></p>')
    told = (html_status if over["is_done"] else html_alert)(over["said"], kind)
    return told + _lines(over) + (again if over["is_done"] else Html(""))


def _lines(answer: Mapping[str, Any]) -> Html:
    if not answer["lines"]:
        return Html("")
    return Html('<ul class="bilan-lignes">{}</ul>').format(
        html_each("{}", [Html("<li{}>{}</li>").format(_inner(line), line.strip()) for line in answer["lines"]])
    )


def _inner(line: str) -> Html:
    return Html(' class="detail"') if line.startswith("  ") else Html("")


def html_known(home: Path, person: Person) -> Html:
    """The bilans in force of an installation that somebody may read, or why nobody can tell them now."""
    try:
        return html_in_force(list(in_force_told(home, person)), may(person, Right.REVOKE))
    except (WritingsUnavailable, CurationFailed) as failure:
        return html_paragraph(UNKNOWN.format(failure))


def html_in_force(acts: Sequence[InForce], may_revoke: bool) -> Html:
    """Each bilan in force, with what takes it out of the Atlas for who may."""
    if not acts:
        return html_paragraph(NONE)
    line = REVOCATION if may_revoke else BILAN
    told = Html("").join(
        line.format(bilan=escape_as_it_is(act.bilan_id), title=act.title, told=act.told) for act in acts
    )
    count = labels.counted(len(acts), "bilan en vigueur", "bilans en vigueur")
    return Html('<details class="pli"><summary>{}</summary><ul class="bilan-lignes">{}</ul></details>').format(
        count, told
    )
