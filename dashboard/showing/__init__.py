"""How a figure stands on a page: the one helper, the caches, the markup."""
