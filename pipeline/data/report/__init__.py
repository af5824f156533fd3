"""A profile as one HTML file."""
