"""Charts and maps: frame in, drawing out. Knows no figure and no page."""
