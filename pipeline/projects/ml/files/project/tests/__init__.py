"""Tests of the training and of the service."""
