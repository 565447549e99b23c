"""The model: people with mixed needs, the teams that serve them, and the barriers between."""
