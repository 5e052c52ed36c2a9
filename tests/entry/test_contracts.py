"""The contracts are what the code says."""

from armslength.entry.contracts import differences


def test_nothing_in_contracts_differs_from_the_code() -> None:
    assert differences() == []
