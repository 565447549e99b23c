"""Readiness questionnaires: how ready sites are for a change, and the programme that makes."""
