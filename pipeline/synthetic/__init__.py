"""Made-up data for a project that was asked for in words: plausible, marked as what it is, and the same every time."""
