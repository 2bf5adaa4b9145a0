"""A citation pins the version of the data, whatever the title holds, and knows no clock."""

import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import yaml

from dashboard.choices.fields import Selection
from dashboard.datasets.citation import citation, latex
from dashboard.showing.citing import view_address, view_title

ADDRESS = "https://atlas.exemple.fr/comparer?territoires=com-57463&annee=2022"
HARD = "Coûts & « bases » {2022} : 35 % d'_œuvre_ #1, l'été – 1\u202f234\u00a0€ \\ \"fin\""
# What CFF 1.2.0 asks of a file, and all that it allows of what is used here.
REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {"type", "version", "url", "license", "preferred-citation", "abstract"}


def test_the_three_forms_of_a_citation() -> None:
    cited = citation("Financement par personne", "2026.1", ADDRESS)
    assert cited.sentence == (
        "Atlas CTAI (2026), « Financement par personne », version des données 2026.1, Licence Ouverte 2.0, "
        "https://atlas.exemple.fr/comparer?territoires=com-57463&annee=2022"
    )
    assert cited.bibtex == (
        "@misc{atlas-ctai-2026-1-financement-par-personne,\n"
        "  author = {{Atlas CTAI}},\n"
        "  title = {{Financement par personne}},\n"
        "  year = {2026},\n"
        "  version = {2026.1},\n"
        "  note = {Version des donn{\\'e}es 2026.1, Licence Ouverte 2.0},\n"
        "  url = {https://atlas.exemple.fr/comparer?territoires=com-57463&annee=2022},\n"
        "}\n"
    )
    assert yaml.safe_load(cited.cff) == {
        "cff-version": "1.2.0",
        "message": "Pour citer ces données, employez la référence de ce fichier et gardez la version des données.",
        "type": "dataset",
        "title": "Financement par personne",
        "version": "2026.1",
        "url": ADDRESS,
        "authors": [{"name": "Atlas CTAI"}],
        "license": "etalab-2.0",
        "preferred-citation": {
            "type": "data",
            "title": "Financement par personne",
            "version": "2026.1",
            "url": ADDRESS,
            "authors": [{"name": "Atlas CTAI"}],
            "year": 2026,
        },
    }


@pytest.mark.parametrize(
    ("version", "year"), [("2026.1", "2026"), ("2027.12+1a2b3c4d", "2027"), ("0+1a2b3c4d", "sans date")]
)
def test_the_year_is_the_versions(version: str, year: str) -> None:
    """Between releases the version says what was read; before any, there is no year to give."""
    cited = citation("Chiffres", version)
    assert cited.sentence == f"Atlas CTAI ({year}), « Chiffres », version des données {version}, Licence Ouverte 2.0."
    assert f"version = {{{version}}}" in cited.bibtex
    assert (f"year = {{{year}}}" in cited.bibtex) == year.isdigit()
    assert yaml.safe_load(cited.cff)["version"] == version
    assert "url" not in cited.bibtex + cited.cff


@pytest.mark.parametrize("title", ["Financement par personne", HARD, "yes", "2022", "a: b # c", "{", "}", "- @"])
@pytest.mark.parametrize("address", [None, ADDRESS])
def test_no_title_breaks_the_cff(title: str, address: str | None) -> None:
    """The keys that CFF 1.2.0 requires, none that it does not know, the title as it is."""
    read = yaml.safe_load(citation(title, "2026.1", address).cff)
    assert set(read) >= REQUIRED
    assert set(read) <= ALLOWED
    assert read["title"] == read["preferred-citation"]["title"] == title
    assert {"authors", "title", "type"} <= set(read["preferred-citation"])


