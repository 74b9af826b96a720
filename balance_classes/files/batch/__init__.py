"""Many schools: manifest, split, folder, results, overview."""
