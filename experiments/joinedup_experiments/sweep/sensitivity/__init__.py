"""What the outcomes of a sweep hang on: indices, intervals, convergence, noise, pictures."""
