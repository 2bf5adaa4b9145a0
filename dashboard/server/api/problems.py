"""What the interface for programs answers when it cannot answer: a problem (RFC 9457), in French and in English."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from dashboard.datasets.locations import API
from dashboard.words.typography import typeset

MEDIA_TYPE = "application/problem+json"
PAGE = f"{API}/documentation"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, and its title in both languages. `name` is where the documentation tells of it."""

    name: str
    status: int
    title: str
    title_en: str


PARAMETER = Kind("parametre", 400, "Paramètre incompris", "Parameter not understood")
ABSENT = Kind("absent", 404, "Introuvable", "Not found")
TOO_MANY = Kind("cadence", 429, "Trop de demandes", "Too many requests")
BUSY = Kind("attente", 503, "Serveur occupé", "Server busy")
UNAVAILABLE = Kind("indisponible", 503, "Données indisponibles", "Data unavailable")
KINDS = (PARAMETER, ABSENT, TOO_MANY, BUSY, UNAVAILABLE)


class Problem(Exception):
    """What is wrong, in French and in English; `headers` go with the answer."""

    def __init__(self, kind: Kind, detail: str, detail_en: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.detail_en, self.headers = kind, detail, detail_en, headers or {}

    def answer(self) -> Response:
        told = {
            "type": f"{PAGE}#{self.kind.name}",
            "title": typeset(self.kind.title),
            "status": self.kind.status,
            "detail": typeset(self.detail),
            "title_en": self.kind.title_en,
            "detail_en": self.detail_en,
        }
        content = json.dumps(told, ensure_ascii=False).encode()
        return Response(content, self.kind.status, {**self.headers, "cache-control": "no-store"}, MEDIA_TYPE)


def too_many(most: int, seconds: int) -> Problem:
    """More than so many a minute were asked: in so many seconds there is another answer."""
    return Problem(
        TOO_MANY, f"Plus de {most} demandes par minute : attendez {seconds} secondes.",
        f"More than {most} requests a minute: wait {seconds} seconds.", {"retry-after": str(seconds)},
    )  # fmt: skip


def come_back(seconds: int) -> Problem:
    """Too much is asked at once: in so many seconds it can be answered."""
    return Problem(
        BUSY, f"Le serveur prépare déjà beaucoup de réponses : redemandez celle-ci dans {seconds} secondes.",
        f"The server is busy with other answers: ask again in {seconds} seconds.", {"retry-after": str(seconds)},
    )  # fmt: skip
