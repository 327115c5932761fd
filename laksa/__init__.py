"""Laksa, the open city desk."""
