"""The page of an evaluation: what one will be able to know by when, and how wrong it would be."""
