"""Designs of evaluations: recorded tables and a window in, an estimate with its interval out."""
