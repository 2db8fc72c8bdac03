"""One folder a room of the program. A package, since some libraries install a ``tests`` too."""
