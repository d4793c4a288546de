"""The page of reports: figures, pictures and tables over a period, and the people behind every number."""
