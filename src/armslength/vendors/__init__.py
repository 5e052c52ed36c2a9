"""The firms that supply people, and the grants that let them into projects."""
