"""Whatever happens to a curated file is refused, or told as a change without a reason, or changes nothing.

Each case damages one file of a checkout that nothing is pending in, reads and checks the whole, and puts the file back.
"""

import random
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.commands.release import release
from data.snapshots import Snapshot, snapshot
from queries.build import BuildFailed, CurationFailed, Examined, examine, read_checkout

SEED = 20261129
CASES = 3_000
SLICE = 8
REFUSED, TOLD, SAME = "refused", "told", "same"
Damage = Callable[[random.Random, str], str | None]

COMMANDS = "\x00\x01\x07\x0b\x1b\x7f\x85"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\ufe0f"
REVERSING = "\u200e\u200f\u202a\u202d\u202e\u2066\u2069\u061c"
LOST = "\ufffd\ufffc\ufffe\uffff\ufdd0\U0001fffe\U0010ffff\uf0b7\ue000\U000f0001"
HOMOGLYPHS = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
GREEK = str.maketrans("oABEHIKMNOPTXZ", "οΑΒΕΗΙΚΜΝΟΡΤΧΖ")


@dataclass(frozen=True)
class Kind:
    """A damage and the files it is done to, one pattern of names by chance; `outcomes` are those that it may have."""

    name: str
    files: tuple[str, ...]
    damage: Damage
    outcomes: frozenset[str] = frozenset({REFUSED, TOLD, SAME})


def words_of(text: str) -> list[re.Match[str]]:
    """The words of the rows of a CSV file: damaged, none is a name of a column or an identifier."""
    start = text.find("\n") + 1
    return [one for one in re.finditer(r"(?<=[ «'’])[A-Za-zéèàêô]{4,}(?=[ ,.;:»])", text) if one.start() >= start]


def on_word(change: Callable[[random.Random, str], str]) -> Damage:
    def damage(chance: random.Random, text: str) -> str | None:
        words = words_of(text)
        if not words:
            return None
        word = chance.choice(words)
        changed = change(chance, word[0])
        return None if changed == word[0] else text[: word.start()] + changed + text[word.end() :]

    return damage


def with_sign(signs: str) -> Damage:
    def change(chance: random.Random, word: str) -> str:
        place = chance.randint(1, len(word) - 1)
        return word[:place] + chance.choice(signs) + word[place:]

    return on_word(change)


def misread(encoding: str) -> Damage:
    """The whole file read in another encoding and written again."""

    def damage(_chance: random.Random, text: str) -> str | None:
        if text.isascii():
            return None
        try:
            return text.encode().decode(encoding)
        except UnicodeDecodeError:
            return None

    return damage


def looking_alike(table: dict[int, int]) -> Damage:
    def change(chance: random.Random, word: str) -> str:
        places = [place for place, sign in enumerate(word) if ord(sign) in table]
        if not places:
            return word
        place = chance.choice(places)
        return word[:place] + word[place].translate(table) + word[place + 1 :]

    return on_word(change)


def on_lines(change: Callable[[random.Random, list[str]], list[str]]) -> Damage:
    """A damage of the rows of a file, its header apart."""

    def damage(chance: random.Random, text: str) -> str | None:
        header, *rows = text.splitlines(keepends=True)
        return "".join([header, *change(chance, rows)]) if rows else None

    return damage


def removed(chance: random.Random, rows: list[str]) -> list[str]:
    place = chance.randrange(len(rows))
    return rows[:place] + rows[place + 1 :]


def repeated(chance: random.Random, rows: list[str]) -> list[str]:
    return [*rows, chance.choice(rows)]


def shuffled(chance: random.Random, rows: list[str]) -> list[str]:
    return chance.sample(rows, len(rows))


def cells_exchanged(chance: random.Random, rows: list[str]) -> list[str]:
    place = chance.randrange(len(rows))
    cells = rows[place].rstrip("\n").split(",")
    first, second = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[first], cells[second] = cells[second], cells[first]
    return [*rows[:place], ",".join(cells) + "\n", *rows[place + 1 :]]


def columns_exchanged(chance: random.Random, text: str) -> str | None:
    header, *rows = text.splitlines(keepends=True)
    names = header.rstrip("\n").split(",")
    first, second = chance.randrange(len(names)), chance.randrange(len(names))
    names[first], names[second] = names[second], names[first]
    return "".join([",".join(names) + "\n", *rows])


