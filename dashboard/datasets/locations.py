"""Where datasets and tables are downloaded: as they are now, or of one version of the data."""

from urllib.parse import urlencode

from dashboard.choices.filters import PREFIX, Choices
from dashboard.choices.host_path import SITE
from dashboard.datasets import forms

ADDRESS = f"{SITE}/telechargements/"
VERSIONS = f"{SITE}/donnees/"  # then the version: `/donnees/2026.3/jeu.csv`
NOW = "actuel"
CURRENT = (ADDRESS, f"{VERSIONS}{NOW}/")  # two names of the same files
FIGURES = "jeu"
WHOLE = "atlas-ctai.duckdb"
PROGRAMS = f"{SITE}/api/"  # where nobody reads pages
API = f"{PROGRAMS}v1"


def address(chosen: Choices, form: str) -> str:
    """Where the printed figures that answer the choices are downloaded."""
    asked = {f"{PREFIX}{name}": ",".join(codes) for name, codes in chosen.given().items()}
    query = f"?{urlencode(asked, safe=',')}" if asked else ""
    return f"{ADDRESS}{FIGURES}.{forms.FORMS[form].extension}{query}"
