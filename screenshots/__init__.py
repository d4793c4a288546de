"""Pictures of every screen for the documentation: ``python -m screenshots``."""
