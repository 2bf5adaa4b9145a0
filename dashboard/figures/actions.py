"""The catalogue of actions, as it is searched; and on a territory's sheet, what is printed of its actions or elsewhere."""

from dataclasses import replace

import polars as pl

from dashboard.choices.vocabulary import ALL
from dashboard.figures import action, action_costs, printed_figures, provenance
from dashboard.figures.content import Source
from dashboard.figures.spec import VALUE, Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import labels, passages
from queries import search

SHOWN_FIRST = 30
FIELDS = {
    "title": "titre", "operator": "organisme", "theme": "thème", "axis": "axe", "territory": "territoire",
    "public": "public", "description": "description",
}  # fmt: skip
PER_PERSON_NOTE = (
    "Coût par personne : seulement quand un document publie le coût et l'effectif de l'action pour la même période, ou au même "
    "endroit ; ailleurs, la page de l'action dit pourquoi il manque."
)


def described(count: int, located_count: int) -> str | None:
    """How many actions a territory has, or where those that take place in it are told; none when it has none at all."""
    if count or not located_count:
        return labels.number(count) if count else None
    told = labels.counted(located_count, "décrite")
    return f"aucune en propre ; {told} par le contrat d'un autre territoire"


def counted_figures(count: int) -> str:
    return labels.counted(count, "chiffre publié", none="aucun chiffre")


def counted_actions(frame: pl.DataFrame) -> str:
    """« 3 actions et 6 parties d'action », as they are counted everywhere else."""
    return labels.actions(frame["parent_action_id"].null_count(), frame["parent_action_id"].count())


def found(row: Row) -> str:
    """« titre : « accès », « droits » ; mot voisin : « code de la route » (description) »."""
    places: dict[str, list[str]] = {place: [] for place in (*FIELDS.values(), "mot voisin")}
    for hit in row["found"]:
        if hit["neighbour"]:
            places["mot voisin"].append(f"« {hit['neighbour']} » ({FIELDS[hit['field']]})")
        else:
            places[FIELDS[hit["field"]]].append(f"« {hit['spelled']} »")
    return " ; ".join(f"{place} : {', '.join(dict.fromkeys(words))}" for place, words in places.items() if words)


def _is_search(answer: Answer) -> bool:
    return bool(search.words(answer.chosen.recherche))


def shown(answer: Answer) -> pl.DataFrame:
    """The actions that are listed: the first ones, or all when they are asked for."""
    return answer.frame if answer.chosen.tout == "oui" else answer.frame.head(SHOWN_FIRST)


def _title(answer: Answer) -> str:
    told = f" pour « {search.harmless(answer.chosen.recherche)} »" if _is_search(answer) else ""
    return labels.spaced(counted_actions(answer.frame) + told)


