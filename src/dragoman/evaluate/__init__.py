"""Scores the coder against annotated data that is read in place."""