def value_moved(chance: random.Random, text: str) -> str | None:
    """A value is a little more than what its passage prints."""
    header, *rows = text.splitlines(keepends=True)
    names = header.rstrip("\n").split(",")
    if "value" not in names:
        return None
    column = names.index("value")
    valued = [place for place, row in enumerate(rows) if re.fullmatch(r"\d+", (row.split(",") + [""] * column)[column])]
    if not valued:
        return None
    place = chance.choice(valued)
    cells = rows[place].split(",")
    cells[column] += chance.choice([".004", ".001", ".0000001"])
    return "".join([header, *rows[:place], ",".join(cells), *rows[place + 1 :]])


def far_in_the_future(chance: random.Random, text: str) -> str | None:
    dates = list(re.finditer(r",20[0-3]\d(?=-\d\d-\d\d,)", text))
    if not dates:
        return None
    date = chance.choice(dates)
    return f"{text[: date.start()]},{chance.choice(['2071', '2999', '1071'])}{text[date.end() :]}"


def code_exchanged(chance: random.Random, text: str) -> str | None:
    """Another nature, another territory, another measure that is known as well."""
    codes = [
        "observed",
        "realised",
        "paid",
        "planned",
        "ceiling",
        "target",
        "com-63113",
        "com-57463",
        "dep-63",
        "public=bpi",
    ]
    found = [code for code in codes if f",{code}," in text]
    if not found:
        return None
    code = chance.choice(found)
    return text.replace(f",{code},", f",{chance.choice([one for one in codes if one != code])},", 1)


def nested(_chance: random.Random, text: str) -> str:
    return f"{text}\nprofond = {'[' * 500}{']' * 500}\n"


def cut(chance: random.Random, text: str) -> str:
    return text[: chance.randrange(len(text))]


