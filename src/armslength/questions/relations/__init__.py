"""Relations: labelled arcs between the spans that another question marked."""
