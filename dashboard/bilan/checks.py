"""Everything that is to be said of a bilan, at once: what blocks it, what has to be explained, how complete it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.bilan import (
    checks_counts,
    checks_dates,
    checks_explain,
    checks_missing,
    checks_money,
    checks_names,
    checks_percentages,
    checks_relations,
    checks_units,
)
from dashboard.bilan.answered import Filled
from dashboard.bilan.completeness import Completeness, completeness, whole
from dashboard.bilan.form import Read
from dashboard.bilan.reading import read_workbook
from dashboard.bilan.remarks import Remark, Severity, in_order, is_acceptable, of_severity, tally, typeset
from dashboard.bilan.told_answers import Told

Rule = Callable[[Told], Iterator[Remark]]
RULES: tuple[Rule, ...] = (
    checks_missing.status_is_said,
    checks_missing.validated_has_its_day,
    checks_missing.required_are_answered,
    checks_missing.states_agree_with_values,
    checks_missing.targets_have_a_value,
    checks_missing.added_actions_have_a_name,
    checks_relations.relations_hold,
    checks_counts.contract_has_between_the_largest_and_the_sum,
    checks_counts.account_balances,
    checks_counts.actions_spend_what_the_contract_spent,
    checks_counts.amounts_have_a_payer,
    checks_dates.days_make_sense,
    checks_dates.ends_follow_starts,
    checks_dates.handed_on_once_over,
    checks_dates.over_actions_say_nothing,
    checks_missing.mandatory_not_measured,
    checks_explain.far_from_target,
    checks_explain.far_from_planned_cost,
    checks_explain.not_run_without_reason,
    checks_explain.answered_twice,
    checks_explain.without_unit,
    checks_units.units_agree,
    checks_percentages.percentages_are_within_a_hundred,
    checks_money.payers_have_an_amount,
    checks_money.payers_are_others,
    checks_money.costs_are_paid,
    checks_explain.done_for_nobody_or_nothing,
    checks_explain.zero_persons,
    checks_explain.participations,
    checks_explain.small_counts,
    checks_names.names_without_civility,
)


@dataclass(frozen=True)
class Checked:
    """What came of a check. `filled` is none for a file of which nothing could be read."""

    filled: Filled | None
    remarks: list[Remark]
    by_action: list[Completeness]
    whole: Completeness | None = None

    @property
    def is_read(self) -> bool:
        return self.filled is not None

    @property
    def is_acceptable(self) -> bool:
        return self.is_read and is_acceptable(self.remarks)

    @property
    def whose(self) -> str:
        """« Bilan du 01/01/2023 au 31/12/2023, Metz (ctai-com-57463-2022) »; an operator's part says whose it is."""
        if self.filled is None:
            return ""
        form = self.filled.form
        part = f", partie de « {form.operator} »" if form.operator else ""
        place = f"{form.contract.territory_name} ({form.contract.contract_id})"
        return typeset(f"Bilan du {form.period_start:%d/%m/%Y} au {form.period_end:%d/%m/%Y}, {place}{part}")

    @property
    def verdict(self) -> str:
        """In one line."""
        if not self.is_read:
            return str(self.remarks[0])
        ready = "rien ne bloque" if self.is_acceptable else "à corriger"
        return typeset(f"{self.whose} : {ready}. {tally(self.remarks).capitalize()} ; {self.whole}.")


def check(filled: Filled, precedent: Filled | None = None) -> list[Remark]:
    """What the rules say of the answers; and what changed much since the bilan before, when one is given."""
    told = Told(filled)
    remarks = [remark for rule in RULES for remark in rule(told)]
    if precedent is not None:
        remarks += checks_explain.changed_since(told, precedent)
    return remarks


def checked(path: Path, read: Read, data_version: str, precedent: Path | None = None) -> Checked:
    """A workbook read and checked, against the workbook of the bilan before when one is given."""
    filled, remarks = read_workbook(path, read, data_version)
    if filled is None:
        return Checked(None, remarks, [])
    former, of_former = read_workbook(precedent, read, data_version) if precedent else (None, [])
    if precedent and former is None:
        found = f"le bilan précédent « {precedent.name} » n'a pas pu être lu : {of_former[0].found.rstrip('.')}"
        remarks.append(Remark(Severity.NOTE, found))
    elif former and former.form.contract.contract_id != filled.form.contract.contract_id:
        found = f"un bilan précédent d'un autre contrat ({former.form.contract.contract_id}), qui n'est pas comparé"
        remarks.append(Remark(Severity.NOTE, found))
        former = None
    told = Told(filled)
    blocking = of_severity(remarks, Severity.BLOCKING)
    refused = {(str(one.sheet), one.cell) for one in blocking if one.cell}
    damaged = {one.sheet for one in blocking}
    of_rules = [
        one
        for one in check(filled, former)
        if (one.sheet, one.cell) not in refused and (one.cell or one.sheet not in damaged)
    ]  # one remark for one cause: of what has no place in a sheet, that it has none
    return Checked(filled, in_order([*remarks, *of_rules]), completeness(told, refused), whole(told, refused))
