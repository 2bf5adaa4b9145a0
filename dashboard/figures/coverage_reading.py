"""What a comparison of coverage says: themes borne by all, not found for one, found nowhere; one or two sentences.

« Not found » is said of documents that were read. Of a territory without any there is nothing to say, and an announced
axis is neither an action nor an absence.
"""

from collections.abc import Sequence

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.words import grammar, labels

ALL_THEMES, COMMON, MISSING, NOWHERE = "tous", "communs", "absents", "nulle_part"
BORNE = pl.col("actions_count") > 0
WITHOUT_CONTRACT = pl.col("best_stage") == "without_contract"
TOLD = BORNE.fill_null(value=False) | (pl.col("best_stage") == "announced")
COMPARED = 2  # territories with actions, at least, to ask which themes they share
MOST_NAMES = 4
MOST_GROUPS = 3  # of themes with the same bearers, told in one sentence


def compared(frame: pl.DataFrame) -> list[str]:
    """The territories of which actions are published, at the stages asked for."""
    return frame.filter("has_actions")["territory_id"].unique(maintain_order=True).to_list()


def common(frame: pl.DataFrame) -> list[str]:
    """The themes that the actions of all of them bear; none where there is nobody to share with."""
    read = frame.filter("has_actions")
    return _themes(read, BORNE.all()) if len(compared(frame)) >= COMPARED else []


def nowhere(frame: pl.DataFrame) -> list[str]:
    """The themes that no action bears and no axis announces."""
    return _themes(frame, ~TOLD.any()) if compared(frame) else []


def not_found(frame: pl.DataFrame, territory_id: str) -> list[str]:
    """The themes that bear a cross under this territory, found for another or not."""
    is_here = pl.col("territory_id") == territory_id
    return _themes(frame, ((pl.col("best_stage") == "none") & is_here).any())


def missing(frame: pl.DataFrame, territory_id: str) -> list[str]:
    """Of those, the themes found for another territory, by an action or an announced axis."""
    absent = nowhere(frame)
    return [theme for theme in not_found(frame, territory_id) if theme not in absent]


def missing_of(frame: pl.DataFrame, chosen: Selection) -> str:
    """The territory whose missing themes are asked for: the one chosen, or else the first with actions."""
    known = frame["territory_id"].unique(maintain_order=True).to_list()
    if chosen.absents_de in known:
        return chosen.absents_de
    return next(iter([*compared(frame), *known]))


def marked(frame: pl.DataFrame, chosen: Selection) -> list[str]:
    """The themes that the reader asks for."""
    found = {COMMON: common, NOWHERE: nowhere, MISSING: lambda each: not_found(each, missing_of(each, chosen))}
    return found[chosen.themes](frame) if chosen.themes in found else []


OTHERWISE = {
    COMMON: " ou retirez un territoire",
    MISSING: " ou choisissez un autre territoire",
    NOWHERE: "",
}


def nothing_asked(frame: pl.DataFrame, chosen: Selection) -> str:
    """That no theme is as the reader asks, and what else to ask; empty where one is, or where nobody compares."""
    if chosen.themes not in OTHERWISE or len(compared(frame)) < COMPARED or marked(frame, chosen):
        return ""
    count = labels.counted(frame["theme_id"].n_unique(), "thème")
    return f"Aucun des {count} n'est dans ce cas. Choisissez « Tous » pour les revoir{OTHERWISE[chosen.themes]}."


def reading(frame: pl.DataFrame, chosen: Selection) -> str:
    """The answer to what the reader asks of the themes."""
    if not compared(frame):
        return f"Aucune action{_of_stage(chosen)} n'a été trouvée dans les documents lus pour ces territoires."
    if len(compared(frame)) == 1:
        return _alone(frame)
    if chosen.themes == MISSING:
        territory, absent = missing_of(frame, chosen), nowhere(frame)
        rest = f" Nulle part : {_small(absent)}." if absent and territory in compared(frame) else ""
        return _missing(frame, territory, chosen) + rest
    if chosen.themes == COMMON:
        return _common(frame) + _outside(frame, common(frame))
    if chosen.themes == NOWHERE:
        return _nowhere(frame)
    return _all_themes(frame) + _outside(frame, frame["theme_label"].unique(maintain_order=True).to_list())


