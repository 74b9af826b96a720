"""The intake: a roster file, whatever it looks like, becomes a roster or words that help."""
