"""Which territories exist, what they are called, where they are."""
