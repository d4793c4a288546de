"""Tables, and rules true of one record alone."""
