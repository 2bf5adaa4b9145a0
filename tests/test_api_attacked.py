"""A standing attack on the interface for programs: whatever is asked, an answer that its description foresees, never a failure.

Requests are made by schemathesis from the description itself, good ones and bad ones; `make soak` makes ten thousand.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.api import api, api_of
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.within import Within

SEED = 21
ALL_CASES = 10_000
HOST = {"host": "localhost"}
# Filters may contradict one another (a period that ends before it begins), which no schema says.
NOT_PROMISED = [positive_data_acceptance]
LONG = "x" * 100_000
HOSTILE = {
    "an injection": "observations?territoire=com-63113';drop%20table%20observations;--",
    "digits of another script": "observations?de=２０２２",
    "a NUL": "observations?territoire=com-63113%00",
    "what is no UTF-8": "observations?territoire=%ff%fe",
    "a line break": "observations?territoire=com-63113%0d%0aset-cookie:%20a=b",
    "a hundred thousand signs": f"observations?territoire={LONG}",
    "ten thousand codes": f"observations?mesure={','.join(['cir_signatories'] * 10_000)}x",
    "the same parameter again and again": f"contrats?{'&'.join(['apres=a'] * 2_000)}",
    "another folder": "figures/..%2f..%2f..%2fetc%2fpasswd",
    "more than there can be": "observations?limite=99999999999999999999",
    "a page with a script": "recherche?mots=%3Cscript%3Ealert(1)%3C/script%3E",
    "words without end": f"recherche?mots={'metz%20' * 5_000}",
    "a key of nobody's": f"comparaisons?apres={LONG}",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, repository: Path, prebuilt: Prebuilt) -> Path:
    folder = tmp_path_factory.mktemp("attacked")
    prebuilt(folder / "home", copy_fixture(folder, repository))
    return folder / "home"


@pytest.fixture(scope="module")
def asked(home: Path) -> Iterator[Within]:
    with api_of(home) as asked:
        yield asked


@pytest.fixture
def described(home: Path, monkeypatch: pytest.MonkeyPatch) -> BaseSchema:
    """The description, as the interface gives it."""
    monkeypatch.setenv("CTAI_HOME", str(home))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", api(), headers=HOST)


def attack(described: BaseSchema, each: int, one_in: int = 1) -> Counter[int]:
    """So many cases of one operation in so many, then as many that its description forbids; how many had each status."""
    seen: Counter[int] = Counter()
    for result in [*described.get_all_operations()][::one_in]:
        operation = result.ok()
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=each, database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @seed(SEED)
            def ask(case: schemathesis.Case) -> None:
                answer = case.call(headers=HOST)
                seen[answer.status_code] += 1
                case.validate_response(answer, excluded_checks=NOT_PROMISED)

            with (
                suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext()
            ):  # nothing of it can be wrong
                ask()
    return seen


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_nobody_would_ask_is_answered_or_refused(asked: Within, kind: str) -> None:
    """In the form that is promised; nothing of it comes back as a page or as a header."""
    found = asked(f"/api/v1/{HOSTILE[kind]}")
    assert found.status in (200, 400, 404)
    assert found.headers["content-type"] == "application/json" if found.status == 200 else "application/problem+json"
    assert "set-cookie" not in found.headers
    assert len(found.body) < 20_000
    json.loads(found.body)


def test_every_operation_keeps_what_its_description_promises(described: BaseSchema) -> None:
    """A slice of the attack."""
    seen = attack(described, each=1, one_in=3)
    assert {*seen} <= {200, 400, 404}
    assert seen[200] > 20


@pytest.mark.soak
def test_ten_thousand_requests_keep_what_the_description_promises(described: BaseSchema) -> None:
    """The whole attack, by `make soak`; `CASES` asks for more of it."""
    operations = sum(1 for _each in described.get_all_operations())
    most = int(os.environ.get("CASES", ALL_CASES))
    seen = attack(described, each=1 + 2 * most // operations // 3)  # twice so many, and of some there are not as many
    assert {*seen} <= {200, 400, 404}
    assert seen.total() >= most, seen
