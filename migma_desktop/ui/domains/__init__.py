"""The window in which a domain is brought to send, and shown to."""
