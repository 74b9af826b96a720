"""A file for each change after the draw."""