def signs_flipped(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chr(ord(text[place]) ^ (1 << chance.randrange(7))) + text[place + 1 :]


def quote_added(chance: random.Random, text: str) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice("\"'“”«»,;\n\t\\#[=") + text[place:]


def line_removed(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(removed(chance, lines))


FIGURES, TOML = ("data/documents/*/observations.csv",), ("data/documents/*/document.toml",)
CSV = ("data/documents/*/*.csv", "data/documents/*/*.csv", "data/reference/*.csv")
ANY = (*CSV, *TOML)
CARDS, VERSIONS = ("data/cards/*.toml",), ("data/releases/2*/**/*.*",)
ONLY_REFUSED = frozenset({REFUSED})
ONLY_SAME = frozenset({SAME})
SEEN = frozenset({REFUSED, TOLD})
KINDS = [
    Kind("cut", ANY, cut),
    Kind("a sign flipped", ANY, signs_flipped),
    Kind("a sign added", ANY, quote_added),
    Kind("a row removed", CSV, on_lines(removed), SEEN),
    Kind("a row repeated", CSV, on_lines(repeated), ONLY_REFUSED),
    Kind("rows in another order", CSV, on_lines(shuffled), ONLY_SAME),
    Kind("two cells exchanged", CSV, on_lines(cells_exchanged)),
    Kind("two columns exchanged", CSV, columns_exchanged),
    Kind("a command", CSV, with_sign(COMMANDS), ONLY_REFUSED),
    Kind("an invisible sign", CSV, with_sign(INVISIBLE), ONLY_REFUSED),
    Kind("a sign that reverses", CSV, with_sign(REVERSING), ONLY_REFUSED),
    Kind("a lost sign", CSV, with_sign(LOST), ONLY_REFUSED),
    Kind("an invisible sign in TOML", TOML, with_sign(INVISIBLE), ONLY_REFUSED),
    Kind("read as Windows", ANY, misread("cp1252"), ONLY_REFUSED),
    Kind("read as Latin-1", ANY, misread("latin-1"), ONLY_REFUSED),
    Kind("read as Macintosh", ANY, misread("mac-roman"), ONLY_REFUSED),
    Kind("read as DOS", ANY, misread("cp850"), ONLY_REFUSED),
    Kind("a Cyrillic letter", CSV, looking_alike(HOMOGLYPHS), ONLY_REFUSED),
    Kind("a Greek letter", CSV, looking_alike(GREEK), ONLY_REFUSED),
    Kind("accents apart", ANY, lambda _chance, text: unicodedata.normalize("NFD", text), frozenset({REFUSED, SAME})),
    Kind("a mark of order", ANY, lambda _chance, text: f"\ufeff{text}", ONLY_SAME),
    Kind("Windows lines", CSV, lambda _chance, text: text.replace("\n", "\r\n"), ONLY_SAME),
    Kind("semicolons", CSV, lambda _chance, text: text.replace(",", ";"), ONLY_REFUSED),
    Kind("nothing left", ANY, lambda _chance, _text: ""),
    Kind("the header alone", CSV, lambda _chance, text: text.split("\n")[0] + "\n", SEEN),
    Kind("another encoding", ANY, lambda _chance, text: text.encode("utf-16").decode("latin-1"), ONLY_REFUSED),
    Kind("a cell beyond all cells", CSV, on_word(lambda _chance, word: word * 50_000), ONLY_REFUSED),
    Kind("nested", TOML, nested, ONLY_REFUSED),
    # A line may say what no row takes, an empty one too: then every row is the same.
    Kind("a line of TOML removed", TOML, line_removed, SEEN | {SAME}),
    Kind("a value moved", FIGURES, value_moved, ONLY_REFUSED),
    Kind("a date out of reach", FIGURES, far_in_the_future, ONLY_REFUSED),
    Kind("a code exchanged", FIGURES, code_exchanged),
    Kind("a card cut", CARDS, cut),
    Kind("a line of a card removed", CARDS, line_removed),
    Kind("a sign of a card flipped", CARDS, signs_flipped),
    Kind("a version cut", VERSIONS, cut, ONLY_REFUSED),
    Kind("a sign of a version flipped", VERSIONS, signs_flipped, ONLY_REFUSED),
]


@dataclass(frozen=True)
class Attacked:
    """A checkout in which nothing is pending, and its rows."""

    root: Path
    rows: Snapshot


@pytest.fixture(scope="module")
def attacked(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """NOTE: what changed since the latest version is published first, the communes of the tests among it."""
    root = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("attacked") / "root"))
    release(None, "", root)
    return Attacked(root, rows_of(root))


def rows_of(root: Path) -> Snapshot:
    curated, cards, _history = read_checkout(root)
    return snapshot(curated, cards)


def cases(root: Path, count: int, seed: int) -> Iterator[tuple[str, Kind, Path, str]]:
    """Every kind in turn, each case with its own seed; what fits no file is passed over."""
    number = 0
    for place in range(count):
        while True:
            kind, name = KINDS[number % len(KINDS)], f"seed {seed}, case {number}"
            chance = random.Random(f"{seed}.{number}")
            number += 1 if count > len(KINDS) else chance.randrange(1, len(KINDS) // SLICE + 1)
            path = chance.choice(sorted(path for path in root.glob(chance.choice(kind.files)) if path.is_file()))
            text = path.read_bytes().decode("utf-8")
            damaged = kind.damage(chance, text) if text else None
            if damaged is not None and damaged != text:
                yield f"{name} ({place}): {kind.name}, {path.relative_to(root)}", kind, path, damaged
                break


def outcome(attacked: Attacked) -> str:
    """What becomes of the checkout as it is; what its reading refuses needs no warehouse to be refused."""
    try:
        problems = read_checkout(attacked.root)[0].problems
        examined = Examined(problems, []) if problems else examine(attacked.root)
    except CurationFailed as failure:
        examined = Examined(failure.problems, [])
    except BuildFailed:
        return REFUSED
    if examined.problems:
        signs = {unicodedata.category(sign) for problem in examined.problems for sign in str(problem)}
        assert not signs & {"Cc", "Cf", "Co", "Cs"}, "told with a sign that a terminal could obey"
        return REFUSED
    if any("sans raison" in line or "ajouté" in line or "retirée" in line for line in examined.since):
        return TOLD
    assert rows_of(attacked.root) == attacked.rows, "accepted without a word"
    return SAME


def attack(attacked: Attacked, count: int, seed: int = SEED) -> Counter[tuple[str, str]]:
    """How many cases of each kind had each outcome."""
    outcomes: Counter[tuple[str, str]] = Counter()
    for story, kind, path, damaged in cases(attacked.root, count, seed):
        before = path.read_bytes()
        try:
            path.write_text(damaged, encoding="utf-8", errors="surrogatepass", newline="")
            found = outcome(attacked)
        except Exception as error:
            raise AssertionError(f"{story}: {error!r}") from error
        finally:
            path.write_bytes(before)
        assert found in kind.outcomes, f"{story}: {found}"
        outcomes[kind.name, found] += 1
    assert outcomes.total() == count
    return outcomes


def test_a_damaged_file_is_refused_or_told(attacked: Attacked) -> None:
    attack(attacked, SLICE)


@pytest.mark.soak
def test_many_damaged_files_are_refused_or_told(attacked: Attacked) -> None:
    assert examine(attacked.root) == Examined([], [])
    outcomes = attack(attacked, CASES)
    assert {kind for kind, _found in outcomes} == {kind.name for kind in KINDS}
    assert examine(attacked.root) == Examined([], [])
