"""The server: which doors are open, to whom and how often; the shell in French, headers, health, files, outlines."""
