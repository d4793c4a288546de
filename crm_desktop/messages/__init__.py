"""Templates, letters, e-mail, SMS and the outbox."""
