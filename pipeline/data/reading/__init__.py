"""From the bytes of a CSV file, however untidy, to the cells of its table."""
