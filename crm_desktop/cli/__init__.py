"""The command line: the same services, scriptable. Never imports Qt."""
