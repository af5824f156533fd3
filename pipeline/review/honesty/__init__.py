"""Whether tests can show anything, and whether what they report is true: what the verdict rests on."""
