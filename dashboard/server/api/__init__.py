"""The interface for programs, `/api/v1`: made from the registry of figures and from what reads declare."""
