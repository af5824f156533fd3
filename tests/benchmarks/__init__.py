"""Figures that are promised, each printed as a ratio against a reference that is run beside it. They fail no test."""
