"""What must never be written in a curated file: accounts, e-mails, phone numbers, names of persons.

Looked for by pattern in every text. A function (« Mme la préfète ») is no name, nor is a street (« rue Mme Curie »).
"""

import re
from collections.abc import Callable, Iterator

import polars as pl

from data.problems import Problem

GAP = "[ \u00a0\u202f\u2009]"
EXPECTED = "aucune donnée personnelle ou bancaire : un signataire se dit par sa fonction, un compte ne se cite pas"
SHOWN = 4  # signs of what was found: enough to find it again, too few to spread it
ACCOUNT = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}\d{{2}}(?:(?:{GAP}|[.-])?[A-Za-z0-9]){{11,30}}")
ACCOUNT_NAMED = re.compile(rf"\b(?:IBAN|RIB|BIC)\b[\s:°n]{{0,5}}(?=[A-Z0-9]*\d)[A-Z0-9](?:{GAP}?[A-Z0-9]){{10,33}}")
LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "LU": 20, "DE": 22, "CH": 21, "ES": 24, "IT": 27, "PT": 25, "NL": 18, "GB": 22, "IE": 22,
}  # fmt: skip
MAIL = re.compile(r"[\w.+-]+(?:@|\s?(?:\(at\)|\[at\]|\(a\)|\barobase\b)\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# The same sign between all pairs: « 0104-15-12 » is a line of the State's budget.
PHONE = re.compile(
    rf"(?<![\w.,/=+-])(?:(?:\+|00){GAP}?33{GAP}?(?:\(0\){GAP}?)?|0)[1-9]({GAP}|[.-]|)\d{{2}}(?:\1\d{{2}}){{3}}(?![\w]|[.,]\d)"
)
CIVILITY = (
    rf"(?<![\w.])(?<![\d.]{GAP})(?:MM?\.|Mr\.?|(?:Mmes?|MME|Mlles?)\.?|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle)"
)
CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
SURNAME = rf"[{CAPITAL}][\w'’-]+"
NAMED = re.compile(
    rf"{CIVILITY}{GAP}+(?:(?:[{CAPITAL}]\.{GAP}?-?)+{GAP}*)?(?:(?:de|du|des|d['’]|De|Du|Le|La|L['’]|El|Ben){GAP}*)?({SURNAME})"
)
BY_FUNCTION = re.compile(
    rf"{CIVILITY}{GAP}+(?:le|la|l['’]|Le|La|L['’])[^.;:\n]{{3,80}}?,?{GAP}([{CAPITAL}][\w-]+{GAP}[{CAPITAL}'’-]{{3,}})\b"
)
FUNCTIONS = re.compile(
    r"(?:vice|sous|co|ex|haut|haute)?-?(?:préf|maire\b|présid|direct|ministr|secrét|conseil|adjoint|délégu|chef|élue?\b|déput|"
    r"sénat|recteur|rectrice|commiss|trésor|procur|gouvern|administrat|inspect|ambassad|premi|génér|coordin|respons|chargé|"
    r"référent|intendant|garde\b|juge\b|greffi|notaire|recev|comptab)",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"\b(?:rue|avenue|boulevard|place|impasse|allée|quai|square|chemin|cours|passage|esplanade|parc|pont|cité|quartier|villa|"
    r"écoles?|collège|lycée|hôpital|clinique|centre|résidence|foyer|espace|maison|association|fondation|salle|gymnase|stade|"
    r"station|crèche|théâtre|cinéma|médiathèque|bibliothèque|hôtel|institut|musée|compagnie|librairie|festival|prix)\s+$",
    re.IGNORECASE,
)


# What each of the patterns above cannot do without: a sieve that polars holds every cell against, a hundred times as fast.
SIEVE = (
    r"@|\((?i:at|a)\)|\[(?i:at)\]|(?i:arobase)|IBAN|RIB|BIC|[A-Za-z]{2}\d{2}|M\.|MM|Mr|Mme|MME|Mlle|Monsieur|Messieurs|Madame|"
    r"Mesdames|Mademoiselle|[03]\D{0,5}[1-9]\D?\d{2}\D?\d{2}\D?\d{2}\D?\d{2}"
)


def personal_data(frame: pl.DataFrame, columns: list[str]) -> Iterator[Problem]:
    """What looks like personal or bank data in the text columns of a frame that has its origin columns."""
    for column in columns:
        told = frame.filter(pl.col(column).str.contains(SIEVE))
        for file, line, text in told.select("file", "line", column).iter_rows():
            for kind, passage in found_in(text):
                yield Problem(file, line, column, f"{kind}, « {passage[:SHOWN].strip()}… »", EXPECTED)


def found_in(text: str) -> Iterator[tuple[str, str]]:
    """What the text seems to give away, one of each kind: the kind in French, and the passage."""
    for kind, look in LOOKS.items():
        if passage := look(text):
            yield kind, passage


def _account(text: str) -> str:
    """An IBAN whose key is right, or what follows the word; a code that only looks like one is none."""
    for match in ACCOUNT.finditer(text):
        signs = re.sub(r"[^A-Z0-9]", "", match[0].upper())[: LENGTHS.get(match[0][:2].upper(), 0)]
        if len(signs) == LENGTHS.get(signs[:2]) and _key_is_right(signs):
            return match[0]
    named = ACCOUNT_NAMED.search(text)
    return named[0] if named else ""


def _key_is_right(account: str) -> bool:
    """ISO 13616: the first four signs at the end, letters as numbers from 10, the remainder by 97 is 1."""
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


def _matched(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def look(text: str) -> str:
        match = pattern.search(text)
        return match[0] if match else ""

    return look


def _person(text: str) -> str:
    """A civility and a name, but for a function or for what bears somebody's name."""
    for pattern in (NAMED, BY_FUNCTION):
        for match in pattern.finditer(text):
            if not FUNCTIONS.match(match[1]) and not PLACES.search(text[: match.start()]):
                return match[0]
    return ""


LOOKS: dict[str, Callable[[str], str]] = {
    "un numéro de compte": _account,
    "une adresse électronique": _matched(MAIL),
    "un numéro de téléphone": _matched(PHONE),
    "un nom de personne": _person,
}
