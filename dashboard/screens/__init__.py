"""One module per page; each shows itself from the warehouse and the selection that the frame hands it."""
