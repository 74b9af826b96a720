"""After the draw: newcomers, leavers and approved changes."""
