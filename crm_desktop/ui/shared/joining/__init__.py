"""Joining a shared base: one screen, a test that says what is wrong, and what the administrator has to do before."""
