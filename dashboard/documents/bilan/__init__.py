"""The bilan of a contract as a document: what was answered, beside what the Atlas publishes."""
