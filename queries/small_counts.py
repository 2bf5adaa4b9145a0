"""The largest count of persons that is too small to be public, and what a figure's status says of it (SDMX).

Source: the rule of the Atlas (docs/decisions/0036-two-warehouses.md); `disclosure/largest_small_count.sql` says it to SQL.
"""

LARGEST_SMALL_COUNT = 10
SMALL = range(1, LARGEST_SMALL_COUNT + 1)
PUBLISHED, SMALL_ITSELF, HIDDEN_WITH_IT = "F", "C", "N"
