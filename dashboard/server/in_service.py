"""What is in service, open: for the answers that are made in the server itself."""

from dashboard.showing import cached
from queries.warehouse import Scope, Warehouse


def warehouse() -> Warehouse:
    """What everybody may read. Raises WarehouseUnavailable."""
    return cached.take_warehouse(Scope.PUBLIC)[0]
