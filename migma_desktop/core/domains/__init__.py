"""What a sending domain needs, whether it has it, and what is wrong: plain Python."""
