"""Paper: the diary and lists of clients, printed or saved as a PDF."""
