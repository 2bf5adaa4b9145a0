"""How large a workbook may be: what an agent could have made, many times over."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNZIPPED = 64 * 1024 * 1024
MOST_OF_A_PART = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_RATIO = 400  # of a part of more than a megabyte
DEEPEST = 60
MOST_ELEMENTS = 1_500_000
MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 50_000, 150_000, 1_000
MOST_MERGED = 100_000  # cells
