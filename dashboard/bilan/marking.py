"""The agent's own file, marked: cells coloured and commented, and a first sheet that lists every remark.

Nothing else of the file is changed: what is added is written into its parts, which no library writes again as a whole.
"""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from dashboard.bilan.checks import Checked
from dashboard.bilan.containers import looked_into
from dashboard.bilan.marking_ods import mark_ods
from dashboard.bilan.marking_xlsx import mark_xlsx
from dashboard.bilan.marks import LIST, WIDTHS, Listed, Mark, Marks
from dashboard.bilan.remarks import SEVERITY_WORDS, Remark, Severity, of_severity, typeset
from data.nearest import folded

HEADINGS = ("Gravité", "Feuille", "Cellule", "Ligne", "Trouvé", "Attendu", "À faire")
ADVICE = (
    "Corrigez votre fichier d'origine, qui n'a pas changé, puis contrôlez-le de nouveau : les couleurs et les commentaires "
    "de cette copie n'y seront pas."
)
NOT_MARKED = (
    "La copie marquée n'a pas pu être faite : une partie du classeur, dont la lecture se passe, est abîmée. Suivez la liste, ou "
    "enregistrez le classeur dans LibreOffice ou Excel et redonnez-le."
)
LONGEST_LINE = sum(WIDTHS) - 30  # signs of a sentence that runs on over the cells beside it, no wider than the list
WRITERS = {"xlsx": mark_xlsx, "ods": mark_ods}


class CannotBeMarked(ValueError):
    """The file could be read and cannot be marked; the message is a French sentence."""


def marked(path: Path, checked: Checked) -> bytes:
    """The marked copy of a workbook that was read. Raises CannotBeMarked."""
    try:
        return WRITERS[looked_into(path).form](path, marks_of(checked.remarks), list_of(checked))
    except Exception as error:  # of a part that reading does not look at, damaged or odd
        raise CannotBeMarked(NOT_MARKED) from error


def marks_of(remarks: Sequence[Remark]) -> Marks:
    """By sheet and cell, the gravest of what is said there and all that is said."""
    marks: Marks = {}
    for severity in Severity:
        for remark in of_severity(remarks, severity):
            if remark.cell:
                mark = marks.setdefault(folded(remark.sheet), {}).setdefault(remark.cell, Mark(severity))
                mark.sentences.append(_in_a_comment(remark))
    return marks


def _in_a_comment(remark: Remark) -> str:
    """« Bloquant : trouvé « 12,5 », attendu un nombre entier ; arrondissez. »"""
    wanted = f", attendu {remark.expected}" if remark.expected else ""
    to_do = f" ; {remark.to_do}" if remark.to_do else ""
    return typeset(f"{SEVERITY_WORDS[remark.severity][0].capitalize()} : trouvé {remark.found}{wanted}{to_do}.")


def list_of(checked: Checked) -> list[Listed]:
    """The lines of the sheet « Contrôle »: the verdict, every remark, then how complete each action is."""
    lines = [Listed([f"{LIST} du bilan"], is_heading=True)]
    lines += [Listed([line]) for line in wrap(checked.verdict, LONGEST_LINE, break_on_hyphens=False)]
    lines += [Listed([ADVICE]), Listed([])]
    lines.append(Listed(list(HEADINGS), is_heading=True))
    for severity in Severity:
        for one in of_severity(checked.remarks, severity):
            words = [SEVERITY_WORDS[severity][0], one.sheet, one.cell, one.label, one.found, one.expected, one.to_do]
            lines.append(Listed([typeset(word) for word in words], severity))
    lines += [Listed([]), Listed(["Complétude", "", "", "Action"], is_heading=True)]
    lines += [Listed(["", "", "", one.name, str(one)]) for one in checked.by_action]
    return lines
