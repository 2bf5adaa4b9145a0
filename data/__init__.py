"""Curated facts, what each table promises, and the rules they keep. Knows no SQL engine and no screen."""
