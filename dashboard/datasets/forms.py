"""Every form that a dataset can be taken away in, each a function from the dataset to its bytes.

No form holds a clock or a machine: the same dataset makes the same bytes. What a form does to the cells is its
`note`, in French, to print beside it.

NOTE: the command line loads this for its arguments: what writes a form, and the libraries that it needs, are loaded when
the first file is asked for.
"""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from dashboard.datasets.files import PLACE

if TYPE_CHECKING:
    from dashboard.datasets.dataset import Dataset


@dataclass(frozen=True)
class Form:
    """`writer` is « module:function » of `dashboard/datasets/`; `is_placed` says that the rows must have territories."""

    label: str
    extension: str
    media_type: str
    writer: str
    note: str
    is_placed: bool = False

    def write(self, dataset: "Dataset") -> bytes:
        """The file. Raises CannotBeWritten, with French sentences, rather than cut or change a cell."""
        return resolve_name(f"{__package__}.{self.writer}")(dataset)

    def suits(self, dataset: "Dataset") -> bool:
        """Whether the dataset has what the form is made for: a layer needs territories."""
        return not self.is_placed or PLACE in dataset.frame.columns


FORMS = {
    "csv": Form(
        "CSV données ouvertes",
        "csv",
        "text/csv; charset=utf-8",
        "files.delimited:open_data",
        "UTF-8, virgule, point décimal, dates AAAA-MM-JJ, true ou false. Un champ sans rien est une absence, "
        '« "" » un texte vide. Aucune cellule n\'est modifiée.',
    ),
    "csv-fr": Form(
        "CSV tableur français",
        "fr.csv",
        "text/csv; charset=utf-8",
        "files.delimited:french",
        "UTF-8 avec BOM, point-virgule, virgule décimale, fins de ligne CRLF, dates AAAA-MM-JJ, VRAI ou FAUX. "
        "Une apostrophe précède les textes qui commencent par =, +, -, @, une tabulation ou un retour chariot, qu'un "
        "tableur exécuterait ; jamais les nombres. Ouvert d'un double clic, un code comme « 01 » perd son zéro "
        "et un texte comme « 2020-07 » devient une date : importez ces colonnes comme du texte, ou prenez le fichier XLSX "
        "ou ODS.",
    ),
    "xlsx": Form(
        "Classeur Excel (XLSX)",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "files.xlsx:written",
        "Six feuilles : données, lisez-moi, filtres, dictionnaire, sources, codes. Les codes sont du texte, les nombres "
        "des nombres, les dates des dates ; un texte qui commence par = reste un texte.",
    ),
    "ods": Form(
        "Classeur OpenDocument (ODS)",
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        "files.ods:written",
        "Six feuilles : données, lisez-moi, filtres, dictionnaire, sources, codes. Les codes sont du texte, les nombres "
        "des nombres, les dates des dates ; un texte qui commence par = reste un texte.",
    ),
    "parquet": Form(
        "Parquet",
        "parquet",
        "application/vnd.apache.parquet",
        "files.parquet:written",
        "Les types de chaque colonne, sa définition, les filtres, la version et la licence sont dans le fichier.",
    ),
    "geojson": Form(
        "GeoJSON",
        "geojson",
        "application/geo+json",
        "files.geojson:written",
        "Un objet par ligne, dans l'ordre des lignes : le contour du territoire quand l'Atlas l'a, sinon un point à "
        "l'intérieur ; sans géométrie pour la France et les ensembles de territoires.",
        is_placed=True,
    ),
    "gpkg": Form(
        "GeoPackage",
        "gpkg",
        "application/geopackage+sqlite3",
        "files.geopackage:written",
        "Une couche de points avec toutes les lignes, une couche « contours » avec les territoires cités, à joindre par "
        "territory_id, et les tables lisez-moi, filtres, dictionnaire, sources et codes.",
        is_placed=True,
    ),
    "zip": Form(
        "Archive complète (ZIP)",
        "zip",
        "application/zip",
        "bundle:bundle",
        "Données en CSV et en Parquet, descripteur Frictionless, lisez-moi en français et en anglais, citation, licence, "
        "requête, filtres et empreintes SHA-256 de chaque fichier.",
    ),
}
BY_EXTENSION = {form.extension: name for name, form in FORMS.items()}
# What can be written while it is read, whatever its size.
STREAMED = ("csv", "parquet")
MOST_ROWS_IN_MEMORY = 150_000


def offered(dataset: "Dataset") -> dict[str, Form]:
    """The forms that this dataset can take."""
    return {name: form for name, form in FORMS.items() if form.suits(dataset)}
