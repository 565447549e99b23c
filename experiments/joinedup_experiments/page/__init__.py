"""The interactive page: a place, an arrangement, a prediction, and what comes of it."""
