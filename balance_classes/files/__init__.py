"""All that touches the disk: rosters, rules and policies in, results out."""
