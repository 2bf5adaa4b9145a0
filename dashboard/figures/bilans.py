"""What published bilans let compare: how full they are, what was spent per person, what was promised and reached."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import polars as pl

from dashboard.drawing import account_chart, gutter
from dashboard.drawing.chart import Chart
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row
from dashboard.words import bilan_words, grammar, labels

A_MONTH = timedelta(days=31)
MOST_TOLD = 3  # in a sentence
WITHOUT_PERSONS = (
    "La dépense du programme 104 par personne ne se calcule pas : il y faut cette dépense, et les personnes comptées une fois "
    "pour tout le contrat."
)
# Of 1 to 10 persons, or of what would tell them.
SECRET = "suppressed"
SECRET_PERSONS = (
    "La dépense du programme 104 par personne ne se calcule pas : les personnes comptées une fois pour tout le contrat sont "
    "tenues secrètes, avec les effectifs de 1 à 10 qu'elles feraient trouver."
)
SECRET_REACHED = (
    "Aucune part d'objectif ne se calcule : les valeurs atteintes sont tenues secrètes, pour taire de petits effectifs."
)
NOTHING = (
    "Aucun bilan n'est encore publié. Préparez celui d'un contrat avec le classeur ci-dessus : une fois validé et publié, "
    "ses chiffres entrent dans les comparaisons."
)


def period(row: Row) -> str:
    """« 2023 », « du 30 novembre 2023 au 30 juin 2024 »."""
    return bilan_words.period(row["period_start"], row["period_end"])


def _times(row: Row) -> str:
    """« 2023 », « 11/2023-11/2024 »: as short as the margin of a chart on a phone."""
    return bilan_words.times(row["period_start"], row["period_end"])


def _filling(row: Row) -> str:
    """« 31 sur 42 (74 %) »."""
    if not row["asked_count"]:
        return "rien n'était demandé"
    share = labels.quantity(round(row["filling_pct"]), "pct")
    return f"{labels.number(row['answered_count'])} sur {labels.number(row['asked_count'])} ({share})"


def _persons(row: Row) -> str:
    if row["persons_count"] is not None:
        return labels.number(row["persons_count"])
    reason = row["persons_missing_reason"]
    return labels.MISSING_REASONS[reason] if reason else "non comptées une fois pour tout le contrat"


def _per_person(row: Row) -> str:
    return labels.euros(row["spent_per_person_eur"])


def _spent(row: Row) -> str:
    return labels.euros(row["spent_eur"])


def alike(frame: pl.DataFrame) -> pl.DataFrame:
    """Of the bilans that say an amount per person, the most whose periods are as long, give or take a month.

    Where there are as many of several lengths, the longest.
    """
    known = frame.filter(pl.col("spent_per_person_eur").is_not_null())
    days = pl.col("period_end") - pl.col("period_start")
    groups = [
        known.filter(days.is_between(longest - A_MONTH, longest))
        for longest in known.select(days).to_series().unique().sort(descending=True)
    ]
    return max(groups, key=lambda group: group.height, default=known)


def _published_reading(answer: Answer) -> str:
    frame = answer.frame
    told = f"{labels.counted(frame.height, 'bilan')} {grammar.plural(frame.height, 'publié')}."
    known, group = frame.drop_nulls("spent_per_person_eur"), alike(frame).sort("spent_per_person_eur")
    if known.is_empty():
        return f"{told} {SECRET_PERSONS if _are_secret(frame, 'persons_missing_reason') else WITHOUT_PERSONS}"
    low, high = group.row(0, named=True), group.row(-1, named=True)
    if known.height == 1:
        return f"{told} À {low['territory_name']}, le programme 104 a dépensé {_per_person(low)} par personne suivie."
    if group.height == 1:
        return f"{told} Leurs périodes n'ont pas la même durée : leurs dépenses par personne ne se comparent pas."
    others = labels.counted(known.height - group.height, "autre bilan")
    apart = f" ; {others}, d'une autre durée, ne s'y compare{'nt' * (known.height - group.height > 1)} pas"
    return (
        f"{told} Sur {_length(group.row(0, named=True))}, la dépense du programme 104 par personne suivie va de "
        f"{_per_person(low)} ({low['territory_name']}) à {_per_person(high)} ({high['territory_name']})"
        f"{apart if known.height > group.height else ''}."
    )


def _are_secret(frame: pl.DataFrame, reasons: str) -> bool:
    return frame[reasons].unique().to_list() == [SECRET]


def _length(row: Row) -> str:
    return labels.quantity(row["period_months"], "month")


def _chart_per_person(answer: Answer) -> Chart | None:
    """A bar for each bilan of the most that are alike; nothing where none says an amount."""
    drawn = alike(answer.frame)["bilan_id"].to_list()
    if not drawn:
        return None
    return gutter.bars(
        answer.frame, "spent_per_person_eur", "Euros du programme 104 par personne suivie",
        lambda row: row["territory_name"], _times, _per_person, is_drawn=pl.col("bilan_id").is_in(drawn),
    )  # fmt: skip


PUBLISHED = Figure(
    key="bilans-publies",
    title="Les bilans publiés : dépense du programme 104 par personne suivie",
    ask=Ask("bilans_compared"),
    row=("bilan_id",),
    cites=("observation_ids",),
    says=lambda row: f"{row['territory_name']}, {period(row)} : {_per_person(row)} par personne suivie",
    calculation=lambda row: f"{_spent(row)} ÷ {_persons(row)} personnes suivies = {_per_person(row)}",
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("period", "Période", period, value="period_start"),
        Column("length", "Durée", _length, value="period_months"),
        Column("per_person", "Dépense par personne", _per_person, value="spent_per_person_eur"),
        Column("spent", "Programme 104 dépensé", _spent, value="spent_eur"),
        Column("persons", "Personnes, comptées une fois", _persons, value="persons_count"),
        Column("filling", "Réponses renseignées", _filling, value="filling_pct"),
        Column("validated", "Validé le", lambda row: labels.day(row["validated_on"]), value="validated_on"),
    ),
    chart=_chart_per_person,
    reading=_published_reading,
    notes=lambda _answer: (
        "Ce montant est celui d'un bilan : dépensé, et rapporté aux personnes du même bilan. Il ne se compare pas au "
        "montant engagé par BPI.",
        "Une personne qui suit plusieurs actions compte une fois ; sans ce compte, aucun montant n'est calculé.",
        "Un taux de réponse bas dit qu'il manque des chiffres, non que l'action est faible.",
        "Ne se comparent, et ne sont dessinés, que des bilans de même durée, à un mois près : ramenée à l'année, la dépense "
        "par personne supposerait d'autres personnes chaque mois.",
    ),
    sources=("observation_ids",),
    nothing=NOTHING,
)  # fmt: skip


def _known_value(row: Row) -> str:
    if row["value"] is not None:
        return labels.quantity(row["value"], row["unit"]) if row["unit"] in labels.UNIT else labels.number(row["value"])
    reason = row["missing_reason"]
    return labels.MISSING_REASONS[reason] if reason else bilan_words.ANSWER_STATES[row["state"]]


def _target(row: Row) -> str:
    return labels.quantity(row["target"], row["unit"]) if row["unit"] in labels.UNIT else labels.number(row["target"])


def _reached(row: Row) -> str:
    return labels.ABSENT if row["reached_pct"] is None else labels.quantity(round(row["reached_pct"]), "pct")


def _reached_reading(answer: Answer) -> str:
    known = answer.frame.filter(pl.col("reached_pct").is_not_null())
    if known.is_empty() and _are_secret(answer.frame, "missing_reason"):
        return SECRET_REACHED
    if known.is_empty():
        return "D'aucun objectif la part atteinte ne se calcule."
    count = known.filter(pl.col("reached_pct") >= 100).height
    reached = labels.counted(count, "est atteint", "sont atteints", "aucun n'est atteint")
    return f"Sur {labels.counted(known.height, 'objectif')} dont la part atteinte se calcule, {reached}."


REACHED = Figure(
    key="bilans-promis",
    title="Promis et atteint, action par action",
    ask=Ask("bilans_reached", ("territoires",)),
    row=("bilan_id", "answer_id"),
    cites=("observation_ids",),
    says=lambda row: f"{row['territory_name']}, {row['action_title']}, {row['label']} : {_known_value(row)}",
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("period", "Période", period, value="period_start"),
        Column("action", "Action", lambda row: row["action_title"]),
        Column("indicator", "Indicateur", lambda row: row["label"]),
        Column("target", "Objectif", _target, value="target"),
        Column("value", "Atteint", _known_value, value="value"),
        Column("reached", "Part de l'objectif", _reached, value="reached_pct"),
    ),
    reading=_reached_reading,
    notes=lambda _answer: (
        "Chaque action se lit face à son propre objectif : les territoires ne sont pas classés, leurs objectifs diffèrent.",
        "Une durée et un délai se lisent à côté de leur objectif, sans part : plus long n'est ni mieux ni moins bien.",
    ),
    sources=("observation_ids",),
    nothing="Aucun bilan publié de ces territoires n'a d'objectif chiffré.",
)


def _amount(row: Row) -> str:
    return bilan_words.ANSWER_STATES[row["state"]] if row["amount_eur"] is None else labels.euros(row["amount_eur"])


def _account_reading(answer: Answer) -> str:
    wide = answer.frame.pivot(
        "kind", index=["territory_name", "bilan_id", "period_start", "period_end"], values="amount_eur"
    )
    told = [
        f"{row['territory_name']} ({period(row)}) : {labels.euros(row['spent'])} dépensés, "
        f"{labels.euros(row.get('carried_out'))} reportés"
        for row in wide.iter_rows(named=True)
        if row.get("spent") is not None and row.get("carried_out") is not None
    ]
    if not told:
        return "Aucun bilan publié ne donne à la fois la dépense et le report."
    return f"{' ; '.join(told[:MOST_TOLD])}{_more(told, 'autre bilan')}."


def _more(told: Sequence[str], other: str) -> str:
    """« ; 2 autres contrats, au tableau »: those that a sentence does not name."""
    more = len(told) - MOST_TOLD
    return f" ; {labels.counted(more, other)}, au tableau" if more > 0 else ""


ACCOUNTS = Figure(
    key="bilans-comptes",
    title="L'argent du programme 104 : demandé, engagé, payé, dépensé, reporté",
    ask=Ask("bilans_accounts"),
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("period", "Période", period, value="period_start"),
        Column("kind", "Montant", lambda row: bilan_words.MONEY_KINDS[row["kind"]]),
        Column("amount", "Euros", _amount, value="amount_eur"),
        Column("dated", "Date", lambda row: labels.day(row["dated_on"]), value="dated_on"),
        Column("place", "Endroit du classeur", lambda row: row["locator"]),
    ),
    chart=lambda answer: account_chart.account(answer.frame),
    reading=_account_reading,
    notes=lambda _answer: ("Reporté de la période précédente + payé = dépensé + reporté sur la suivante.",),
)


def _of(column: str) -> Callable[[Row], str]:
    return lambda row: labels.euros(row[column])


def _over_time_reading(answer: Answer) -> str:
    """The latest period of each contract."""
    latest = answer.frame.group_by("contract_id", maintain_order=True).last()
    told = [
        f"{row['territory_name']}, {period(row)} : "
        + ", ".join(
            f"{labels.euros(row[f'{kind}_eur'])} {words}s"
            for kind, words in account_chart.IN_TIME.items()
            if row[f"{kind}_eur"] is not None
        )
        for row in latest.iter_rows(named=True)
    ]
    return f"{' ; '.join(told[:MOST_TOLD])}{_more(told, 'autre contrat')}."


OVER_TIME = Figure(
    key="bilans-dans-le-temps",
    title="L'argent du programme 104 au fil des bilans publiés",
    ask=Ask("bilans_over_time", ("territoires",)),
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("period", "Période", period, value="period_start"),
        Column("committed", "Engagé", _of("committed_eur"), value="committed_eur"),
        Column("carried_in", "Reporté de la période précédente", _of("carried_in_eur"), value="carried_in_eur"),
        Column("paid", "Payé", _of("paid_eur"), value="paid_eur"),
        Column("spent", "Dépensé", _of("spent_eur"), value="spent_eur"),
        Column("carried_out", "Reporté sur la suivante", _of("carried_out_eur"), value="carried_out_eur"),
    ),
    chart=lambda answer: account_chart.over_time(answer.frame),
    reading=_over_time_reading,
    notes=lambda _answer: (
        "Une barre est aussi longue que la période du bilan ; un montant vaut pour toute sa période, et ne se compare pas à "
        "celui d'une période d'une autre durée.",
    ),
)
