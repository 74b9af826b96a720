"""Written at once or not at all, for the owner only: folders, locks, passwords."""
