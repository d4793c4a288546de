"""What the columns of a table mean: targets, presets of known programs, synonyms, shapes of values."""
