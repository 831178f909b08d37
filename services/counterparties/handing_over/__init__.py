"""What becomes of somebody's clients when he leaves."""
