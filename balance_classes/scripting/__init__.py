"""For scripts: verbs of the program as functions over pandas; `import balance_classes` has them."""
