"""Classes that anybody formed: broken rules, figures beside those of lots, signs of what."""
