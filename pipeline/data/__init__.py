"""From the bytes of a CSV file to a data contract, records, checks and a profile."""
