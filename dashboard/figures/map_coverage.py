"""The map of the actions described: how many themes they bear, how many they are, or who bears one theme."""

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.drawing import coverage_map
from dashboard.drawing.chart import Chart
from dashboard.figures import map_lists, map_notes, pages, provenance
from dashboard.figures.content import Link, Ranked, Ranking, Source
from dashboard.figures.spec import SLIDES, Answer, Ask, Column, Figure, Row, count
from dashboard.words import grammar, labels
from geo.territories import ATTRIBUTION

SUBJECT = "couverture:"
THEMES, ACTIONS = f"{SUBJECT}themes", f"{SUBJECT}actions"
SHOWN, MOST_NAMED, MOST_TITLES = 20, 3, 4
NOT_ABSENT = (
    "« Aucune action trouvée » est dit là où des documents décrivent des actions, dont aucune de ce thème ; « aucun document "
    "d'actions », là où rien n'a été publié ou lu : ni l'un ni l'autre ne dit qu'il n'y en a pas sur le territoire."
)


def subject_words(subject: Row) -> str:
    """« Porte le thème : Langue ; 13 territoires »."""
    words = {THEMES: "Nombre de thèmes portés", ACTIONS: "Actions décrites"}
    told = words.get(subject["subject_id"]) or f"Porte le thème : {subject['theme_label']}"
    return f"{told} ; {labels.counted(subject['territories_count'], 'territoire')}"


def _subject(answer: Answer) -> Row:
    """What is mapped; the number of themes, of a choice that is of another map."""
    known = answer.read("map_other_subjects")
    asked = answer.chosen.sujet if answer.chosen.sujet in known["subject_id"].to_list() else THEMES
    return known.row(by_predicate=pl.col("subject_id") == asked, named=True)


def _title(answer: Answer) -> str:
    return f"{subject_words(_subject(answer)).partition(' ; ')[0]}, par territoire sous contrat"


def _words(subject: Row, row: Row) -> str:
    """« 10 thèmes », « au moins 3 actions », or why there is no number."""
    if row["status"] != "value":
        return coverage_map.ABSENT[row["status"]][0]
    return _at_least(row) + labels.counted(row["value"], "thème" if subject["subject_id"] == THEMES else "action")


def _outside(row: Row) -> str:
    """Of what is counted, what no contract is said to carry: « , dont 3 hors contrat »."""
    count = row["without_contract_count"]
    if row["status"] != "value" or not count:
        return ""
    return ", hors contrat" if count == row["value"] else f", dont {labels.number(count)} hors contrat"


def _at_least(row: Row) -> str:
    """What a document counts that does not say it lists all, where there may be more."""
    return "" if row["is_whole"] else "au moins "


def _stages(row: Row) -> str:
    return ", ".join(labels.STAGES[stage] for stage in row["stages"] or []) or labels.ABSENT


def _hover(subject: Row, row: Row) -> str:
    titles = row["theme_action_titles"] or []
    more = [f"et {labels.number(len(titles) - MOST_TITLES)} autres"] if len(titles) > MOST_TITLES else []
    told = [*titles[:MOST_TITLES], *more] if subject["theme_label"] else row["theme_labels"] or []
    axes = [f"Axes annoncés : {', '.join(row['announced_axes'])}"] if row["status"] == "announced" else []
    stages = [_stages(row)] if row["stages"] else []
    counted = _words(subject, row) + _outside(row)
    return "<br>".join([f"<b>{row['territory_name']}</b>", counted, *map(_short, told), *stages, *axes])


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


def _chart(answer: Answer) -> Chart:
    subject, rows = _subject(answer), list(answer.frame.iter_rows(named=True))
    told = {row["territory_id"]: _words(subject, row) for row in rows}
    hover = [_hover(subject, row) for row in rows]
    counted = "thèmes" if subject["subject_id"] == THEMES else "actions"
    return coverage_map.coverage(answer.frame, told, "" if subject["theme_label"] else counted, hover)


