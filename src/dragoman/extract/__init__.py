"""Extractors: plain functions from an annotated text and a codebook to facts."""
