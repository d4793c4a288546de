"""The parts behind ``services.listing``, ``search``, ``filters`` and ``lists``."""
