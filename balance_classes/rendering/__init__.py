"""The only printer: results and errors as text for people or as JSON for scripts."""
