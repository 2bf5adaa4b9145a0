"""What people write: acts on bilans, their files, the journal. SQLite in the home, or PostgreSQL by an address."""
