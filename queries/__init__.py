"""Every line of SQL, the only code that speaks to DuckDB, and the statistics (frame in, frame out)."""
