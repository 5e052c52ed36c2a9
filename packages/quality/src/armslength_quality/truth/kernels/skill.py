"""How much the answers of each annotator tell about her."""

from __future__ import annotations

import numpy as np

from armslength_quality.compiled import compiled


@compiled
def information(start, annotator, label, posterior, confusion, skill, correlation, again):
    """(annotators,) Fisher information about P(right) in her answers, each seen against what the *others* say.

    Beliefs count as if people erred independently: what `store` softened is hardened, by 1 + (answers - 1) correlation,
    and her own answer is taken out; `again` is whether what is left is softened once more. Without her own answer the
    truth is her label with probability q, so she says it with probability m = q p + (1 - q)(1 - p)/(K - 1), and one
    answer tells (dm/dp)^2 / (m (1 - m)) about p.
    """
    items, categories = posterior.shape
    told = np.zeros(skill.size)
    for item in range(items):
        power = 1.0 + (start[item + 1] - start[item] - 1) * correlation
        left = 1.0 / power if again else 1.0
        for row in range(start[item], start[item + 1]):
            who, said = annotator[row], label[row]
            total = 0.0
            for k in range(categories):
                total += (posterior[item, k] ** power / confusion[who, k, said]) ** left
            q = (posterior[item, said] ** power / confusion[who, said, said]) ** left / total
            p = skill[who]
            wrong = (1.0 - q) / (categories - 1)
            m = q * p + wrong * (1.0 - p)
            slope = q - wrong
            told[who] += slope * slope / (m * (1.0 - m))
    return told
