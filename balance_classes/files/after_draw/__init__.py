"""Later events as files; the events themselves are in domain/after_draw and domain/teachers."""
