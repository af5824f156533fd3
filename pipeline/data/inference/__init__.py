"""The type of every column: supposed from some of its cells, proven on all of them."""
