"""What else is known of each territory compared: its contracts, the themes of its actions, its positive exits."""

from collections.abc import Iterator, Sequence

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.host_path import SITE
from dashboard.drawing import exit_charts
from dashboard.figures import contracts, coverage, exits
from dashboard.figures.content import Quoting
from dashboard.figures.fact import THEME, Compared, Fact, of_territory
from dashboard.words import labels
from dashboard.words.grammar import listed
from queries import exit_statistics

NO_CONTRACT = "Aucun document lu n'établit de contrat pour ce territoire."
NO_ACTION = "Aucun document lu ne publie d'action de ce territoire, ce qui ne veut pas dire qu'il n'y en a pas."
NO_EXIT = (
    "Aucun document lu ne publie, pour ce territoire, de taux de sortie positive, ni les deux nombres qui le donneraient : "
    "sorties positives et sorties du parcours."
)
SECRET_EXITS = (
    "Un bilan compte les sorties de ce territoire : un effectif y est tenu secret, pour taire de petits nombres, et aucun taux "
    "ne se calcule."
)
IMPOSSIBLE = "taux publié impossible"
WITHOUT_CONTRACT = "without_contract"  # that no contract is said to carry, whatever its stage
# From the surest: what each says of one action, and of several.
STAGES = {
    "contracted": ("action inscrite au contrat", "actions inscrites au contrat"),
    "running": ("action en place ou menée", "actions en place ou menées"),
    "proposed": ("action proposée", "actions proposées"),
    WITHOUT_CONTRACT: ("action hors contrat", "actions hors contrat"),
}
# Of those that run, which of the two the documents say: one action, and several.
IN_PLACE, CARRIED_OUT = "existing", "reported"
RUNNING = {
    (IN_PLACE,): ("action déjà en place", "actions déjà en place"),
    (CARRIED_OUT,): ("action menée", "actions menées"),
    (IN_PLACE, CARRIED_OUT): ("action en place ou menée", "actions en place ou menées"),
}
UNSIGNED = {"adopted": "signature non publiée"}  # by status, what no document read establishes of the contract
ANNOUNCED, NOTHING_FOUND, UNREAD = "announced", "none", "unread"
DEED = {"signed": "signature", "adopted": "deliberation", "announced": "announcement"}


def contract(compared: Compared) -> Iterator[Fact]:
    """The latest contract of each territory, then those before it; or the one of another that it signed."""
    register = compared.read("contracts_registered").filter(pl.col("territory_id").is_in(compared.territory_ids))
    found = list(compared.sourced(contracts.REGISTER, register))
    for territory_id in compared.territory_ids:
        own = sorted(of_territory(found, territory_id), key=lambda each: _latest_day(each[0]), reverse=True)
        told = [_of_a_contract(row, source) for row, source in own] or _signed(compared, territory_id)
        for fact in told or [{"words": "aucun contrat connu", "reason": NO_CONTRACT}]:
            yield {"territory_id": territory_id, "subject": "contract", **fact}


def _latest_day(row: Fact) -> str:
    days = [row["signed_on"], row["starts_on"], *(event["event_on"] for event in row["events"] or [])]
    return row["signed_on"] or max((day for day in days if day), default="")


def _of_a_contract(row: Fact, source: str) -> Fact:
    programme, status = labels.PROGRAMMES[row["programme"]], labels.CONTRACT_FACTS[row["status"]]
    day, is_inferred = _deed(row)
    when = f" {_on(day)}" if day else ""
    doubt = ", ".join(filter(None, ["date déduite" if is_inferred else "", UNSIGNED.get(row["status"], "")]))
    return {
        "item": row["contract_id"],
        "stage": row["status"],
        "words": f"{programme}, {status}{when}",
        "note": ", ".join(words for words in (_term(row), _duration(row), doubt) if words),
        "source": source,
        "document_ids": [row["document_id"]],
    }


def unsigned(compared: Compared) -> Iterator[str]:
    """Of each contract of which no signature is published, what its document is: « ni daté ni signé », a working paper."""
    register = compared.read("contracts_registered").filter(
        pl.col("territory_id").is_in(compared.territory_ids), pl.col("status").is_in(list(UNSIGNED))
    )
    for row in register.iter_rows(named=True):
        (document,) = compared.read("document_described", document_id=row["document_id"]).rows(named=True)
        if document["note"]:
            name = f"{row['territory_name']}, {labels.PROGRAMMES[row['programme']]}"
            yield Quoting(f"{name} sans signature publiée : {document['note']}")


