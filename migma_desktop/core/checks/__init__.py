"""Look a draft over before it is sent. One module a family of checks; ``whole`` has them all."""
