"""Migma Desktop: write an email, see exactly what will arrive, and send it."""

__version__ = "0.1.0"
