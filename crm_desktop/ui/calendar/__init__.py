"""The diary: month, week and day as painted views, the agenda, and the page they stand on."""
