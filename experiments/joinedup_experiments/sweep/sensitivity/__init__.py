"""Sensitivity analysis of a sweep: indices, intervals, convergence, noise, pictures."""
