"""What packaging/installers/spec_parts.py uses of PyInstaller, which is there for builds only."""
