"""What is taken away as data: datasets, tables, bundles, and the forms that they are written in."""
