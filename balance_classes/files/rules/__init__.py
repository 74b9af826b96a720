"""Rules and policies as TOML, checked key by key."""
