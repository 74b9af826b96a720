"""Events after the draw: pair, place, amend."""
