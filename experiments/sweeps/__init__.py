"""Sweeps: many runs over a design, kept safe, and what their results hang on."""