@pytest.mark.parametrize("title", [HARD, "{", "}}", "100 % \\", "a_b", "é" * 200])
def test_no_title_breaks_the_bibtex(title: str) -> None:
    """Braces balance at every sign, and LaTeX's own signs are escaped; the key holds letters, digits and hyphens."""
    entry = citation(title, "2026.1+1a2b3c4d", ADDRESS).bibtex
    depths = [entry[:place].count("{") - entry[:place].count("}") for place in range(1, len(entry) + 1)]
    assert min(depths) >= 0
    assert depths[-1] == 0
    assert re.match(r"@misc\{[a-z0-9-]+,\n", entry)
    (written,) = re.findall(r"title = (.*),\n", entry)
    assert re.findall(r"(?<!\\)[&%$#_]", written) == []
    assert written.isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Été à Orléans, çà et là", r"{\'E}t{\'e} {\`a} Orl{\'e}ans, {\c c}{\`a} et l{\`a}"),
        ("35 % & 1_2 #3 $4", r"35 \% \& 1\_2 \#3 \$4"),
        ("{a} ~ ^ \\", r"{\textbraceleft}a{\textbraceright} \textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("cœur – l’été", r"c{\oe}ur -- l'{\'e}t{\'e}"),
        ("e\u0301", r"{\'e}"),
    ],
)
def test_accents_and_signs_take_their_latex_form(text: str, expected: str) -> None:
    assert latex(text) == expected


def test_quotation_marks_within_a_title_are_told_apart() -> None:
    assert "« Les “bases” »" in citation("Les « bases »", "2026.1").sentence


def test_an_address_is_written_so_that_any_program_reads_it() -> None:
    """Spaces, accents and braces by their codes; what is coded already stays."""
    cited = citation("Vue", "2026.1", "https://a.fr/x?q=été {1}&r=%C3%A9")
    assert "url = {https://a.fr/x?q=%C3%A9t%C3%A9%20%7B1%7D&r=%C3%A9}" in cited.bibtex


def test_the_repository_says_how_to_cite_it(repository: Path) -> None:
    """In step with the package: its version, its licence, those who hold its copyright."""
    read = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(read) >= REQUIRED
    assert set(read) <= ALLOWED
    assert (read["cff-version"], read["type"]) == ("1.2.0", "software")
    assert (read["version"], read["license"]) == (project["version"], project["license"])
    assert read["authors"][0]["name"] in (repository / "LICENSE").read_text(encoding="utf-8")


def test_the_link_of_a_view_pins_the_version() -> None:
    """The « + » of a version between releases would be a space in an address: it is written by its code."""
    address = view_address(
        "https://a.fr/comparer?annee=2019", "comparer", Selection(vue="financement", annee="2022"), "2026.1+1a2b3c4d"
    )
    page, _, query = address.partition("?")
    assert page == "https://a.fr/comparer"
    assert parse_qs(query)["version"] == ["2026.1+1a2b3c4d"]
    assert parse_qs(query)["annee"] == ["2022"]
    assert "=&" not in address  # what is empty says nothing
    assert f"url = {{{address}}}" in citation("Vue", "2026.1+1a2b3c4d", address).bibtex
    assert view_address("https://a.fr", "", Selection(), "2026.1") == "https://a.fr/?version=2026.1"


def test_a_view_is_cited_by_its_page_and_its_own_name() -> None:
    """And by its territories, those that it would not be without."""
    names = {"com-57463": "Metz", "com-63113": "Clermont-Ferrand", "com-44109": "Nantes", "com-86194": "Poitiers"}
    told = [
        view_title("comparer", "Comparer", Selection(vue="sorties"), names),
        view_title("comparer", "Comparer", Selection(territoires=("com-57463",)), names),
        view_title("comparer", "Comparer", Selection(vue="evolution", territoires=tuple(names)), names),
        view_title("comparer", "Comparer", Selection(vue="financement", territoires=(*names, "com-25056")), names),
        view_title("territoires", "Territoires", Selection(volet="fiche", fiche="com-44109"), names),
        view_title("territoires", "Territoires", Selection(volet="fiche", fiche="com-01004"), names),
        view_title("", "Accueil", Selection(), names),
    ]
    assert told == [
        "Comparer : Sorties positives", "Comparer : Synthèse (Metz)",
        "Comparer : Évolution (Metz, Clermont-Ferrand, Nantes et Poitiers)",
        "Comparer : Financement (Metz, Clermont-Ferrand et 3 autres)", "Territoires : Fiche d'un territoire (Nantes)",
        "Territoires : Fiche d'un territoire (com-01004)", "Accueil",
    ]  # fmt: skip
