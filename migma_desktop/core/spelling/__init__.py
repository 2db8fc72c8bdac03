"""Spelling: which words of a source people read, in which languages, and which are wrong."""
