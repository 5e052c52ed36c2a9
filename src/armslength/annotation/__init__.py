"""What people said: drafts, submissions, what stands."""
