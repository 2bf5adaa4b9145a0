"""An action: what it is, what is printed of it, what it promised to measure, and what resembles it elsewhere."""

from collections.abc import Callable

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures import pages, printed_figures, provenance
from dashboard.figures.action_costs import cost
from dashboard.figures.spec import VALUE, Answer, Ask, Column, Figure, Row
from dashboard.words import code_words, labels, passages
from queries import search

ANSWERS = {
    "reported": "publié",
    "announced": "annoncé, résultat non publié",
    "absent": "aucun chiffre publié",
    "text": "réponse en texte",
    "unmeasured": "pas de mesure commune à suivre",
}
KINSHIPS = {"whole": "l'action dont celle-ci est une partie", "part": "une partie", "sibling": "une autre partie"}
SAME_BASES = {"declared": "Oui : deux chiffres rapprochés", "perhaps": "Peut-être : mots du titre et de l'organisme"}


def stage(row: Row) -> str:
    return code_words.ONE_OF_A_STAGE[row["stage"]]


def calendar(row: Row) -> str:
    """The calendar as printed, or its dates."""
    dates = [f"début : {labels.partial_date(row['starts_on'])}"] if row["starts_on"] else []
    dates += [f"fin : {labels.partial_date(row['ends_on'])}"] if row["ends_on"] else []
    printed = f"« {row['calendar_label']} »" if row["calendar_label"] else ""
    return " ; ".join([*([printed] if printed else []), *dates]) or labels.ABSENT


def themes(row: Row) -> str:
    """The themes, the main one first, each with where it comes from."""
    told = [f"{theme['label']} ({labels.THEME_BASES[theme['basis']]})" for theme in row["themes_told"] or []]
    return " ; ".join(told) or labels.ABSENT


def promise(row: Row) -> str:
    """Which of ANSWERS an indicator is."""
    if row["answer"] == "text":
        return "text"
    if row["measure_id"] is None:
        return "unmeasured"
    return "reported" if row["reported_ids"] else "announced" if row["announced_ids"] else "absent"


def _says_promise(row: Row) -> str:
    return f"{row['title']}, indicateur « {row['label']} » : {ANSWERS[promise(row)]}"


def _public(row: Row) -> str:
    printed = f"« {row['public_label']} »" if row["public_label"] else ""
    return " : ".join(words for words in (code_words.AUDIENCES[row["audience"]], printed) if words)


def _contract(row: Row) -> str:
    if not row["contract_id"]:
        return "aucun contrat n'est dit la porter"
    return f"{labels.PROGRAMMES[row['programme']]}, {row['contract_territory_name']} [{row['contract_id']}]"


def _or_dash(name: str) -> Callable[[Row], str]:
    """What a column says, or a dash."""
    return lambda row: row[name] or labels.ABSENT


def _page(row: Row, chosen: Selection) -> str:
    return pages.action(chosen, row["action_id"])


ACTION = Figure(
    key="action",
    title=lambda answer: labels.spaced(answer.frame["title"][0]),
    ask=Ask("action_described", ("action",)),
    columns=(
        Column(
            "whole",
            "Partie de",
            lambda row: row["parent_title"],
            address=lambda row, chosen: pages.action(chosen, row["parent_action_id"]),
            is_shown=lambda answer: bool(answer.frame["parent_title"][0]),
        ),
        Column(
            "territory",
            "Où",
            lambda row: row["territory_name"],
            address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
        ),
        Column("operator", "Organisme", lambda row: row["operator"] or "non publié"),
        Column("public", "Public", _public),
        Column("themes", "Thèmes, le principal d'abord", themes),
        Column("stage", "Étape", stage),
        Column("calendar", "Calendrier", calendar),
        Column("contract", "Contrat", _contract),
        Column("axis", "Axe du document", _or_dash("axis_label")),
        Column(
            "document",
            "Document",
            provenance.document,
            address=lambda row, chosen: pages.document(chosen, row["document_id"]),
        ),
        Column("locator", "Endroit", lambda row: row["locator"]),
        Column("url", "Adresse publique", lambda row: passages.address(row["url"]), lambda row, _: row["url"] or ""),
        Column("action_id", "Identifiant", lambda row: row["action_id"]),
        Column(
            "title_basis",
            "Titre",
            lambda _row: "donné par l'Atlas : le document n'en publie pas",
            is_shown=lambda answer: answer.frame["title_basis"][0] == "editorial",
        ),
    ),
    reading=lambda answer: answer.frame["description"][0] or "Le document n'en dit pas plus que le titre.",
    is_upright=True,
)


