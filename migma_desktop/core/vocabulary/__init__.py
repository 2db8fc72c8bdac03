"""The words of HTML, CSS and MJML that emails are made of, with what each is for."""
