"""The window. The only package that imports PySide6; its ``text*`` modules are free of Qt."""
