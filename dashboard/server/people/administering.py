"""`/comptes`, and `POST /comptes/donner`: the page of who administers accounts. Nobody changes their own."""

import asyncio
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.choices.host_path import SITE
from dashboard.server.people.entry import person_of
from dashboard.server.refusing import refused
from dashboard.server.short_bodies import short_body
from dashboard.showing.accounts import FORGET, NONE, html_accounts
from queries.failures import WritingsUnavailable
from queries.giving import RoleRefused, give, take_back
from queries.places import home
from queries.writings.opening import opened

ACCOUNTS, GIVE = f"{SITE}/comptes", f"{SITE}/comptes/donner"
FIELDS = {"compte", "role", "territoires", "service"}
NOT_UNDERSTOOD = "Demande incomprise : attendu le formulaire de la page des comptes."
OWN = "Le rôle de votre propre compte se change par quelqu'un d'autre."
DONE = "C'est fait. Les sessions ouvertes de ce compte s'achèvent."
NEVER_KEPT = {"cache-control": "no-store"}


def routes() -> list[Route]:
    return [Route(ACCOUNTS, _shown), Route(GIVE, _given, methods=["POST"])]


async def _shown(request: Request) -> Response:
    return await _answered(request, {})


async def _given(request: Request) -> Response:
    asked = await _understood(request)
    if asked is None:
        return refused(request.scope, 400, "Demande incomprise", NOT_UNDERSTOOD, NEVER_KEPT)
    return await _answered(request, asked)


async def _answered(request: Request, asked: dict[str, str]) -> Response:
    """The accounts, once what is asked was done, if something is."""
    by = person_of(request.scope).account_id
    try:
        return HTMLResponse(await asyncio.to_thread(_page, asked, by), headers=NEVER_KEPT)
    except WritingsUnavailable as failure:
        return refused(request.scope, 503, "Base des écrits indisponible", str(failure), NEVER_KEPT)


def _page(asked: dict[str, str], by: str) -> str:
    with opened(home(), is_writer=bool(asked)) as writings:
        said = ""
        try:
            if asked.get("compte") == by:
                said = OWN
            elif asked.get("role") in (NONE, FORGET):
                take_back(writings, asked["compte"], asked["role"] == FORGET, by)
                said = DONE
            elif asked:
                give(
                    writings, asked["compte"], asked["role"], asked["territoires"].split(), asked["service"].strip(), by
                )
                said = DONE
        except RoleRefused as reason:
            said = str(reason)
        return html_accounts(writings.accounts.listed(), by, GIVE, f"{SITE}/", said)


async def _understood(request: Request) -> dict[str, str] | None:
    """The fields of the form; nothing for anything else."""
    content = await short_body(request, "application/x-www-form-urlencoded")
    if content is None:
        return None
    try:
        given = parse_qs(content.decode(), keep_blank_values=True, max_num_fields=len(FIELDS))
    except ValueError:
        return None
    asked = {name: values[0] for name, values in given.items() if len(values) == 1}
    return asked if set(asked) == FIELDS else None
