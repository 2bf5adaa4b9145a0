"""Tables written for others to read."""
