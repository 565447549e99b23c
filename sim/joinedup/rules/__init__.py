"""One file for each mechanism: its parameters at the top, its rules below.

A rule is about one need, person or team on one occasion: numbers in, numbers out.
"""
