"""The documentation of the interface for programs, as a page: made from its description, without anybody else's script."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from dashboard.choices.host_path import SITE
from dashboard.datasets.locations import VERSIONS
from dashboard.server.api.problems import KINDS
from dashboard.words.typography import typeset

PAGE = Markup("""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interface pour les programmes — Atlas CTAI</title>
<style>body {{ font: 1rem/1.5 Marianne, Arial, sans-serif; color: #161616; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
a {{ color: #000091 }} code {{ overflow-wrap: anywhere }} td code {{ white-space: nowrap }}
table {{ border-collapse: collapse; width: 100% }}
td:last-child {{ overflow-wrap: anywhere }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #ddd }}
h2 {{ margin-top: 2.5rem }} summary {{ cursor: pointer; padding: .4rem 0 }} summary:focus {{ outline: 2px solid #0a76f6 }}
@media (max-width: 40rem) {{ details thead {{ position: absolute; clip-path: inset(50%) }}
details tr {{ display: block; border-bottom: 1px solid #ddd }} details td {{ display: block; border: 0; padding: .1rem .5rem }} }}
</style>
</head>
<body>
<main>
<h1>Interface pour les programmes</h1>
<p>{about}</p>
<p>Version des données : {version}. La même description pour une machine : <a href="{openapi}">openapi.json</a>. Les fichiers de
chaque version : <a href="{versions}">versions.json</a>. <a href="{home}">Revenir à l’accueil</a></p>
<h2>Adresses</h2>
{operations}
<h2>Quand il n’y a pas de réponse</h2>
<table><thead><tr><th scope="col">Statut</th><th scope="col">Ce qui ne va pas</th></tr></thead><tbody>{problems}</tbody></table>
</main>
</body>
</html>
""")
OPERATION = Markup("<details><summary><code>{path}</code> : {summary}</summary>{parameters}</details>\n")
TABLE = Markup(
    '<table><thead><tr><th scope="col">Paramètre</th><th scope="col">Ce qu’il choisit</th><th scope="col">Valeurs</th></tr>'
    "</thead><tbody>{}</tbody></table>"
)
ROW = Markup("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>")
SEVERAL = "un ou plusieurs codes séparés par des virgules"
MOST_SHOWN = 12  # codes


def page(described: Mapping[str, Any]) -> str:
    """The page of a description."""
    operations = Markup("").join(
        OPERATION.format(path=path, summary=one["get"]["summary"], parameters=_parameters(one["get"]["parameters"]))
        for path, one in described["paths"].items()
    )
    problems = Markup("").join(
        Markup('<tr id="{}"><td>{}</td><td>{} <span lang="en">({})</span></td></tr>').format(
            kind.name, kind.status, typeset(kind.title), kind.title_en
        )
        for kind in KINDS
    )
    info, root = described["info"], next(iter(described["paths"]))
    return PAGE.format(
        about=info["description"], version=info["version"], openapi=f"{root}/openapi.json", home=f"{SITE}/",
        versions=f"{VERSIONS}versions.json", operations=operations,
        problems=problems,
    )  # fmt: skip


def _parameters(parameters: list[Mapping[str, Any]]) -> Markup:
    lines = [
        ROW.format(one["name"], one.get("description", "Identifiant"), typeset(_values(one["schema"])))
        for one in parameters
    ]
    return TABLE.format(Markup("").join(lines)) if lines else Markup("<p>Sans paramètre.</p>")


def _values(schema: Mapping[str, Any]) -> str:
    """What may be asked, in a few words."""
    item = schema.get("items", schema)
    shown = [code for code in item.get("enum", item.get("examples", [])) if code]
    more = ["…"] if len(shown) > MOST_SHOWN or "examples" in item else []
    codes = ", ".join([*shown[:MOST_SHOWN], *more])
    if schema.get("type") == "array":
        return f"{SEVERAL} : {codes}" if codes else SEVERAL
    if "minimum" in item:
        return f"de {item['minimum']} à {item['maximum']}"
    return codes or ("une année, sur quatre chiffres" if "pattern" in item else "un texte")
