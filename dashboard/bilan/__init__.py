"""What the bilan of a contract asks, the workbook that asks it, and what is made of the one that comes back."""
