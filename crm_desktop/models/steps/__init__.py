"""The steps of the schema, a module each; never edited after a release."""
