"""Many schools: drawn, sealed and verified together."""
