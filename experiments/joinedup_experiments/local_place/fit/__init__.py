"""Fitting: uncertain baseline quantities moved within their ranges until a place fits."""
