"""The places where a release can run, all behind one interface."""
