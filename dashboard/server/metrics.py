"""Gives what is counted as Prometheus reads it, at an address that nothing else answers at: `CTAI_METRIQUES=127.0.0.1:9501`.

Who reaches that address reads it: the machine itself, or the one that the setting names. The app has no route to it.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from dashboard.server.follower import since_heard
from data.problems import os_reason
from queries.places import home, pointed_name

LOGGER = logging.getLogger(__name__)
VARIABLE = "CTAI_METRIQUES"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # of the library: where several processes count, as `ctai serve` names it
HERE = "127.0.0.1"
NOT_GIVEN = "Les mesures ne sont pas données à l'adresse %s (CTAI_METRIQUES) : %s."


@contextmanager
def given() -> Iterator[None]:
    """While a server lives, by a thread of its first process; nothing where no address is set, or it cannot be had."""
    address, folder = os.environ.get(VARIABLE), os.environ.get(FOLDER)
    if not address:
        yield
        return
    registry = REGISTRY
    if folder:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)
    registry.register(_State())
    server = None
    host, _, port = address.rpartition(":")
    try:
        server, _thread = start_http_server(int(port), host or HERE, registry)
    except OSError as error:
        LOGGER.error(NOT_GIVEN, address, os_reason(error))
    except (ValueError, OverflowError):
        LOGGER.error(NOT_GIVEN, address, "ce n'est pas une adresse comme 127.0.0.1:9501")
    try:
        yield
    finally:
        if server:
            server.shutdown()
            server.server_close()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def forget(process: int) -> None:
    """What a process that has ended held at the time is held no more; what it counted stays counted."""
    if os.environ.get(FOLDER):
        mark_process_dead(process)


class _State(Collector):
    """What is looked up when somebody asks."""

    def collect(self) -> Iterable[Metric]:
        served = GaugeMetricFamily("atlas_entrepot_info", "L'entrepôt en service", labels=["entrepot"])
        served.add_metric([Path(pointed_name(home()) or "aucun").stem], 1)
        yield served
        memory = GaugeMetricFamily("atlas_memoire_octets", "Mémoire des processus du serveur", labels=["processus"])
        for kind, size in _memory().items():
            memory.add_metric([kind], size)
        yield memory
        if (seconds := since_heard()) is not None:
            yield GaugeMetricFamily("atlas_lac_secondes", "Depuis la dernière réponse du catalogue du lac", seconds)


def _memory() -> dict[str, int]:
    """Of this process and of those that it started, in bytes: what of each is in memory, shared pages in each."""
    own = os.getpid()
    children = [int(name) for name in Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()]
    return {"principal": _resident([own]), "autres": _resident(children)}


def _resident(processes: Iterable[int]) -> int:
    total = 0
    for process in processes:
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        except OSError:  # it has just ended
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total
