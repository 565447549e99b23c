"""Plausible worlds: which sets of assumed numbers are not ruled out by published figures."""
