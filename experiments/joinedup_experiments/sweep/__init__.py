"""Sweeps: many runs over a design, kept safe, and what their results are sensitive to."""

from joinedup_experiments.sweep.as_xarray import to_xarray

__all__ = ["to_xarray"]
