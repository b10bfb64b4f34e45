"""The address a call of a program came from.

The host takes the request away while it serves XML-RPC and JSON-RPC.
"""

import threading
from contextlib import contextmanager

_local = threading.local()


@contextmanager
def remember_address(address):
    """Keep the address for what this thread does in the block."""
    _local.address = address
    try:
        yield
    finally:
        _local.address = None


def get_address():
    """Return the address of the program that calls, or None."""
    return getattr(_local, "address", None)
