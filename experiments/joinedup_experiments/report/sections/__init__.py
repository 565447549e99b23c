"""The report's sections, in the order in which a board asks.

A section is a module here with ``section(source)``, which gives a `Section`, and its place in
`page.SECTIONS`.
"""
