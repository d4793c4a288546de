"""Reports: figures over a period, as plain tables that the window, the workbook, the paper and the shell show alike."""
