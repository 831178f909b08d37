"""What becomes of the works of those who leave."""