def _nature(row: Row) -> str:
    condition = " sous condition" if row["is_conditional"] else ""
    return f"{labels.NATURES[row['nature']]}{condition}, {labels.figure_period(row)}"


def _place(row: Row) -> str:
    return provenance.place(row) if row["is_elsewhere"] else row["locator"]


PRINTED_FIGURES = Figure(
    key="action-chiffres",
    title="Chiffres publiés",
    ask=Ask("action_figures", ("action",)),
    row=("observation_id",),
    cites=("observation_id",),
    says=printed_figures.says,
    columns=(
        Column("counted", "Ce qui est compté", lambda row: row["measure_label"]),
        Column("figure", "Chiffre", labels.figure_words, value=VALUE),
        Column("who", "Qui ou quoi", _or_dash("breakdown_label")),
        Column("nature", "Nature, période", _nature),
        Column("passage", "Passage", passages.passage),
        Column("locator", "Endroit", _place),
    ),
    reading="Ce que son document, ou un autre qui est alors nommé, publie de cette action. Rien n'y est calculé.",
)
PROMISES = Figure(
    key="action-indicateurs",
    title="Indicateurs annoncés",
    ask=Ask("action_promises", ("action",)),
    row=("action_id", "position"),
    cites=("reported_ids", "announced_ids"),
    says=_says_promise,
    columns=(
        Column("indicator", "Indicateur", lambda row: row["label"]),
        Column("measure", "Mesure de l'Atlas", _or_dash("measure_label")),
        Column("result", "Résultat", lambda row: ANSWERS[promise(row)]),
        Column("passage", "Passage", passages.passage),
        Column("locator", "Endroit", lambda row: row["locator"]),
    ),
    reading="Ce que l'action promet de mesurer, et si un résultat en est publié. Une promesse n'est pas un chiffre manquant.",
)
TITLE = Column("action", "Action", lambda row: row["title"], address=_page)
BRIEF = Column("brief", "En bref", _or_dash("description"))
OPERATOR = Column("operator", "Organisme", _or_dash("operator"))
COST = Column("cost", "Coût publié", cost, value="amount_eur")
STAGE = Column("stage", "Étape", stage)
TERRITORY = Column("territory", "Territoire", lambda row: row["territory_name"])
RELATIVES = Figure(
    key="action-parties",
    title="Le tout et les parties",
    ask=Ask("action_relatives", ("action",)),
    columns=(
        TITLE,
        Column("kinship", "Ce qu'elle est", lambda row: KINSHIPS[row["kinship"]]),
        BRIEF,
        OPERATOR,
        COST,
    ),
    reading="Le document découpe l'action en parties : une partie n'est pas comptée comme une action de plus.",
)
SAME = Ask("same_project_actions", ("action",))
SAME_PROJECT = Figure(
    key="action-meme-projet",
    title="Le même projet dans d'autres documents",
    ask=SAME,
    columns=(
        TITLE,
        TERRITORY,
        OPERATOR,
        Column("same", "Le même projet ?", lambda row: SAME_BASES[row["basis"]]),
        Column("why", "Pourquoi", lambda row: row["why"]),
        Column("document", "Document", lambda row: f"{row['document_title']} ({row['publisher']})"),
    ),
    reading=(
        "« Oui » : l'Atlas a rapproché un chiffre des deux. « Peut-être » : le nom d'un organisme contient celui de "
        "l'autre, et les titres partagent un mot que trois titres au plus portent, ou un sigle. Rien n'est additionné."
    ),
)


def _of_another_project(answer: Answer) -> pl.DataFrame:
    """What `SAME_PROJECT` does not tell already."""
    same = SAME.answer(answer.read, answer.chosen)
    return answer.frame.filter(~pl.col("action_id").is_in(same["action_id"].to_list()))


SIMILAR = Figure(
    key="action-semblables",
    title="Actions semblables ailleurs",
    ask=Ask("actions_similar", ("action",), {"small_words": ",".join(sorted(search.SMALL_WORDS))}),
    rows=_of_another_project,
    columns=(
        TITLE,
        TERRITORY,
        BRIEF,
        OPERATOR,
        STAGE,
        Column("shared", "Mots en commun", lambda row: row["shared_words"]),
        COST,
    ),
    reading=(
        "Dans d'autres territoires, les actions du même thème principal qui ont le plus de mots rares en commun avec "
        "celle-ci, cinq au plus. Des mots en commun ne disent pas que les résultats se comparent."
    ),
)
