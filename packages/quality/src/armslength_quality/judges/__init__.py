"""How far can a model judge stand in for people? Compared, corrected, and put to the test of one left out."""
