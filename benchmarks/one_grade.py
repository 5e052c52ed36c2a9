"""How often the detector of one grade for every question cries wolf, and how often it sees who grades so.

Twelve people, 40 responses each, graded from 1 to 5 on four questions. A response is good or bad as a whole (normal,
standard deviation 0.9 about 3.3) and more or less so in each question; people add an error of their own to each grade.
How far the questions of one response differ is varied; the nearer they are, the oftener honest people give one grade
for all. In planted crowds one person gives, for a share of theirs, the grade of the first
question on all.

    python -m benchmarks.one_grade [crowds]
"""

from __future__ import annotations

import sys

import numpy as np

from armslength_quality import Sign, marked_often

PEOPLE, EACH, QUESTIONS = 12, 40, 4
LEAST, RATE = 0.4, 0.01
"""As in the product."""
SHARES = (0.0, 0.5, 0.6, 0.7, 0.8, 1.0)


def crowd(rng: np.random.Generator, apart: float, share: float) -> dict[int, tuple[int, int]]:
    """By person, how many responses got one grade on all questions, and how many were graded; person 0 is planted."""
    whole = rng.normal(3.3, 0.9, size=(PEOPLE, EACH, 1))
    questions = rng.normal(0.0, 2.5 * apart, size=(PEOPLE, EACH, QUESTIONS))
    errors = rng.normal(0.0, 0.3, size=(PEOPLE, EACH, QUESTIONS))
    grades = np.clip(np.rint(whole + questions + errors), 1, 5)
    planted = rng.random(EACH) < share
    grades[0, planted] = grades[0, planted, :1]
    same = (grades == grades[:, :, :1]).all(axis=2).sum(axis=1)
    return {person: (int(count), EACH) for person, count in enumerate(same)}


def main(crowds: int) -> None:
    """Print the table."""
    planted_shares = " | ".join(f"{share:.0%}" for share in SHARES[1:])
    print(f"| questions differ | honest people, one grade | crowds with a false alarm | {planted_shares} |")
    for apart in (0.1, 0.2, 0.3):
        usual = np.mean([crowd(np.random.default_rng(n), apart, 0.0)[1][0] / EACH for n in range(crowds)])
        cells = []
        for share in SHARES:
            alarms = planted = 0
            for number in range(crowds):
                found = marked_often(
                    crowd(np.random.default_rng(number), apart, share), sign=Sign.ONE_GRADE, least=LEAST, rate=RATE
                )
                alarms += sum(flag.about[0] != 0 for flag in found)
                planted += any(flag.about[0] == 0 for flag in found)
            cells.append(f"{alarms + planted}" if share == 0 else f"{planted}")
        print(f"| {apart} | {usual:.0%} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
