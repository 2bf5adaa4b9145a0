"""The money of each territory compared: by year, known otherwise, per person, per inhabitant, by the common yardstick."""

from collections.abc import Iterator, Mapping

import polars as pl

from dashboard.figures import amounts, common_amounts, funding, known_otherwise, yardstick
from dashboard.figures.fact import LOW, NATURES, Compared, Fact, by_nature, first, of_territory
from dashboard.figures.territories import TERRITORIES
from dashboard.words import grades, grammar, labels, territories
from dashboard.words import money as money_words
from dashboard.words.territories import other_amount
from queries import comparability, orders

NO_AMOUNT = "Aucun document lu ne publie de montant de l'État pour ce territoire."
NO_YEARLY = "Aucun montant annuel exact n'est publié pour ce territoire."
NOT_COMPUTED = "non calculable"
AGAINST_YEARS = "en contradiction avec les montants annuels"
SAME = (
    "contract_id", "nature", "is_conditional", "amount_eur", "amount_low_eur", "amount_high_eur", "qualifier",
    "is_contradictory", "is_held", "set_aside_low_eur", "set_aside_high_eur",
)  # fmt: skip


def money(compared: Compared) -> Iterator[Fact]:
    """Of each year the surest nature, years in a row that say the same told once; else what is known otherwise."""
    found = list(compared.sourced(amounts.AMOUNTS, compared.asked(amounts.AMOUNTS)))
    common = list(compared.sourced(common_amounts.COMMON, known_otherwise.for_each(compared.read, compared.whole)))
    farther = {row["territory_id"]: (row, source) for row, source in _farther_off(compared)}
    contracts = _of_several(compared)
    for territory_id in compared.territory_ids:
        own = of_territory(found, territory_id)
        runs = _runs([each for each in own if each[0]["year"] is not None and not each[0]["spans_years"]])
        told = [_of_a_run(run) for run in runs]
        told += [_otherwise(compared, row, source) for row, source in own if row["year"] is None or row["spans_years"]]
        told += [_of_a_group(row, source) for row, source in common if row["member_id"] == territory_id]
        told = told or (list(_known_farther_off(*farther[territory_id])) if territory_id in farther else [])
        told = list({(fact["words"], fact["note"]): fact for fact in reversed(told)}.values())[::-1]
        for fact in told or [{"words": territories.NO_AMOUNT, "reason": NO_AMOUNT}]:
            yield {"territory_id": territory_id, "subject": "money"} | _named(fact, contracts)


def _of_several(compared: Compared) -> dict[str, str]:
    """The contracts of the territories that have several, in words: « CTAIR de 2019 »; of which one money is must be said."""
    register = compared.read("contracts_registered").filter(pl.col("territory_id").is_in(compared.territory_ids))
    several = register.filter(pl.len().over("territory_id") > 1)
    return {
        row["contract_id"]: " de ".join(filter(None, [labels.PROGRAMMES[row["programme"]], _first_day(row)[:4]]))
        for row in several.iter_rows(named=True)
    }


def _first_day(row: Fact) -> str:
    days = [row["starts_on"], *(event["event_on"] for event in row["events"] or [])]
    return row["signed_on"] or min((day for day in days if day), default="")


def _named(fact: Fact, contracts: Mapping[str, str]) -> Fact:
    """With the contract that the money is of, where the territory has another."""
    contract = contracts.get(fact.get("item") or "")
    return fact | {"contract": contract, "note": f"{contract}, {fact['note']}"} if contract else fact


def _farther_off(compared: Compared) -> Iterator[tuple[Fact, str]]:
    """What is known of each territory without a yearly amount, of several payers or of a whole group too."""
    frame = compared.read("territories_known").filter(
        pl.col("territory_id").is_in(compared.territory_ids), pl.col("has_other_amount")
    )
    return compared.sourced(TERRITORIES, frame)


def _known_farther_off(row: Fact, source: str) -> Iterator[Fact]:
    """« 300 000 € de plusieurs payeurs (2021) », « près de 305 000 € pour 7 territoires ensemble »: as Accueil has it."""
    for each in row["other_amounts"]:
        yield {
            "nature": each["nature"],
            "is_conditional": each["is_conditional"],
            "value": each["amount_eur"],
            "value_low": each["amount_low_eur"],
            "value_high": each["amount_high_eur"],
            "unit": "eur",
            "words": other_amount(each, has_nature=False),
            "note": ", ".join([labels.nature(each), *_doubts(each)]),
            "source": source,
            "observation_ids": row["other_amount_observation_ids"],
        }


def _doubts(row: Fact) -> list[str]:
    """How far from sure its reading is, and that another source contradicts it."""
    doubt = [f"confiance {labels.CONFIDENCES[row['confidence']]}"] if row["confidence"] != "H" else []
    return [*doubt, *([money_words.DISPUTED] if row["is_disputed"] else [])]


