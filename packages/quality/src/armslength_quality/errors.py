"""What can be wrong with the input.

QualityError           everything this package raises on purpose
├── BadAnswers         the table of answers cannot be used; the message names the first offending row
│   └── BadTable       ... because of what stands in a file; the message names file, line and column
├── BadParameter       a model was given a parameter it cannot work with; the message names it
├── ClusterTrouble     the cluster that a fit was to be done on cannot do it; the message says why
└── NotWanted          what was going on was ended early, as `until` was asked to

A number that the data do not define (one category, nobody answered twice) is not an error: it is an
`Estimate` whose value is None and whose note says why.
"""


class QualityError(ValueError):
    """Base of this package's errors."""


class BadAnswers(QualityError):
    """A table of answers that cannot be used."""


class BadTable(BadAnswers):
    """A file that holds no usable table of answers."""


class BadParameter(QualityError):
    """A parameter that a model cannot work with."""


class ClusterTrouble(QualityError):
    """A cluster that cannot do the work of a fit."""


class NotWanted(QualityError):
    """Work that nobody waits for any more."""
