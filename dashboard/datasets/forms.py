"""Every form that a dataset can be taken away in: the files, and the bundle that holds all that goes with the rows."""

from dashboard.datasets.bundle import bundle
from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files import FORMS as FILES
from dashboard.datasets.files import Form

FORMS = FILES | {
    "zip": Form(
        "Archive complète (ZIP)",
        "zip",
        "application/zip",
        bundle,
        "Données en CSV et en Parquet, descripteur Frictionless, lisez-moi en français et en anglais, citation, licence, "
        "requête, filtres et empreintes SHA-256 de chaque fichier.",
    )
}
BY_EXTENSION = {form.extension: name for name, form in FORMS.items()}
# What can be written while it is read, whatever its size.
STREAMED = ("csv", "parquet")
MOST_ROWS_IN_MEMORY = 150_000


def offered(dataset: Dataset) -> dict[str, Form]:
    """The forms that this dataset can take."""
    return {name: form for name, form in FORMS.items() if form.suits(dataset)}
