"""What changes after it was said."""
