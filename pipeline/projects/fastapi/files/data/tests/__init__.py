"""Tests of the service, with answers that were computed from the file by another engine."""
