"""What a user can do, one module per subject: queries return frozen rows, commands change the base."""