def _deed(row: Fact) -> tuple[str | None, bool]:
    """When it was signed, or else adopted, and whether the document prints that day."""
    events = [event for event in row["events"] or [] if event["kind"] == DEED.get(row["status"])]
    day = row["signed_on"] or max((event["event_on"] for event in events), default=None)
    return day, any(event["event_on"] == day and event["basis"] == "inferred" for event in events)


def _on(day: str) -> str:
    return f"{'le' if len(day) == len('2019-06-24') else 'en'} {labels.partial_date(day)}"


def _term(row: Fact) -> str:
    start, end = row["starts_on"], row["ends_on"]
    if start and end:
        is_day = len(start) == len("2019-06-24")
        return f"{'du' if is_day else 'de'} {labels.partial_date(start)} {'au' if is_day else 'à'} {labels.partial_date(end)}"
    if start or end:
        return f"depuis {labels.partial_date(start)}" if start else f"jusqu'à {labels.partial_date(end)}"
    return ""


def _duration(row: Fact) -> str:
    return f"{row['duration_months']}{labels.NBSP}mois" if row["duration_months"] else ""


def _signed(compared: Compared, territory_id: str) -> list[Fact]:
    """The contracts of another territory that it is a party to: its words lead to that territory's sheet."""
    frame = compared.read("sheet_signed_contracts", territory_id=territory_id)
    return [
        {
            "item": row["contract_id"],
            "stage": row["status"],
            "words": contracts.signed(row),
            "note": "aucun contrat en propre",
            "source": f"{SITE}/territoires/{row['contract_territory_id']}",
            "document_ids": [row["document_id"]],
        }
        for row in frame.iter_rows(named=True)
    ]


def themes(compared: Compared) -> Iterator[Fact]:
    """How many themes the actions of each territory bear, whatever their stage; then each theme, at its surest stage."""
    frame = compared.read("theme_coverage", territory_ids=list(compared.territory_ids), stage=None)
    for territory_id in compared.territory_ids:
        own = frame.filter(territory_id=territory_id)
        yield {"territory_id": territory_id, "subject": "coverage"} | _covered(compared, own)
        for row in own.iter_rows(named=True):
            yield {"territory_id": territory_id, "subject": THEME} | _of_a_theme(compared, row)


def _covered(compared: Compared, own: pl.DataFrame) -> Fact:
    borne, announced = own.filter(pl.col("stages").is_not_null()), own.filter(pl.col("announced_axes").is_not_null())
    axes = (
        f"{labels.counted(announced.height, 'thème annoncé', 'thèmes annoncés')} par un axe" if announced.height else ""
    )
    if not own["has_actions"].any():
        return {"words": "aucune action publiée", "note": axes, "reason": NO_ACTION}
    is_least = not own["is_exhaustive"].all() and borne.height < own.height
    shown = own["best_stage"].to_list()
    outside = own["covered_without_contract_count"][0]
    stages = [_several(stage, own) for stage in STAGES if stage in shown and stage != WITHOUT_CONTRACT]
    said = listed(stages) if stages else ""
    apart = f"{'dont ' if said else ''}{labels.counted(outside, 'thème')} hors contrat seulement" if outside else ""
    missing = own.filter(pl.col("stages").is_null())["theme_label"].to_list()
    return {
        "value": float(borne.height),
        "unit": "count",
        "base_value": float(own.height),
        "words": f"{'au moins ' if is_least else ''}{borne.height} sur {own.height}",
        "note": ", ".join(words for words in (said, apart, axes) if words),
        "reason": f"Aucune action trouvée : {', '.join(missing)}." if missing else "",
        "source": address("comparer", compared.whole, vue="couverture", version=compared.chosen.version),
        "document_ids": borne["document_ids"].explode().unique().sort().to_list(),
    }


def _several(stage: str, own: pl.DataFrame) -> str:
    """« inscrites au contrat », « en place ou menées »: what the surest stage of the themes that have it holds."""
    stages = own.filter(best_stage=stage)["stages"].explode().to_list()
    told = (_running(stages) if stage == "running" else STAGES[stage])[1].removeprefix("actions ")
    is_unsigned = stage == "contracted" and own["unsigned_count"].sum() == own["contracted_count"].sum()
    return f"{told} ({UNSIGNED['adopted']})" if is_unsigned else told


def _running(stages: Sequence[str]) -> tuple[str, str]:
    """What these stages say of an action that runs, and of several: « actions déjà en place », « actions menées »."""
    return RUNNING[tuple(stage for stage in (IN_PLACE, CARRIED_OUT) if stage in stages)]


