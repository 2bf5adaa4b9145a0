"""Files to take away, by address: `/telechargements/jeu.xlsx?jeu_mesure=…`, `/telechargements/observations.csv`.

CSV and large Parquet files are written beside by DuckDB, in bounded memory, then sent with their length, so that the
browser shows how far it is; the other forms are made in memory and are refused beyond a number of rows.
"""

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from dashboard import labels
from dashboard.exports import choices, datasets, forms
from dashboard.exports.choices import PARAMETERS, PREFIX, Choices
from dashboard.exports.dataset import Dataset
from dashboard.exports.files.limits import CannotBeWritten
from dashboard.exports.refusals import UnknownChoices, check
from data.problems import os_reason
from queries.copying import CopyFailed, copy_read, copy_table
from queries.warehouse import Warehouse, WarehouseUnavailable, home, open_served

ADDRESS = "/telechargements/"
FIGURES = "jeu"
SLICE = 256 * 1024
LOGGER = logging.getLogger(__name__)
FORGOTTEN_AFTER = 3_600  # seconds: what a server that was killed left behind


class Refused(Exception):
    """A download that cannot be given: a French sentence and the status to answer with."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def address(chosen: Choices, form: str) -> str:
    """Where the printed figures that answer the choices are downloaded."""
    asked = {f"{PREFIX}{name}": ",".join(codes) for name, codes in chosen.given().items()}
    query = f"?{urlencode(asked, safe=',')}" if asked else ""
    return f"{ADDRESS}{FIGURES}.{forms.FORMS[form].extension}{query}"


def download(request: Request) -> Response:
    """The file, or a sentence that says why there is none."""
    try:
        warehouse, _notice = open_served(home())
    except WarehouseUnavailable as failure:
        return PlainTextResponse(str(failure), status_code=503)
    try:
        return _answer(warehouse, request.path_params["file"], request.query_params)
    except Refused as refusal:
        return PlainTextResponse(str(refusal), status_code=refusal.status)
    except WarehouseUnavailable as failure:  # damaged since it was opened
        LOGGER.error("Téléchargement : %s", failure.told())
        return PlainTextResponse(str(failure), status_code=503)
    finally:
        warehouse.close()


def _answer(warehouse: Warehouse, file: str, asked: QueryParams) -> Response:
    name, _, extension = file.partition(".")
    form = forms.BY_EXTENSION.get(extension)
    if form is None or (name != FIGURES and name not in warehouse.tables()):
        raise Refused("Table ou format inconnu.", 404)
    chosen = choices_of(asked) if name == FIGURES else _of_table(name, asked)
    rows = _rows(warehouse, "observations" if name == FIGURES else name)
    if form == "csv" or (form in forms.STREAMED and rows > forms.MOST_ROWS_IN_MEMORY):
        return _streamed(warehouse, name, form, chosen)
    if rows > forms.MOST_ROWS_IN_MEMORY:
        most = labels.number(forms.MOST_ROWS_IN_MEMORY)
        raise Refused(f"Ce format va jusqu'à {most} lignes, trouvé {labels.number(rows)} : prenez CSV ou Parquet.", 413)
    return _made(_dataset(warehouse, name, chosen), form)


def _rows(warehouse: Warehouse, table: str) -> int:
    return warehouse.read("exportable_tables").filter(table_name=table)["rows_count"].item()


def _dataset(warehouse: Warehouse, name: str, chosen: Choices) -> Dataset:
    if name != FIGURES:
        return datasets.table_dataset(warehouse, name)
    try:
        return datasets.dataset(warehouse, chosen, PREFIX)
    except UnknownChoices as unknown:
        raise Refused(str(unknown), 400) from unknown


def choices_of(asked: QueryParams) -> Choices:
    """What an address asks of the figures. Raises Refused for a parameter that is no filter, or that asks nothing."""
    known = [f"{PREFIX}{name}" for name in PARAMETERS]
    if unknown := sorted(set(asked) - set(known)):
        raise Refused(f"Paramètres inconnus : {', '.join(unknown)}. Attendu : {', '.join(known)}.", 400)
    texts = {name: ",".join(asked.getlist(name)) for name in asked}
    if empty := [name for name, text in texts.items() if not choices.codes(text)]:
        raise Refused(choices.nothing_asked(empty), 400)
    return choices.of_address(texts)


def _of_table(name: str, asked: QueryParams) -> Choices:
    """Nothing: a table is taken whole, and what would filter it is refused with the way to do it."""
    if asked:
        raise Refused(
            f"Une table s'exporte entière, sans paramètre ; trouvé : {', '.join(sorted(set(asked)))}. Les chiffres imprimés "
            f"se filtrent à l'adresse {ADDRESS}{FIGURES}.csv, par exemple {ADDRESS}{FIGURES}.csv?jeu_territoire=com-63113 ; "
            f"la table {name} se filtre une fois téléchargée.",
            400,
        )
    return Choices()


def _made(dataset: Dataset, form: str) -> Response:
    made = forms.FORMS[form]
    if not made.suits(dataset):
        raise Refused("Cette table n'a pas de territoire : elle ne fait pas une couche.", 404)
    try:
        content = made.write(dataset)
    except CannotBeWritten as reason:
        raise Refused(str(reason), 422) from reason
    return Response(content, media_type=made.media_type, headers=_named(dataset.file_name(made.extension)))


def _streamed(warehouse: Warehouse, name: str, form: str, chosen: Choices) -> Response:
    whole_name = choices.FIGURES if name == FIGURES else name
    file_name = choices.file_name(whole_name, warehouse.data_version, chosen.digest(), form)
    try:
        check(warehouse.read, chosen, datasets.known_words(warehouse.read, chosen), PREFIX)
    except UnknownChoices as unknown:
        raise Refused(str(unknown), 400) from unknown
    folder = _folder()
    try:
        path = folder / file_name
        if name == FIGURES:
            copy_read(warehouse, datasets.QUESTION, chosen.parameters(), form, path)
        else:
            copy_table(warehouse, name, form, path)
        headers = _named(file_name) | {"content-length": str(path.stat().st_size)}
        return StreamingResponse(_slices(path), media_type=forms.FORMS[form].media_type, headers=headers)
    except CopyFailed as failure:
        LOGGER.error("Téléchargement : %s %s", failure, failure.detail)
        raise Refused(str(failure), 507) from failure
    finally:
        # An open file outlives its name: nothing is left behind, even by a reader who goes away in the middle.
        shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    """Under the home; in the system's temporary folder when the home may only be read. Raises Refused."""
    root = home() / "downloads"
    try:
        root.mkdir(parents=True, exist_ok=True)
        for left in root.iterdir():
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > FORGOTTEN_AFTER:
                    shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(dir=root))
    except OSError:
        try:
            return Path(tempfile.mkdtemp(prefix="atlas-ctai-"))
        except OSError as error:
            raise Refused(f"Le fichier n'a pas pu être préparé sur le serveur ({os_reason(error)}).", 507) from error


def _slices(path: Path) -> Iterator[bytes]:
    file = path.open("rb")

    def read() -> Iterator[bytes]:
        with file:
            while piece := file.read(SLICE):
                yield piece

    return read()


def _named(file_name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{file_name}"'}
