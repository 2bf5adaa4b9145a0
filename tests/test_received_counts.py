"""Of a bilan that everybody may read, no small count is worked out from what is shown, and what is compared is shown."""

from dataclasses import dataclass, field

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.received_counts import beside
from tests.attacker import Attack, Fact

SMALL = (1, 10)
SHOWN_ALL, CONTRACT = 1, 1000  # weights
counts = st.one_of(st.integers(0, 12), st.integers(11, 90))


@dataclass
class Bilan:
    """Counts by name, and what ties each total to its parts."""

    counts: dict[str, int] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)

    def members(self) -> pl.DataFrame:
        rows: list[tuple[str, str, int, int, bool, int]] = []
        for total, parts in self.parts.items():
            rest = self.counts[total] - sum(self.counts[part] for part in parts)
            rows += [
                (total, one, 1 if one == total else -1, self.counts[one], True, _weight(one)) for one in [total, *parts]
            ]
            rows += [(total, f"{total} others", -1 if rest > 0 else 1, abs(rest), False, 1)] if rest else []
        schema = ["equation", "member", "coefficient", "amount", "is_counted", "weight"]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def attack(self, hidden_with: list[str]) -> Attack:
        """Who knows all that is shown, and by how many persons parts and totals differ."""
        hidden = dict.fromkeys(hidden_with, "N") | {one: "C" for one, count in self.counts.items() if 1 <= count <= 10}
        known = {one: float(count) for one, count in self.counts.items() if one not in hidden}
        facts = []
        for total, parts in self.parts.items():
            rest = self.counts[total] - sum(self.counts[part] for part in parts)
            facts.append(Fact({total: 1.0} | dict.fromkeys(parts, -1.0), rest, rest))
        return Attack(hidden, known, facts)


def _weight(name: str) -> int:
    return CONTRACT if name.startswith("contract") else SHOWN_ALL


@st.composite
def bilans(draw: st.DrawFn) -> Bilan:
    """Actions with women and men, the outcomes of some, and the whole contract, where a person may count once for two."""
    made = Bilan()
    actions = [f"action {number}" for number in range(draw(st.integers(1, 5)))]
    kinds = ["", " women", " men"][: draw(st.sampled_from([1, 3]))]
    for action in actions:
        for kind in kinds[1:]:
            made.counts[action + kind] = draw(counts)
        made.counts[action] = sum(made.counts[action + kind] for kind in kinds[1:]) if kinds[1:] else draw(counts)
        if kinds[1:]:
            made.parts[action] = [action + kind for kind in kinds[1:]]
    for kind in kinds:
        each = [made.counts[action + kind] for action in actions]
        made.counts["contract" + kind] = max(*each, 0, sum(each) - draw(st.sampled_from([0, 0, 3, 15])))
        made.parts["contract" + kind] = [action + kind for action in actions]
    return made


def test_another_action_hides_the_small_one_and_the_contract_is_shown() -> None:
    """Sixty positive exits of three actions, of which one has four: the smaller of the others is hidden with it."""
    made = Bilan({"contract": 60, "a": 4, "b": 30, "c": 26}, {"contract": ["a", "b", "c"]})
    assert beside(made.members()) == ["c"]


def test_a_person_in_two_actions_changes_nothing() -> None:
    made = Bilan({"contract": 50, "a": 4, "b": 30, "c": 26}, {"contract": ["a", "b", "c"]})
    assert beside(made.members()) == ["c"]


def test_the_total_gives_way_where_there_is_no_other_part() -> None:
    """Eleven and four are at most fifteen: four is five at most. One action alone is the contract."""
    assert beside(Bilan({"contract": 15, "a": 4, "b": 11}, {"contract": ["a", "b"]}).members()) == ["contract"]
    assert beside(Bilan({"contract": 12, "a": 4}, {"contract": ["a"]}).members()) == ["contract"]


def test_an_action_is_given_up_with_all_its_parts_before_the_contract() -> None:
    """Of the one that hides the small one, women or men are hidden too: a hundred persons for the sake of sixty."""
    made = Bilan(
        {"contract": 60, "a": 4, "b": 56, "b women": 28, "b men": 28},
        {"contract": ["a", "b"], "b": ["b women", "b men"]},
    )
    assert sorted(beside(made.members())) == ["b", "b men"]


def test_where_the_statuses_tell_the_others_of_that_sum_are_hidden() -> None:
    """Ten actions of one person each, and a contract of ten: C says as much. Its large parts go, and no other sum's."""
    ones = {f"a{number}": 1 for number in range(10)}
    made = Bilan({"contract": 10, "c": 40, "contract men": 60, "d": 4, "e": 30, "f": 26} | ones)
    made.parts = {"contract": [*ones, "c"], "contract men": ["d", "e", "f"]}
    assert beside(made.members()) == ["c", "f"]


@settings(max_examples=30)
@given(bilans())
def test_no_small_count_is_worked_out(made: Bilan) -> None:
    """The sums are solved by who knows all but what is hidden. A lone small count may be any of 1 to 10 where parts make
    their totals; where one is found all the same, because of what statuses say, its sum shows nothing but zeros.
    """
    hidden_with = beside(made.members())
    attack = made.attack(hidden_with)
    small = [one for one, count in made.counts.items() if 1 <= count <= 10]
    found = [one for one in small if attack.bounds(one).is_found]
    told = [{total, *parts} for total, parts in made.parts.items() if {total, *parts} & set(found)]
    large = {one for one, count in made.counts.items() if count > 10}
    assert all(members & large <= set(hidden_with) for members in told)
    makes_total = all(
        made.counts[total] == sum(made.counts[one] for one in parts) for total, parts in made.parts.items()
    )
    if len(small) == 1 and makes_total:
        assert attack.bounds(small[0]).leaves(*SMALL)
