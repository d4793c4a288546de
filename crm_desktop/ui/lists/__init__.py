"""Tables over any number of rows: windows of rows, columns, selection, copy."""
