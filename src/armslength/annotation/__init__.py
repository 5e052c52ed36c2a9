"""What people said: drafts, annotations, and which one stands."""
