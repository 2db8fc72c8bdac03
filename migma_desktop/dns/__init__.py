"""Asks name servers: the only room that knows dnspython."""
