"""What other generators are given to build the same site from."""
