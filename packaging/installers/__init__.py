"""Builds what people download: a folder with everything in it, and each system's way to install it.

``python -m installers`` (through ``dev.py package``) runs all of it for the system it is on.
"""
