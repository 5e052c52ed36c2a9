"""What can go wrong with webhooks."""

from armslength.kit.errors import Conflict, Invalid, NotFound


class WebhookNotFound(NotFound):
    """No such webhook here."""

    code = "webhooks.not_found"


class DeliveryNotFound(NotFound):
    """No such delivery of this webhook."""

    code = "webhooks.delivery_not_found"


class UnknownTopic(Invalid):
    """Nothing of this kind is ever told."""

    code = "webhooks.unknown_topic"


class TooManyWebhooks(Conflict):
    """There are as many as there may be."""

    code = "webhooks.too_many"


class NothingToReplay(Invalid):
    """A replay must say what."""

    code = "webhooks.nothing_to_replay"
