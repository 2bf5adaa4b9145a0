"""The sheet of one territory: what it says, for the page and for the printed document alike."""
