"""Scenario discovery: regions of a finished sweep, as a few rules tried out of sample."""