def _of_a_theme(compared: Compared, row: Fact) -> Fact:
    counts = [row[f"{stage}_count"] for stage in STAGES if row[f"{stage}_count"]]
    return {
        "item": row["theme_id"],
        "stage": row["best_stage"],
        "value": float(sum(counts)) if counts else None,
        "unit": "action",
        "words": row["theme_label"],
        "note": _borne(row),
        "source": _its_actions(compared, row),
    }


def _borne(row: Fact) -> str:
    """« 4 actions inscrites au contrat », « axe annoncé (parrainage), aucune action publiée »."""
    if row["stages"]:
        return ", ".join(
            labels.counted(count, *(_running(row["stages"]) if stage == "running" else told))
            for stage, told in STAGES.items()
            if (count := row[f"{stage}_count"])
        )
    if row["announced_axes"]:
        return f"axe annoncé ({' ; '.join(row['announced_axes'])}), aucune action publiée"
    return "aucune action trouvée" if row["has_actions"] else "aucune action publiée"


def _its_actions(compared: Compared, row: Fact) -> str | None:
    """The receipt of the cell of coverage, at every stage; none where nothing is found."""
    if not row["stages"] and not row["announced_axes"]:
        return None
    cell = pl.DataFrame([{"territory_id": row["territory_id"], "theme_id": row["theme_id"], "asked_stage": None}])
    return next(source for _, source in compared.sourced(coverage.COVERAGE, cell))


def positive_exits(compared: Compared) -> Iterator[Fact]:
    """The rates computed from counts, then those that documents print for actions of the territory itself."""
    counts = [(moment, _rates(compared, moment)) for moment in compared.read("exit_horizons").iter_rows(named=True)]
    found = [*_counted(compared, counts), *_printed(compared)]
    withheld = {one for _moment, rates in counts for one in rates.filter(refusal="withheld")["territory_id"]}
    for territory_id in compared.territory_ids:
        own = [fact for fact in found if fact["territory_id"] == territory_id]
        words, reason = ("secret", SECRET_EXITS) if territory_id in withheld else ("non publié", NO_EXIT)
        yield from own or [{"territory_id": territory_id, "subject": "exits", "words": words, "reason": reason}]


def _rates(compared: Compared, moment: Fact) -> pl.DataFrame:
    counts = compared.read(
        "exit_counts_compared", horizon_from=moment["horizon_from"], horizon_months=moment["horizon_months"]
    )
    return exit_statistics.exit_rates(counts)


def _counted(compared: Compared, counts: Sequence[tuple[Fact, pl.DataFrame]]) -> Iterator[Fact]:
    for moment, all_rates in counts:
        code = f"{moment['horizon_from']}-{moment['horizon_months']}"
        rates = all_rates.filter(pl.col("rate_pct").is_not_null())
        for row, source in compared.sourced(exits.COUNTED_RATES, rates, horizon=code):
            yield {
                "territory_id": row["territory_id"],
                "subject": "exits",
                "value": row["rate_pct"],
                "value_low": row["low_pct"],
                "value_high": row["high_pct"],
                "unit": "pct",
                "base_value": row["exit_count"],
                "words": f"{labels.rate(row['rate_pct'])} {labels.horizon(moment['horizon_months'], moment['horizon_from'])}",
                "note": f"{row['action_title'] or 'contrat'}, {labels.counted(row['exit_count'], 'sortie')}",
                "source": source,
                "observation_ids": row["observation_ids"],
            }


def _printed(compared: Compared) -> Iterator[Fact]:
    """Those that are possible on their cohort first; of one that is not, why is said before what was published."""
    found = list(compared.sourced(exits.RATES, compared.asked(exits.RATES)))
    for row, source in sorted(found, key=lambda each: each[0]["is_possible_on_cohort"] is False):
        months = row["horizon_months"]
        when = "horizon non publié" if months is None else labels.horizon(months, row["horizon_from"])
        rate = f"{exit_charts.exit_text(row)}, {when}"
        is_possible = row["is_possible_on_cohort"] is not False
        why = "" if is_possible else f"{rate} : aucun nombre entier de {exits.cohort(row)} ne donne ce taux"
        who = row["action_operator"] or row["action_title"] or row["breakdown_label"]
        yield {
            "territory_id": row["territory_id"],
            "subject": "exits",
            "item": row["action_id"],
            "value": row["rate_pct"],
            "value_low": row["rate_low_pct"],
            "value_high": row["rate_high_pct"],
            "unit": "pct",
            "words": rate if is_possible else IMPOSSIBLE,
            "note": ", ".join(dict.fromkeys(words for words in (why, who, row["breakdown_label"]) if words)),
            "source": source,
            "observation_ids": [row["observation_id"]],
        }
