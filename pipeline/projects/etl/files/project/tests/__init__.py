"""Tests of the pipeline: its steps, its loads, and its service."""
