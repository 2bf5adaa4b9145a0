"""How to cite a view or a dataset: a sentence, BibTeX and CFF 1.2.0, all three pinned to the version of the data."""

import json
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

AUTHOR = "Atlas CTAI"
LICENCE = "Licence Ouverte 2.0"
LICENCE_SPDX = "etalab-2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
MESSAGE = "Pour citer ces données, employez la référence de ce fichier et gardez la version des données."
RELEASED = re.compile(r"([0-9]{4})\.[0-9]+")
LATEX_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "œ": r"{\oe}", "Œ": r"{\OE}", "æ": r"{\ae}", "Æ": r"{\AE}", "«": r"{\guillemotleft}", "»": r"{\guillemotright}",
    "’": "'", "“": "``", "”": "''", "–": "--", "—": "---", "…": r"{\ldots}", "€": r"{\texteuro}",
    "\u00a0": "~", "\u202f": r"\,",
}  # fmt: skip
LATEX_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0327": "c "}


@dataclass(frozen=True)
class Citation:
    sentence: str
    bibtex: str
    cff: str


def citation(title: str, version: str, address: str | None = None) -> Citation:
    """The three ways to cite what `title` names in this version of the data.

    The year is the version's (`2026.1` -> 2026); data that no release has numbered have none. `address` is absolute;
    without one, nothing stands in its place.
    """
    found = RELEASED.match(version)
    year = found[1] if found else None
    link = quote(address, safe="%/:=&?~#+!$,;'@()*[]-._") if address else None
    return Citation(
        _sentence(title, version, year, link), _bibtex(title, version, year, link), _cff(title, version, year, link)
    )


def _sentence(title: str, version: str, year: str | None, link: str | None) -> str:
    parts = [
        f"{AUTHOR} ({year or 'sans date'})",
        f"« {_within(title)} »",
        f"version des données {version}",
        LICENCE,
        link or "",
    ]
    return ", ".join(part for part in parts if part) + ("" if link else ".")


def _within(title: str) -> str:
    """Quotation marks within others, as French has them."""
    return re.sub("«\\s*", "“", re.sub("\\s*»", "”", title))


def _bibtex(title: str, version: str, year: str | None, link: str | None) -> str:
    fields = {
        "author": f"{{{{{AUTHOR}}}}}",
        "title": f"{{{{{latex(title)}}}}}",
        "year": f"{{{year}}}" if year else "",
        "version": f"{{{latex(version)}}}",
        "note": f"{{Version des donn{{\\'e}}es {latex(version)}, {LICENCE}}}",
        "url": f"{{{link}}}" if link else "",
    }
    lines = [f"  {name} = {content}," for name, content in fields.items() if content]
    return "\n".join([f"@misc{{atlas-ctai-{_key(version)}-{_key(title)},", *lines, "}"]) + "\n"


def _key(text: str) -> str:
    """What a BibTeX key may hold on any system: `2026-1`, `financement-par-personne`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def latex(text: str) -> str:
    """The text with LaTeX's own signs escaped and accents as commands, which every BibTeX reads.

    NOTE: BibTeX counts braces even behind a backslash: those of the text are commands too.
    """
    written = []
    for sign in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", sign)
        if len(parts) == 2 and parts[1] in LATEX_ACCENTS:
            written.append(f"{{\\{LATEX_ACCENTS[parts[1]]}{parts[0]}}}")
        else:
            written.append(LATEX_SIGNS.get(sign, sign))
    return "".join(written)


def _cff(title: str, version: str, year: str | None, link: str | None) -> str:
    """Scalars are written as JSON strings, which YAML reads: no title can break the file.

    CFF has no year without a day at its root: it stands in the reference to prefer.
    """
    reference = {"title": title, "version": version, "url": link}
    lines = ["cff-version: 1.2.0", f"message: {_quoted(MESSAGE)}", "type: dataset", *_work(reference, "")]
    lines += [f"license: {LICENCE_SPDX}", "preferred-citation:", "  type: data", *_work(reference, "  ")]
    lines += [f"  year: {year}"] if year else []
    return "\n".join(lines) + "\n"


def _work(reference: dict[str, str | None], indent: str) -> list[str]:
    filled = [f"{indent}{name}: {_quoted(text)}" for name, text in reference.items() if text]
    return [*filled, f"{indent}authors:", f"{indent}  - name: {_quoted(AUTHOR)}"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
