"""Two-way depth: our draw and its rivals, judged by one recount over time."""
