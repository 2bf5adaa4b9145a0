"""Values in French: numbers, dates, codes, sentences. Knows no figure and no page."""
