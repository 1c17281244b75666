"""Who works here: people, their roles, and how far each role reaches."""
