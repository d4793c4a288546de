"""The page of deals: a board of stages and a list, what is done to deals there, and the form of one."""
