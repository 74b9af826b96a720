"""Later events as files; the events themselves are in domain/year and domain/teachers."""