def _reading(answer: Answer) -> str:
    known = answer.frame.filter(status="value")
    counts = {status: answer.frame.filter(status=status).height for status in coverage_map.ABSENT}
    absent = [f"{words[0]} : {counts[status]}" for status, words in coverage_map.ABSENT.items() if counts[status]]
    rest = f" Autres territoires — {' ; '.join(absent)}." if absent else ""
    if known.is_empty():
        return f"Aucun territoire.{rest}"
    subject, rows = _subject(answer), list(known.iter_rows(named=True))
    if subject["theme_label"]:
        outside = rows[0]["only_without_contract_count"]
        which = f", dont {labels.number(outside)} hors contrat seulement" if outside else ""
        bearing = f"{labels.counted(len(rows), 'territoire')}{which}"
        return f"{subject['theme_label']} : thème porté par les actions de {bearing}.{rest}"
    told = grammar.listed(
        [f"{row['territory_name']} ({_words(subject, row)}{_outside(row)})" for row in rows[:MOST_NAMED]]
    )
    described = labels.counted(len(rows), "territoire")
    return f"Des actions sont décrites pour {described} sous contrat, d'abord {told}.{rest}"


def _under_contract(answer: Answer) -> pl.DataFrame:
    return answer.read("territories_known").filter(pl.col("contracts_count") > 0)


def _notes(answer: Answer) -> list[str]:
    return [
        NOT_ABSENT,
        "Toutes les étapes ensemble : proposées, inscrites au contrat, en place, décrites comme menées. Une action peut porter "
        "plusieurs thèmes. Un document non exhaustif donne une présence, jamais un plus grand nombre.",
        *map_notes.of_another_level(_under_contract(answer)),
    ]


def _sources(answer: Answer) -> list[Source]:
    ids = answer.frame.filter(status="value")["territory_id"].to_list()
    read = [answer.read("action_sources", territory_ids=ids, stage=stage) for stage in labels.STAGES]
    return provenance.action_lines(pl.concat(read))


def _rankings(answer: Answer) -> list[Ranking]:
    rows = list(answer.frame.with_row_index("number").iter_rows(named=True))
    longest = max((row["value"] or 0 for row in rows), default=0) or 1
    title = subject_words(_subject(answer)).partition(" ; ")[0]
    known = [
        Ranked(
            _name(row, answer.chosen),
            _at_least(row) + labels.number(row["value"]) + _outside(row),
            share=row["value"] / longest,
            places=[row["number"]],
        )
        for row in rows
        if row["status"] == "value"
    ]
    return [
        Ranking(title, known, SHOWN),
        *(
            Ranking(
                f"{told[0][0].upper()}{told[0][1:]}",
                [Ranked(_name(row, answer.chosen), places=[row["number"]]) for row in rows if row["status"] == status],
            )
            for status, told in coverage_map.ABSENT.items()
        ),
        *map_lists.off_the_map(answer, map_notes.without_mark(_under_contract(answer))),
    ]


def _name(row: Row, chosen: Selection) -> Link:
    return Link(row["territory_name"], pages.sheet(chosen, row["territory_id"]), f"Fiche : {row['territory_name']}")


MAP = Figure(
    key="carte-couverture",
    title=_title,
    ask=Ask("map_coverage", ("sujet",)),
    row=("territory_id",),
    says=lambda row: f"{row['territory_name']} : {labels.counted(row['actions_count'], 'action')} décrites",
    columns=(
        Column(
            "territory",
            "Territoire",
            lambda row: row["territory_name"],
            address=lambda row, chosen: pages.sheet(chosen, row["territory_id"]),
            label=lambda row: f"Fiche : {row['territory_name']}",
        ),
        Column(
            "found",
            "Trouvé",
            lambda row: (
                _at_least(row) + labels.number(row["value"]) + _outside(row)
                if row["status"] == "value"
                else coverage_map.ABSENT[row["status"]][0]
            ),
        ),
        Column("themes", "Thèmes portés", lambda row: ", ".join(row["theme_labels"] or [labels.ABSENT])),
        count("actions", "Actions décrites", "actions_count"),
        Column("stages", "Étapes", _stages),
        Column("titles", "Actions du thème", lambda row: " ; ".join(row["theme_action_titles"] or [labels.ABSENT])),
        Column("announced", "Axes annoncés", lambda row: ", ".join(row["announced_axes"] or [labels.ABSENT])),
    ),
    chart=_chart,
    reading=_reading,
    notes=_notes,
    sources=_sources,
    attribution=ATTRIBUTION,
    ways=lambda row, chosen: [_name(row, chosen)],
    rankings=_rankings,
    made_as=SLIDES,
    nothing="Aucune action de ces territoires n'est décrite.",
)
