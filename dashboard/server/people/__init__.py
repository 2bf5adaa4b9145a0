"""Who is there: signing in by OpenID Connect as ProConnect wants it, sessions, and the right that each address asks."""
