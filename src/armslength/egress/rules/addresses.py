"""Which IP addresses may be reached: public unicast, and no other way of writing something else.

After IANA's special-purpose registries for IPv4 and IPv6. Of IPv6 only global unicast (2000::/3) is ever public, which
leaves out loopback, unique-local, link-local, multicast, IPv4-mapped and NAT64 forms at one stroke; tunnels inside it
(Teredo, 6to4) carry an IPv4 address of anybody's choice and are left out by name.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from armslength.egress.model import Network

Address = IPv4Address | IPv6Address

_PUBLIC_V6: Final = IPv6Network("2000::/3")
_NOT_PUBLIC: Final[tuple[Network, ...]] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
_NEVER: Final[tuple[Network, ...]] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
        "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fd00:ec2::254/128",  # metadata services of clouds
        "::/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fe80::/10", "ff00::/8",
    )
)  # fmt: skip
"""Not even when the operator opens a network around them: metadata of the machine, or not one host of its own."""


def may_reach(address: Address, opened: Sequence[Network]) -> bool:
    """Whether a connection to this very address is allowed; `opened` are private networks the operator allows."""
    if _within(address, _NEVER) or getattr(address, "scope_id", None):
        return False
    if _within(address, opened):
        return True
    return not _within(address, _NOT_PUBLIC) and (address.version == 4 or address in _PUBLIC_V6)


def canonical(text: str) -> Address | None:
    """The address, if this is one in its one canonical form: no octal, hex, short or scoped spellings."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address if str(address) == text else None


def read_network(text: str) -> Network:
    """A network as the operator writes it; raises ValueError."""
    return ip_network(text, strict=True)


def _within(address: Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
