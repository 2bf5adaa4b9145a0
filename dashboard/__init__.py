"""The screen, the documents, the bundles and the command line. No SQL, no statistics."""
