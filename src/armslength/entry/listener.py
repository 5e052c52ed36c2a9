"""The one port, opened by the supervisor before anything else is started."""

import errno
import socket

from armslength.entry.faults import CannotStart


def open_listener(host: str, port: int) -> socket.socket:
    """A listening TCP socket; CannotStart names what to change."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_ADDRCONFIG
        )[0]
        listener = socket.create_server(address[:2], family=family, backlog=1024)  # (host, port) of either family
    except OSError as problem:
        raise CannotStart(_why(host, port, problem)) from None
    listener.setblocking(False)
    return listener


def _why(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program; stop it, or set ARMSLENGTH_PORT to a free one."
    if problem.errno == errno.EACCES:
        return f"This account may not open port {port}; set ARMSLENGTH_PORT to one above 1023."
    return f"ARMSLENGTH_HOST={host!r} is not an address of this machine ({problem.strerror})."
