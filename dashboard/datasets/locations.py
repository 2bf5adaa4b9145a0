"""Where datasets and tables are downloaded."""

from urllib.parse import urlencode

from dashboard.choices.filters import PREFIX, Choices
from dashboard.datasets import forms

ADDRESS = "/telechargements/"
FIGURES = "jeu"


def address(chosen: Choices, form: str) -> str:
    """Where the printed figures that answer the choices are downloaded."""
    asked = {f"{PREFIX}{name}": ",".join(codes) for name, codes in chosen.given().items()}
    query = f"?{urlencode(asked, safe=',')}" if asked else ""
    return f"{ADDRESS}{FIGURES}.{forms.FORMS[form].extension}{query}"
