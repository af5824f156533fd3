"""Patches that a model proposes: applied to a copy of the project, and dropped unless every gate lets them through."""
