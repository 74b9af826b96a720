"""Other people's tables: teachers, conflicts, newcomers, leavers, class lists, scores."""
