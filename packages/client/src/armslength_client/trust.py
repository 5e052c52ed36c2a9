"""Whom connections over TLS trust."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """As httpx would read it for each client (`SSL_CERT_FILE`, `SSL_CERT_DIR` and all): it takes 50 ms, so once."""
    return httpx.create_ssl_context()