def _of_stage(chosen: Selection) -> str:
    return "" if chosen.stade == EVERY else " de cette étape"


def _themes(frame: pl.DataFrame, kept: pl.Expr) -> list[str]:
    """The themes whose rows are so, in the order of the nomenclature."""
    judged = frame.group_by("theme_label", maintain_order=True).agg(kept=kept)
    return judged.filter("kept")["theme_label"].to_list()


def _small(themes: Sequence[str]) -> str:
    """« langue et emploi », « langue, culture et sport »: a name may hold an « et » of its own."""
    names = [theme.lower() for theme in themes]
    return ", ".join(names) if any(" et " in name for name in names) else grammar.listed(names)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _all(frame: pl.DataFrame) -> str:
    """« tous », or of whom it is said, where there is nothing to read of some."""
    if frame["has_actions"].all():
        return "tous"
    of_stage = "" if frame["asked_stage"].is_null().all() else " de cette étape"
    return f"tous ceux dont des actions{of_stage} sont publiées"


def _alone(frame: pl.DataFrame) -> str:
    """Of a single territory with actions, how many themes they bear, and which not."""
    row = frame.filter("has_actions").row(0, named=True)
    least = "" if row["is_exhaustive"] or row["covered_count"] == row["themes_count"] else "au moins "
    lacking = frame.filter(pl.col("best_stage") == "none", territory_id=row["territory_id"])["theme_label"].to_list()
    told = f"non trouvés : {_small(lacking)}" if lacking else "aucun ne manque"
    count = labels.counted(row["covered_count"], "thème")
    outside = labels.number(row["covered_without_contract_count"]) if row["covered_without_contract_count"] else ""
    which = f", dont {outside} hors contrat seulement" if outside else ""
    return f"{row['territory_name']} : {least}{count} sur {row['themes_count']}{which} ; {told}."


def _common(frame: pl.DataFrame) -> str:
    themes = common(frame)
    if not themes:
        return f"Aucun thème n'est porté par {_all(frame)}.{_most(frame)}"
    return f"{_capital(_small(themes))} : {grammar.plural(len(themes), 'porté')} par {_all(frame)}."


def _most(frame: pl.DataFrame) -> str:
    """The themes that most territories bear, where it is not each its own."""
    counts = frame.group_by("theme_label", maintain_order=True).agg(bearing=BORNE.sum())
    most = max(counts["bearing"].to_list())
    largest = counts.filter(bearing=most)
    if most < grammar.SINGULAR_BELOW or largest.height > MOST_NAMES:
        return ""
    return f" {grammar.plural(largest.height, 'Le plus porté', 'Les plus portés')} : {_small(largest['theme_label'].to_list())}."


def _nowhere(frame: pl.DataFrame) -> str:
    themes = nowhere(frame)
    if not themes:
        return "Chaque thème est porté, ou annoncé par un axe, pour l'un de ces territoires au moins."
    found = grammar.plural(len(themes), "trouvé")
    return f"{_capital(_small(themes))} : {found} pour aucun de ces territoires dans les documents lus."


def _missing(frame: pl.DataFrame, territory_id: str, chosen: Selection) -> str:
    """« Culture et sport : porté par Nantes, non trouvé pour Metz », themes of the same bearers together."""
    name = frame.filter(territory_id=territory_id)["territory_name"][0]
    if territory_id not in compared(frame):
        return f"Aucune action{_of_stage(chosen)} n'est publiée pour {name} : rien n'y est dit trouvé, ni non trouvé."
    themes = missing(frame, territory_id)
    if not themes:
        return f"Pour {name}, aucun thème trouvé ailleurs ne manque dans les documents lus."
    by_bearers: dict[str, list[str]] = {}
    for theme in themes:
        by_bearers.setdefault(_bearers(frame.filter(theme_label=theme)), []).append(theme)
    absent = grammar.plural(len(themes), "non trouvé", "non trouvés")
    if len(by_bearers) > MOST_GROUPS:
        found = f"{grammar.plural(len(themes), 'trouvé')} pour d'autres{_without_contract(frame, themes)}"
        return f"{_capital(_small(themes))} : {found}, {absent} pour {name}."
    told = [
        f"{_small(each)} : {words if len(each) == 1 else words.replace('porté par', 'portés par')}"
        for words, each in by_bearers.items()
    ]
    return f"{_capital(' ; '.join(told))}{' ;' if len(told) > 1 else ','} {absent} pour {name}."


