"""The territories that a list offers, with what each is called there and what else finds it: made once for all readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.showing import cached
from dashboard.showing.markup import Html, html_aliases
from dashboard.words import territories
from queries.warehouse import Warehouse

ROOM = 1_500  # bytes that a territory takes, nearly


@dataclass(frozen=True)
class Offered:
    """`rows` answer `reads/territories_offered.sql`; `names` are those of the list, by territory_id, in its order."""

    rows: Sequence[Mapping]
    names: Mapping[str, str]
    aliases: Html

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        return ROOM * len(self.rows)


def with_a_sheet(warehouse: Warehouse) -> Offered:
    """All of them, what is known of each or not."""
    return cached.kept(warehouse, "fiches-offertes", (), lambda: _offered(_rows(warehouse)))


def known(warehouse: Warehouse) -> Offered:
    """Those of which there is something to compare."""
    return cached.kept(
        warehouse, "comparables-offerts", (), lambda: _offered([row for row in _rows(warehouse) if row["is_known"]])
    )


def _rows(warehouse: Warehouse) -> list[dict]:
    return cached.read(warehouse, "territories_offered").rows(named=True)


def _offered(rows: Sequence[Mapping]) -> Offered:
    names = {row["territory_id"]: territories.offered(row) for row in rows}
    return Offered(rows, names, html_aliases({names[row["territory_id"]]: territories.aliases(row) for row in rows}))
