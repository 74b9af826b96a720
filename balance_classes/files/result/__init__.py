"""The folder of a result: written, read again, compared."""
