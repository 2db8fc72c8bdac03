"""The answers of the practice Migma, one file an area of the API."""
