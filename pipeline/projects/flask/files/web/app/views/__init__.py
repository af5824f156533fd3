"""The pages, a blueprint each for home, records and the service itself."""