def _without_contract(frame: pl.DataFrame, themes: Sequence[str]) -> str:
    """« , dont 2 hors contrat seulement »: of these themes, those that no contract of the others is said to carry."""
    count = len(set(_themes(frame, (WITHOUT_CONTRACT | ~TOLD).all())).intersection(themes))
    return f", dont {labels.number(count)} hors contrat seulement" if count else ""


def _bearers(frame: pl.DataFrame) -> str:
    """« porté par Nantes et Metz (hors contrat) », or by whom an axis announces it."""
    bearing = [
        f"{row['territory_name']} (hors contrat)" if row["best_stage"] == "without_contract" else row["territory_name"]
        for row in frame.filter(BORNE).iter_rows(named=True)
    ]
    others = frame.filter(pl.col("has_actions"), ~BORNE).height
    if not bearing:
        announcing = frame.filter(pl.col("best_stage") == "announced")["territory_name"].to_list()
        return f"axe annoncé pour {grammar.listed(announcing)}"
    if others == 1 and len(bearing) > MOST_NAMES:
        return "porté par tous les autres"
    shown = bearing if len(bearing) <= MOST_NAMES else [*bearing[: MOST_NAMES - 1], "d'autres"]
    return f"porté par {grammar.listed(shown)}"


def _all_themes(frame: pl.DataFrame) -> str:
    """Who shares what; then the themes that are not found for one alone."""
    shared, absent = common(frame), nowhere(frame)
    borne = (
        f"{_capital(_small(shared))} : {grammar.plural(len(shared), 'porté')} par"
        if shared
        else ("Aucun thème n'est porté par")
    )
    last = f" ; {_small(absent)} : par aucun" if absent else ""
    return f"{borne} {_all(frame)}{last}.{_gaps(frame) or ('' if shared else _most(frame))}"


def _gaps(frame: pl.DataFrame) -> str:
    """« Non trouvés pour un seul : langue et emploi (Nantes) ; culture et sport (Metz). »"""
    by_territory: dict[str, list[str]] = {}
    for (theme,), rows in frame.group_by("theme_label", maintain_order=True):
        without = rows.filter(pl.col("has_actions"), ~BORNE)
        if without.height == 1 and without["best_stage"][0] == "none":
            by_territory.setdefault(without["territory_name"][0], []).append(str(theme))
    told = " ; ".join(f"{_small(themes)} ({name})" for name, themes in by_territory.items())
    count = sum(map(len, by_territory.values()))
    return f" {grammar.plural(count, 'Non trouvé', 'Non trouvés')} pour un seul : {told}." if told else ""


def _outside(frame: pl.DataFrame, themes: Sequence[str]) -> str:
    """« Hors contrat seulement : langue (Besançon). »; of many, how many cells of the matrix are so."""
    cells = frame.filter(WITHOUT_CONTRACT, pl.col("theme_label").is_in(list(themes)))
    by_territory = cells.group_by("territory_name", maintain_order=True).agg("theme_label")
    told = [f"{_small(names)} ({name})" for name, names in by_territory.iter_rows()]
    if len(told) > MOST_GROUPS:
        told = [f"{labels.counted(cells.height, 'case')} de la matrice, chez {labels.counted(len(told), 'territoire')}"]
    return f" Hors contrat seulement : {' ; '.join(told)}." if told else ""
