"""What can go wrong in truth."""

from armslength.kit.errors import NotFound


class ItemNotFound(NotFound):
    """No such item in this project."""

    code = "truth.item_not_found"


class FirmNotFound(NotFound):
    """No such firm works in this project."""

    code = "truth.firm_not_found"