def _runs(yearly: list[tuple[Fact, str]]) -> list[list[tuple[Fact, str]]]:
    """The latest of what is committed first, then the others from year to year."""
    years: dict[tuple[str, int], tuple[Fact, str]] = {}
    for each in sorted(yearly, key=lambda one: by_nature(one[0])):
        years.setdefault((each[0]["contract_id"], each[0]["year"]), each)
    runs: list[list[tuple[Fact, str]]] = []
    for each in sorted(years.values(), key=lambda one: (by_nature(one[0]), one[0]["contract_id"], one[0]["year"])):
        goes_on = runs and _is_next(runs[-1][-1][0], each[0])
        runs[-1].append(each) if goes_on else runs.append([each])
    latest = min(runs, key=lambda run: (by_nature(run[0][0]), -run[-1][0]["year"]), default=None)
    others = [run for run in runs if run is not latest]
    return [*([latest] if latest else []), *sorted(others, key=lambda run: run[0][0]["year"])]


def _is_next(before: Fact, row: Fact) -> bool:
    return row["year"] == before["year"] + 1 and all(row[name] == before[name] for name in SAME)


def _of_a_run(run: list[tuple[Fact, str]]) -> Fact:
    """« 300 000 € de 2019 à 2021 »; its receipt is that of its last year."""
    (start, _), (row, source) = run[0], run[-1]
    doubts = [*filter(None, [money_words.doubts(row)]), *([labels.HELD] if row["is_held"] else [])]
    cited = [identifier for each, _ in run for identifier in each["observation_ids"]]
    return _amount(row, source) | {
        "year": start["year"],
        "last_year": row["year"],
        "is_conditional": row["is_conditional"],
        "is_disputed": any(each["is_disputed"] for each, _ in run),
        "words": f"{money_words.alone(row)} {_years(start['year'], row['year'])}",
        "note": ", ".join([labels.nature(row), *doubts]),
        "observation_ids": list(dict.fromkeys(cited)),
    }


def _years(start: int, end: int) -> str:
    return f"en {end}" if start == end else f"de {start} à {end}"


def _amount(row: Fact, source: str) -> Fact:
    return {
        "item": row["contract_id"],
        "nature": row["nature"],
        "value": row["amount_eur"],
        "value_low": row["amount_low_eur"],
        "value_high": row["amount_high_eur"],
        "unit": "eur",
        "source": source,
        "observation_ids": row["observation_ids"],
        "doubt": money_words.doubts(row) or None,
    }


def _otherwise(compared: Compared, row: Fact, source: str) -> Fact:
    """« 300 000 € sur 3 ans », « 300 000 € pour 2022-2023 », « 150 000 € (sans date) »."""
    total = ["total"] if row["spans_years"] else []
    total += [AGAINST_YEARS] if row["spans_years"] and row["is_disputed"] else []
    return _amount(row, source) | {
        "is_conditional": row["is_conditional"],
        "words": other_amount(known_otherwise.of_contract(compared.read, row), has_nature=False),
        "note": ", ".join([labels.nature(row), *total]),
    }


def _of_a_group(row: Fact, source: str) -> Fact:
    """« 300 000 € par collectivité (2019, 2020) »: what each of a group has, not what this one has."""
    return {
        "item": row["set_id"],
        "nature": row["nature"],
        "is_conditional": row["is_conditional"],
        "value": row["value"],
        "value_low": row["value_low"],
        "value_high": row["value_high"],
        "unit": row["unit"],
        "words": other_amount(known_otherwise.of_group(row), has_nature=False),
        "note": ", ".join([labels.nature(row), *_doubts(row)]),
        "source": source,
        "observation_ids": [row["observation_id"]],
    }


def per_inhabitant(compared: Compared) -> Iterator[Fact]:
    """Of each territory the latest amount of a year, for its population: the map says the same of the same year."""
    frame = compared.asked(amounts.PER_INHABITANT).filter(pl.any_horizontal(pl.col(amounts.RATE).is_not_null()))
    found = list(compared.sourced(amounts.PER_INHABITANT, frame))
    for territory_id in compared.territory_ids:
        best = first(of_territory(found, territory_id), lambda row: (by_nature(row), -row["year"]))
        yield {"territory_id": territory_id, "subject": "per_inhabitant"} | (
            _for_population(*best) if best else {"words": NOT_COMPUTED, "reason": NO_YEARLY}
        )


def _for_population(row: Fact, source: str) -> Fact:
    divided = _divided(row, money_words.doubts(row))
    return _amount(row, source) | {
        "year": row["year"],
        **dict(zip(("value", "value_low", "value_high"), (row[name] for name in amounts.RATE), strict=True)),
        "base_value": row["population"],
        "base_year": row["population_year"],
        "words": amounts.rate(row),
        "note": f"{divided} ÷ {labels.number(row['population'])} habitants ({row['population_year']})",
    }


