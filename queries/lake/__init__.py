"""The lake: versions of the data that many servers take from one place, a DuckLake whose catalogue is PostgreSQL."""

VARIABLE = "CTAI_LAC"  # the setting that names the catalogue
