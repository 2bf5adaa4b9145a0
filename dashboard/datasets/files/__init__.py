"""The forms of file that a dataset can be taken away in, each a function from the dataset to its bytes.

No form holds a clock or a machine: the same dataset makes the same bytes. What a form does to the cells is its
`note`, in French, to print beside it. The libraries that write are imported when the first file is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import delimited, geojson, geopackage, ods, parquet, xlsx


@dataclass(frozen=True)
class Form:
    """`write` raises CannotBeWritten, with French sentences, rather than cut or change a cell."""

    label: str
    extension: str
    media_type: str
    write: Callable[[Dataset], bytes]
    note: str
    is_placed: bool = False

    def suits(self, dataset: Dataset) -> bool:
        """Whether the dataset has what the form is made for: a layer needs territories."""
        return not self.is_placed or geojson.PLACE in dataset.frame.columns


FORMS = {
    "csv": Form(
        "CSV données ouvertes",
        "csv",
        "text/csv; charset=utf-8",
        delimited.open_data,
        "UTF-8, virgule, point décimal, dates AAAA-MM-JJ, true ou false. Un champ sans rien est une absence, "
        '« "" » un texte vide. Aucune cellule n\'est modifiée.',
    ),
    "csv-fr": Form(
        "CSV tableur français",
        "fr.csv",
        "text/csv; charset=utf-8",
        delimited.french,
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
        xlsx.written,
        "Six feuilles : données, lisez-moi, filtres, dictionnaire, sources, codes. Les codes sont du texte, les nombres "
        "des nombres, les dates des dates ; un texte qui commence par = reste un texte.",
    ),
    "ods": Form(
        "Classeur OpenDocument (ODS)",
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        ods.written,
        "Six feuilles : données, lisez-moi, filtres, dictionnaire, sources, codes. Les codes sont du texte, les nombres "
        "des nombres, les dates des dates ; un texte qui commence par = reste un texte.",
    ),
    "parquet": Form(
        "Parquet",
        "parquet",
        "application/vnd.apache.parquet",
        parquet.written,
        "Les types de chaque colonne, sa définition, les filtres, la version et la licence sont dans le fichier.",
    ),
    "geojson": Form(
        "GeoJSON",
        "geojson",
        "application/geo+json",
        geojson.written,
        "Un objet par ligne, dans l'ordre des lignes : le contour du territoire quand l'Atlas l'a, sinon un point à "
        "l'intérieur ; sans géométrie pour la France et les ensembles de territoires.",
        is_placed=True,
    ),
    "gpkg": Form(
        "GeoPackage",
        "gpkg",
        "application/geopackage+sqlite3",
        geopackage.written,
        "Une couche de points avec toutes les lignes, une couche « contours » avec les territoires cités, à joindre par "
        "territory_id, et les tables lisez-moi, filtres, dictionnaire, sources et codes.",
        is_placed=True,
    ),
}
