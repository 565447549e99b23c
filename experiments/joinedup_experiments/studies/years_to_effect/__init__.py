"""Why integration takes years: how much of its effect shows when, and what delays it."""