def per_person(compared: Compared) -> Iterator[Fact]:
    """Of each territory its best ratio, with its base and its grade; or why it has none."""
    found = list(compared.sourced(funding.RATIOS, compared.asked(funding.RATIOS)))
    without = compared.read("funding_without_ratio", **compared.parameters(funding.RATIOS))
    otherwise = known_otherwise.known_otherwise(compared.read, compared.whole)
    refused = {row["territory_id"]: funding.refusal(row, otherwise) for row in without.iter_rows(named=True)}
    for territory_id in compared.territory_ids:
        ratio = first(of_territory(found, territory_id), best)
        yield {"territory_id": territory_id, "subject": "per_person"} | (
            of_a_ratio(*ratio)
            if ratio
            else {"words": NOT_COMPUTED, "reason": f"{grammar.capital(refused[territory_id])}."}
        )


def _divided(row: Fact, doubt: str) -> str:
    """« 200 000 € en 2022 », « 250 000 € en 2023, prévu »: a nature that is not the usual one is said."""
    nature = "" if row["nature"] == NATURES[0] else labels.NATURES[row["nature"]]
    told = ", ".join(filter(None, [f"{money_words.alone(row)} en {row['year']}", nature]))
    return f"{told} ({doubt})" if doubt else told


def best(row: Fact) -> tuple[object, ...]:
    """The order of the ratios of a territory, that of the base that suits best first: how surely it is read is another matter."""
    return (by_nature(row), grades.of(row), row["scope_relation"] != "equal", row["base_order"], -row["year"])


def of_a_ratio(row: Fact, source: str) -> Fact:
    """« 667 € par BPI présent », and what was divided by what."""
    where = "" if row["scope_relation"] == "equal" else row["base_territory_name"]
    year = str(row["base_year"]) if row["base_year"] else ""
    unsure = funding.UNSURE_SCOPE if row["reason"] == "scope_unsure" else ""
    told = ", ".join(words for words in (where, year, unsure) if words)
    doubt = money_words.brief_doubts(row)
    persons = labels.printed_figure(
        row["base_value"], row["base_low"], row["base_high"], "count", row["base_qualifier"]
    )
    return {
        "item": row["base_id"],
        "year": row["year"],
        "nature": row["nature"],
        "grade": row["grade"],
        "ratio_qualifier": row["ratio_qualifier"],
        "value": row["ratio_eur"],
        "value_low": row["ratio_low_eur"],
        "value_high": row["ratio_high_eur"],
        "unit": "eur",
        "base_value": row["base_value"],
        "base_low": row["base_low"],
        "base_high": row["base_high"],
        "base_year": row["base_year"],
        "words": f"{funding.ratio_words(row)} {row['per_label']}",
        "is_doubtful": orders.DOUBTFUL in (row["confidence"], row["base_confidence"]),
        "note": f"{_divided(row, doubt)} ÷ {persons}{f' ({told})' if told else ''}{LOW if funding.doubtful(row) else ''}",
        "reason": f"{grammar.capital(grades.why(row))}.",
        "source": source,
        "observation_ids": [*row["observation_ids"], *row["base_observation_ids"]],
        "doubt": doubt or None,
    }


def by_yardstick(compared: Compared) -> Iterator[Fact]:
    """What the latest amount of a year comes to for those who entered integration in the département."""
    frame = compared.asked(yardstick.COMMON)
    found = list(compared.sourced(yardstick.COMMON, frame))
    for territory_id in compared.territory_ids:
        best = first(of_territory(found, territory_id), by_nature)
        yield {"territory_id": territory_id, "subject": "yardstick"} | (
            _of_a_yardstick(*best) if best else {"words": NOT_COMPUTED, "reason": NO_YEARLY}
        )


def _of_a_yardstick(row: Fact, source: str) -> Fact:
    if lacking := yardstick.lacks(row):
        return {"words": NOT_COMPUTED, "reason": f"{grammar.capital(lacking)}."}
    why = f", {yardstick.why_rough(row)}" if yardstick.why_rough(row) else ""
    entered = f"{labels.number(row['bpi_signatories'])} ({row['departement_name']}, {row['need_year']})"
    return {
        "item": row["departement_id"],
        "year": row["year"],
        "nature": row["nature"],
        "grade": row["grade"],
        "ratio_qualifier": row["ratio_qualifier"],
        "value": row["yardstick_eur"],
        "value_low": row["yardstick_low_eur"],
        "value_high": row["yardstick_high_eur"],
        "unit": "eur",
        "base_value": row["bpi_signatories"],
        "base_year": row["need_year"],
        "words": yardstick.words(row),
        "note": f"{_divided(row, money_words.doubts(row))} ÷ {entered}{why}",
        "reason": f"{grammar.capital(comparability.REASONS[row['reason']])}." if row["reason"] else None,
        "source": source,
        "observation_ids": [*row["observation_ids"], *row["need_observation_ids"]],
        "doubt": money_words.doubts(row) or None,
    }
