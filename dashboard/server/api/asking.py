"""What an address of the interface for programs asks: which filters, which page of the rows, in which form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from dashboard.choices.address import LONGEST_TEXT, SAFE
from dashboard.choices.fields import SEPARATOR
from dashboard.server.api.problems import PARAMETER, Problem
from dashboard.words.typography import quoted

USUAL, MOST = 1_000, 10_000  # rows of a page
AFTER, LIMIT, FORMAT, COLUMNS, WORDS = "apres", "limite", "format", "colonnes", "mots"
JSON, ARROW = "json", "arrow"
ARROW_TYPE = "application/vnd.apache.arrow.stream"
OF_PAGES = (AFTER, LIMIT, FORMAT, COLUMNS)
FREE = (AFTER, LIMIT, FORMAT, WORDS)  # texts that no list of codes bounds


@dataclass(frozen=True)
class Asked:
    """`filters` are the other parameters, several values of one joined by commas; `after` is the key of a row; `columns`
    are those wanted, all when none is named.
    """

    path: str
    filters: Mapping[str, str]
    after: str
    limit: int
    form: str
    columns: tuple[str, ...] = ()

    def next_address(self, after: str) -> str:
        """The page of the rows that follow the one with this key."""
        page = {LIMIT: str(self.limit)} if self.limit != USUAL else {}
        form = {FORMAT: self.form} if self.form != JSON else {}
        columns = {COLUMNS: SEPARATOR.join(self.columns)} if self.columns else {}
        return f"{self.path}?{urlencode({**self.filters, **columns, **form, **page, AFTER: after}, safe=SAFE)}"

    def wanted(self, known: Collection[str]) -> list[str]:
        """The columns asked for among those that there are, all when none is named. Raises Problem."""
        if unknown := [name for name in self.columns if name not in known]:
            named, others = quoted(", ".join(unknown)), ", ".join(known)
            raise wrong(
                f"{COLUMNS} : inconnu : {named}. Attendu : {others}.", f"{COLUMNS}: unknown. Expected: {others}."
            )
        return [name for name in known if not self.columns or name in self.columns]


def asked(request: Request, names: Collection[str], pages: Collection[str] = OF_PAGES) -> Asked:
    """`names` are the filters that may be asked, `pages` what may be said of the page. Raises Problem."""
    texts = {name: SEPARATOR.join(request.query_params.getlist(name)) for name in request.query_params}
    if unknown := sorted({*texts} - {*names, *pages}):
        raise _unknown(unknown, [*names, *pages])
    for name, text in texts.items():
        if name in FREE and len(text) > LONGEST_TEXT:
            raise wrong(f"{name} : trouvé plus de {LONGEST_TEXT} signes.", f"{name}: more than {LONGEST_TEXT} signs.")
    filters = {name: text for name, text in texts.items() if name in names}
    columns = tuple(texts[COLUMNS].split(SEPARATOR)) if COLUMNS in texts else ()
    limit, form = _limit(texts.get(LIMIT)), _form(request, texts)
    return Asked(request.url.path, filters, texts.get(AFTER, ""), limit, form, columns)


def wrong(detail: str, detail_en: str) -> Problem:
    return Problem(PARAMETER, detail, detail_en)


def _unknown(unknown: list[str], expected: list[str]) -> Problem:
    named, known = ", ".join(unknown)[:LONGEST_TEXT], ", ".join(expected)
    found = f" Attendu : {known}." if known else " Aucun n'est attendu."
    found_en = f" Expected: {known}." if known else " None is expected."
    return wrong(f"Paramètres inconnus : {named}.{found}", f"Unknown parameters: {named}.{found_en}")


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise wrong(
            f"{LIMIT} : attendu un entier de 1 à {MOST}.", f"{LIMIT}: expected an integer between 1 and {MOST}."
        )
    return int(text)


def _form(request: Request, texts: Mapping[str, str]) -> str:
    """What the address says, else what the reader accepts."""
    if FORMAT not in texts:
        return ARROW if ARROW_TYPE in request.headers.get("accept", "") else JSON
    if texts[FORMAT] not in (JSON, ARROW):
        raise wrong(f"{FORMAT} : attendu {JSON} ou {ARROW}.", f"{FORMAT}: expected {JSON} or {ARROW}.")
    return texts[FORMAT]
