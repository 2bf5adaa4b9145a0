"""No list offers the same words twice: a browser sends the words back, and the first of two alike would be chosen."""

from collections import Counter
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.page_alone import elements, read_in_this_process, shown

TERRITORIES = "com-57463,com-63113,epci-200070712,epci-200040715,com-44109"
# Together, the pages and views that draw every list of the Atlas.
PAGES = (
    f"comparer?vue=financement&territoires={TERRITORIES}", f"comparer?vue=couverture&territoires={TERRITORIES}",
    "comparer?vue=sorties", "comparer?vue=evolution", "carte?vue=mesure&relief=oui",
    "territoires?volet=fiche", "territoires?volet=voisins", "territoires?volet=actions",
    "bilans?contrat=ctai-com-57463-2022", "donnees?partie=jeu&de=2022", "donnees?partie=dictionnaire",
    "donnees?partie=versions", "sources",
)  # fmt: skip


@pytest.fixture(autouse=True)
def home_of_the_checkout(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(atlas_home, monkeypatch)


def offers(address: str) -> dict[str, list[str]]:
    """By its label, the words of each list, and of each row of buttons, that a page draws."""
    asked = urlsplit(address)
    drawn = elements(shown(asked.path, dict(parse_qsl(asked.query)))._tree)
    lists = [one for one in drawn if one.DESCRIPTOR.name in ("Selectbox", "MultiSelect")]
    rows = [one for one in drawn if one.DESCRIPTOR.name == "ButtonGroup"]
    return {one.label: list(one.options) for one in lists} | {
        one.label: [each.content for each in one.options] for one in rows
    }


@pytest.mark.parametrize("address", PAGES)
def test_no_list_offers_the_same_words_twice(address: str) -> None:
    found = offers(address)
    assert found
    twice = {label: [words for words, count in Counter(each).items() if count > 1] for label, each in found.items()}
    assert [words for each in twice.values() for words in each] == []
