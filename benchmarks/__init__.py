"""Figures of the program beside floors taken in the same run: ``python -m benchmarks [NAME ...]``.

A floor is the least that the job costs on this machine with the same libraries (a bare window, a plain repaint, reading
and inserting without cleaning). Goals are ratios to it, so that they hold on any machine. Times are CPU seconds of the
thread that does the work: the wall clock would measure the neighbours too.
"""
