"""What `ctai` does, a module per command."""
