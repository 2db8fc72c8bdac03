"""What packaging/installers/pictures.py uses of Pillow, which is there for builds only."""
