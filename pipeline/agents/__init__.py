"""The five agents: what each of their roles is asked, and what the built-in engine answers."""
