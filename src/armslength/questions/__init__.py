"""What is asked: the label schema, its questions and the answers to them; one folder per kind of question."""
