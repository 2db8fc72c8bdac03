"""The template editor: writing, completing, finding and replacing."""
