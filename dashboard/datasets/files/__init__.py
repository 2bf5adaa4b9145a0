"""The forms of file that a dataset can be taken away in, a module each; `forms.py` lists them."""

PLACE = "territory_id"  # the column that makes a layer of a table
