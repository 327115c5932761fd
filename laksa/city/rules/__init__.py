"""What can be decided about a city on paper; each file is one subject."""
