"""Sentences that say a hidden count beside the name of its territory, in figures or in words."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

WORDS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
SENTENCES = re.compile(r"(?<=[.!?])\s|\n")
PREFIXES = {"departements": "dep", "regions": "reg", "epci": "epci", "communes": "com"}
COUNTED = re.compile(r'^kind = "(?:dataset|bilan)"', re.MULTILINE)
# Beside a name, these say that persons are counted.
COUNTED_PERSONS = re.compile(r"BPI|réfugié|asile|femme|26 ans|400 heures|signataire|protection", re.IGNORECASE)
WORD = r"(?<![\w-])(?<!page )(?<!article )(?<!fiche ){}(?![\w-])"


def told_in_words(text: str, hidden: Mapping[str, set[int]]) -> list[tuple[str, int, str]]:
    """Each territory, count and sentence; a name within another (« Loire » in « Loire-Atlantique ») is another."""
    found = []
    for sentence in SENTENCES.split(text):
        for name, counts in hidden.items():
            if not re.search(WORD.format(re.escape(name)), sentence):
                continue
            found += [(name, count, sentence) for count in sorted(counts) if _says(sentence, count)]
    return found


def _says(sentence: str, count: int) -> bool:
    written = [str(count), *([WORDS[count - 1]] if count <= len(WORDS) else []), *(["une"] if count == 1 else [])]
    return any(re.search(WORD.format(word), sentence, re.IGNORECASE) for word in written)


def hidden_rows(root: Path) -> tuple[set[str], set[str]]:
    """The rows of data files and bilans that are committed as hidden, and the names of their territories."""
    names = {}
    for layer in ("departements", "regions", "epci", "communes"):
        if (path := root / "geo" / "layers" / f"{layer}.csv").exists():
            with path.open(encoding="utf-8", newline="") as file:
                names |= {f"{PREFIXES[layer]}-{row['insee_code']}": row["name"] for row in csv.DictReader(file)}
    cells, places = set(), set()
    for path in sorted((root / "data" / "documents").glob("*/observations.csv")):
        if not COUNTED.search((path.parent / "document.toml").read_text(encoding="utf-8")):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            hidden = [row for row in csv.DictReader(file) if row.get("obs_status") == "Q"]
        cells |= {row["observation_id"] for row in hidden}
        places |= {names[row["territory_id"]] for row in hidden if row["territory_id"] in names}
    return cells, places