def _reading(answer: Answer) -> str:
    frame, listed = answer.frame, shown(answer)
    order = (
        "Dans l'ordre de l'endroit où les mots se lisent : titre, organisme, thème, axe, territoire, public, description."
        if _is_search(answer)
        else "Les actions que les documents lus décrivent, celles dont ils publient le plus de chiffres d'abord."
    )
    by_neighbour = frame.filter(pl.col("neighbours_count") > 0)
    sentences = [
        order,
        f"Par un mot voisin, en dernier : {counted_actions(by_neighbour)}." if by_neighbour.height else "",
        f"Les {listed.height} premières sont montrées ; le fichier les contient toutes."
        if listed.height < frame.height
        else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _notes(answer: Answer) -> list[str]:
    return [] if shown(answer)["cost_per_person_eur"].is_null().all() else [PER_PERSON_NOTE]


def _sources(answer: Answer) -> list[Source]:
    return provenance.sources(answer.read, shown(answer), "cost_observation_ids")


def _brief(row: Row) -> str:
    part = f"Partie de « {row['parent_title']} »." if row["parent_title"] else ""
    return " ".join(words for words in (row["description"], part) if words) or labels.ABSENT


def _where(row: Row) -> str:
    """Where it takes place, and whose contract describes it where that is another's."""
    told = "" if row["holder_id"] == row["territory_id"] else f" (contrat : {row['holder_name']})"
    return f"{row['territory_name']}{told}"


def _costs(row: Row) -> str:
    costs = [action_costs.cost(row), action_costs.per_person(row)]
    return " ; ".join(words for words in costs if words != labels.ABSENT) or labels.ABSENT


def _says(row: Row) -> str:
    return f"{row['title']} ({row['territory_name']}) : {counted_figures(row['observations_count'])}"


CATALOGUE = Figure(
    key="actions",
    title=_title,
    ask=Ask("actions_found", ("recherche", *search.FILTERS), also=("tout",)),
    pins=lambda _row: {"recherche": "", **dict.fromkeys(search.FILTERS, ALL)},
    listed=shown,
    row=("action_id",),
    cites=("observation_ids",),
    says=_says,
    columns=(
        action.TITLE,
        Column(
            "who",
            "Territoire, organisme",
            lambda row: " ; ".join(words for words in (_where(row), row["operator"]) if words),
        ),
        Column("brief", "En bref", _brief),
        Column("themes", "Thèmes", lambda row: row["themes"]),
        action.STAGE,
        Column("cost", "Coût publié", _costs, value="amount_eur"),
        Column(
            "figures",
            "Chiffres",
            lambda row: labels.number(row["observations_count"]) if row["observations_count"] else "aucun",
            value="observations_count",
        ),
        Column("found", "Mots trouvés", found, is_shown=_is_search),
    ),
    reading=_reading,
    notes=_notes,
    sources=_sources,
)


def _counted(row: Row) -> str:
    share_of = f"base : {row['share_base_label']}" if row["share_base_label"] else None
    counted = [row["measure_label"], row["breakdown_label"], share_of]
    return ", ".join(words for words in counted if words)


def _figure(row: Row) -> str:
    return labels.figure_words(row) + (", confiance basse" if row["confidence"] == "L" else "")


RESULTS = Figure(
    key="fiche-resultats",
    title="Résultats publiés",
    ask=Ask("sheet_figures", ("fiche",), {"is_result": True}),
    row=("observation_id",),
    cites=("observation_id",),
    says=printed_figures.says,
    columns=(
        Column("counted", "Ce qui est compté", _counted),
        Column("figure", "Chiffre", _figure, value=VALUE),
        Column(
            "about",
            "Action ou thème",
            lambda row: row["action_title"] or row["theme_label"] or row["territory_name"],
        ),
        Column("nature", "Nature, période", lambda row: f"{labels.nature(row)}, {labels.figure_period(row)}"),
        Column(
            "passage", "Passage", lambda row: f"{passages.passage(row)} ({row['document_title']}, {row['publisher']})"
        ),
    ),
    reading=(
        "Ce que les documents disent réalisé : des chiffres de sources et de définitions diverses, qui ne s'ajoutent pas."
    ),
    sources=("observation_id",),
    printed=Printed(("counted", "figure", "about", "nature"), rows=5),
)
OTHER_FIGURES = replace(
    RESULTS,
    key="fiche-autres-chiffres",
    title="Les autres chiffres publiés",
    ask=Ask("sheet_figures", ("fiche",), {"is_result": False}),
    reading="Prévisions, capacités, constats et objectifs qu'aucune autre partie de la fiche ne montre.",
    printed=Printed(rows=0),
)


def _how_many_promised(answer: Answer) -> str:
    count, reported = answer.frame.height, answer.frame["reported_observation_ids"].is_not_null().sum()
    announced = labels.counted(count, "indicateur annoncé")
    return f"{announced} par les actions ; un chiffre réalisé est publié pour {reported or 'aucun'}."


def _promised(row: Row) -> str:
    """An indicator in the list of its action's."""
    return f"{row['label']} (chiffre publié)" if row["reported_observation_ids"] else row["label"]


INDICATORS = Figure(
    key="fiche-indicateurs",
    title="Indicateurs promis, et ceux dont un chiffre est publié",
    ask=Ask("sheet_indicators", ("fiche",)),
    row=("action_id", "position"),
    cites=("reported_observation_ids",),
    says=lambda row: f"{row['action_title']} ({row['territory_name']}), indicateur promis : {row['label']}",
    columns=(
        Column("action", "Action", lambda row: row["action_title"]),
        Column("indicator", "Indicateur", lambda row: row["label"]),
        Column("measure", "Mesure de l'Atlas", lambda row: row["measure_label"] or labels.ABSENT),
        Column("figure", "Chiffre publié", lambda row: "oui" if row["reported_observation_ids"] else "aucun"),
        Column("locator", "Endroit", lambda row: row["locator"]),
    ),
    reading=_how_many_promised,
    sources=("reported_observation_ids",),
    printed=Printed(("action", "indicator"), rows=200, gathered=_promised),
)
