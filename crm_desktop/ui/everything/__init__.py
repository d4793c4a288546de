"""Everything out into a folder, and a folder with everything back."""
