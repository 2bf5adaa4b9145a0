"""The figures of the Atlas, by subject: each is one thing, from its question to its printed form."""
