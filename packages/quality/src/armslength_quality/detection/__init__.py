"""What deserves a second look, with the evidence: never a verdict.

Every function returns flags; a flag says what was seen, how often it would be seen by chance, and the numbers behind
it. Of many tests some fail by luck, so the false discoveries of each function are kept in check (`flags.kept`).
Whether somebody did wrong is for a human being to decide, who can ask.
"""
