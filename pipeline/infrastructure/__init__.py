"""The files that bring a project to where it runs: written from one topology, and checked against it."""
