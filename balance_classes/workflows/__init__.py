"""One verb a file: each a function that takes a request and returns a frozen result."""
