"""What the practice account holds at its first start."""
