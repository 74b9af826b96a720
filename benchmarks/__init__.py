"""Benchmarks of balance-classes: registered cases on seeded rosters, run by one command."""
