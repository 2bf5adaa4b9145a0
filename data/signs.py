"""Signs that no curated text may hold, each told by its code point and its name, and texts that were damaged on the way.

Refused: what cannot be printed (commands, signs of private use, signs that are none, invisible ones, the soft hyphen
among them: a word that holds one looks right and is never found), what reverses the sense of writing, letters of
another script within a word, accents apart from their letter, and what was written in one encoding and read in another.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

# Line breaks and tabulations of a cell are printed; a lone carriage return is lost by half of the forms of files.
KEPT = "\t\n"
REFUSED_CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
# Of other categories, and yet without a shape of their own: fillers, selectors of variants, the sign of a lost one.
SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd")
NO_SIGN = range(0xFDD0, 0xFDF0)  # and the last two of each plane
SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
REVERSING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PRIVATE = "un signe d'usage privé, propre à une police"
NAMES = {
    "\x00": "le caractère nul",
    "\r": "un retour chariot",
    "\x1b": "échappement",
    "\x7f": "effacement",
    "\u00ad": "un trait d'union conditionnel, invisible",
    "\u200b": "une espace sans largeur, invisible",
    "\u200c": "un antiliant, invisible",
    "\u200d": "un liant, invisible",
    "\u2060": "un joncteur, invisible",
    "\u2028": "un séparateur de lignes",
    "\u2029": "un séparateur de paragraphes",
    "\ufeff": "une marque d'ordre des octets, invisible",
    "\ufffd": "la marque d'un signe perdu",
    "\ufffc": "la marque d'un objet perdu",
}
KINDS = {
    "Cc": "un caractère de commande",
    "Cf": "un signe invisible",
    "Co": PRIVATE,
    "Cs": "la moitié d'un signe",
}
A_TEXT = "un texte sans caractère de commande ni signe invisible ou perdu"
# What a French text is made of: a text of nothing else has nothing to be looked at more closely.
EXTRAORDINARY = re.compile(
    "[^\t\n -%'-~\u00a0«»°·²³½¼¾§©®±×÷ÀÁÇÈÉÊËÌÍÎÏÑÒÓÙÚÛÜàáâäçèéêëìíîïñòóôöùúûüýÿŒœŸ\u2009\u202f–—‘’“”…€≤≥•]|â[€œ]"
)
LETTERS = re.compile(r"[^\W\d_]+")
# Letters that look like those of our alphabet: a word made of these alone is suspected too.
LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
        "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXopv",
        strict=True,
    )
)
SCRIPTS = {
    "CYRILLIC": "cyrillique",
    "GREEK": "grecque",
    "ARMENIAN": "arménienne",
    "CHEROKEE": "cherokee",
    "COPTIC": "copte",
    "FULLWIDTH": "de pleine chasse",
    "MATHEMATICAL": "mathématique",
}
OTHER = "d'une autre écriture"
LATIN = ("LATIN", "FEMININE", "MASCULINE", "MODIFIER", "MICRO", "KELVIN", "ANGSTROM")
PHONETIC = re.compile("[\u0250-\u02af\u1d00-\u1d2b\u1d6b-\u1d77\ua730-\uab6f]")
DISGUISED_DIGIT = re.compile("[\uff10-\uff19\U0001d7ce-\U0001d7ff]")
LIGATURES = re.compile("[\ufb00-\ufb06]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,30}\d{0,2});")
# « à » and the no-break space of which the second half, a no-break space itself, became a space or was cut off.
HALF_LOST = re.compile(r"Ã(?=\s|$)|(?<=\S)Â(?=\s|$)")
HALVES = {"Ã": "à", "Â": "une espace insécable"}
ENCODINGS = ("cp1252", "latin-1", "mac-roman", "cp850")
# What a French text could have been before it was read in another encoding.
PLAUSIBLE = re.compile(
    "[\u00a0-\u00ffŒœŸŠšŽž\u2009\u200b\u202f–—‘’‚“”„…†‡•‹›€™←-⇿≠≤≥✓✔\ufeff\ufb00-\ufb06\U0001f000-\U0001faff]"
)


def refused(text: str) -> tuple[str, str] | None:
    """What is found that no curated text may hold, and what is expected; none for a sound text."""
    if not EXTRAORDINARY.search(text):
        return None
    return next((told for look in LOOKS if (told := look(text))), None)


def is_shapeless(sign: str) -> bool:
    """Whether a sign cannot be printed, or turns what stands around it."""
    if sign in KEPT or (sign < "\x7f" and sign >= " "):
        return False
    return (
        unicodedata.category(sign) in REFUSED_CATEGORIES
        or sign in SHAPELESS
        or bool(SELECTORS.match(sign))
        or _is_none(sign)
    )


def _is_none(sign: str) -> bool:
    """Whether no sign will ever bear this code. NOTE: one that Python does not know yet may be a new emoji."""
    return ord(sign) in NO_SIGN or ord(sign) & 0xFFFE == 0xFFFE


def shown(text: str) -> str:
    """The text with its shapeless signs written out, « [U+202E] »: for papers that could not hold them."""
    if not EXTRAORDINARY.search(text):
        return text
    return "".join(f"[U+{ord(sign):04X}]" if is_shapeless(sign) else sign for sign in text)


def plain(text: str) -> str:
    """A text as it reads, to look passages up in: invisible signs dropped, accents and ligatures in one form."""
    if not EXTRAORDINARY.search(text):
        return text
    visible = "".join(sign for sign in text if not (is_shapeless(sign) and unicodedata.category(sign) in ("Cf", "Mn")))
    return LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), unicodedata.normalize("NFC", visible))


def _shapeless(text: str) -> tuple[str, str] | None:
    sign = next((sign for sign in text if is_shapeless(sign)), None)
    return (f"le caractère {_named(sign)}", A_TEXT) if sign else None


def _named(sign: str) -> str:
    """« U+202E (inversion du sens d'écriture) »."""
    name = NAMES.get(sign)
    if REVERSING.match(sign):
        name = "inversion du sens d'écriture"
    elif SELECTORS.match(sign):
        name = "un sélecteur de variante, invisible"
    elif _is_none(sign):
        name = "un code qui n'est celui d'aucun signe"
    return f"U+{ord(sign):04X} ({name or KINDS.get(unicodedata.category(sign), 'un signe invisible')})"


def _misread(text: str) -> tuple[str, str] | None:
    """« Ã© » is « é » in UTF-8, read in another encoding; « &eacute; » comes from the code of a page."""
    for encoding, pattern in MISREAD.items():
        for match in pattern.finditer(text):
            meant = _decoded(match[0], encoding)
            if meant and PLAUSIBLE.match(meant):
                around = text[max(match.start() - 12, 0) : match.end() + 12].strip()
                return _told_misread(shown(match[0]), shown(around), shown(meant))
    if half := HALF_LOST.search(text):
        return _told_misread(half[0], text[max(half.start() - 12, 0) : half.end() + 12].strip(), HALVES[half[0]])
    for match in ENTITY.finditer(text):
        if (meant := html.unescape(match[0])) != match[0]:
            return f"« {match[0]} »", f"sans doute « {meant} », écrit dans le code d'une page"
    return None


def _told_misread(found: str, around: str, meant: str) -> tuple[str, str]:
    return f"« {found} » dans « {around} »", f"sans doute « {meant} », mal lu d'un autre encodage"


def _decoded(signs: str, encoding: str) -> str:
    try:
        return signs.encode(encoding).decode("utf-8")
    except UnicodeError:
        return ""


def _misread_pattern(encoding: str) -> re.Pattern[str]:
    """The signs that an encoding shows for the bytes of one sign of UTF-8 beyond ASCII."""

    def signs(first: int, last: int) -> str:
        return "".join(
            re.escape(sign) for byte in range(first, last + 1) if (sign := bytes([byte]).decode(encoding, "ignore"))
        )

    following = signs(0x80, 0xBF)
    return re.compile(
        f"[{signs(0xC2, 0xDF)}][{following}]|[{signs(0xE0, 0xEF)}][{following}]{{2}}|[{signs(0xF0, 0xF4)}][{following}]{{3}}"
    )


MISREAD = {encoding: _misread_pattern(encoding) for encoding in ENCODINGS}


def _foreign_letter(text: str) -> tuple[str, str] | None:
    """A letter of another script within a word of ours, or a word of letters that all look like ours."""
    if digit := DISGUISED_DIGIT.search(text):
        return f"le chiffre « {digit[0]} » (U+{ord(digit[0]):04X})", f"« {unicodedata.normalize('NFKC', digit[0])} »"
    for word in LETTERS.findall(text):
        foreign = [sign for sign in word if sign.isalpha() and not _is_ours(sign)]
        if foreign and (len(foreign) < len(word) or all(sign in LOOKALIKES for sign in word) or _is_disguised(word)):
            sign = foreign[0]
            script = next(
                (said for name, said in SCRIPTS.items() if unicodedata.name(sign, "").startswith(name)), OTHER
            )
            found = f"la lettre {script} « {sign} » (U+{ord(sign):04X}) dans « {word} »"
            meant = LOOKALIKES.get(sign) or unicodedata.normalize("NFKC", sign)
            return found, f"sans doute « {meant} »" if meant != sign else "une lettre de notre alphabet"
    return None


def _is_ours(sign: str) -> bool:
    return sign.isascii() or (unicodedata.name(sign, "").startswith(LATIN) and not PHONETIC.match(sign))


def _is_disguised(word: str) -> bool:
    """Full-width and mathematical letters are ours in another dress."""
    return unicodedata.normalize("NFKC", word).isascii()


def _apart(text: str) -> tuple[str, str] | None:
    """« é » in two signs, or « ﬁ » in one: they look right, and no search finds the word."""
    if (ligature := LIGATURES.search(text)) is not None:
        meant = unicodedata.normalize("NFKC", ligature[0])
        return f"la ligature « {ligature[0]} » (U+{ord(ligature[0]):04X})", f"les lettres « {meant} »"
    whole = unicodedata.normalize("NFC", text)
    if whole == text:
        return None
    place = next(place for place, (one, other) in enumerate(zip(text, whole + "\0", strict=False)) if one != other)
    codes = " ".join(f"U+{ord(sign):04X}" for sign in text[place : place + 2])
    return (
        f"« {text[place : place + 2]} » en signes séparés ({codes})",
        f"« {whole[place : place + 1]} », en un seul signe",
    )


LOOKS: tuple[Callable[[str], tuple[str, str] | None], ...] = (_misread, _shapeless, _apart, _foreign_letter)


def refused_in(content: dict) -> Iterator[tuple[str, str, str]]:
    """Of every text of a TOML content, keys included: the dotted key that holds it, what is found, what is expected."""
    pending: list[tuple[str, object]] = [("", content)]
    while pending:
        path, one = pending.pop()
        if isinstance(one, dict):
            pending += [(f"{path}.{name}".lstrip("."), inner) for name, inner in reversed(one.items())]
            pending += [(path, name) for name in one]
        elif isinstance(one, list):
            pending += [(path, inner) for inner in reversed(one)]
        elif isinstance(one, str) and (told := refused(one)):
            yield path, *told
