"""How many answers does an item need? As few as make its label sure enough.

rule = Enough(risk=0.05, least=2, most=5)
rule.verdict(posterior_of(labels, workers, tables))  ->  "sure", "dear", "most", or None: ask once more
replay(answers, rule, rng=...)                       ->  what a recorded crowd would have said under it
"""
