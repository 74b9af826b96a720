"""The commands, one verb a file: each parses, calls one workflow, renders, exits."""
