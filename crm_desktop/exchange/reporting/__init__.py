"""A report on its way out of the program: as a workbook with pictures, or as plain text for other programs."""
