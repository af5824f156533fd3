"""Quintet's own rules: what can be told of a Python program by following where its values come from."""
