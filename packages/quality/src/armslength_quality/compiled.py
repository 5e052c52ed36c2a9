"""How kernels are compiled: when first called, let go of the interpreter, kept on disk where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

_FREE = dict.fromkeys(("reassoc", "contract", "arcp", "nsz", "nnan"), True)
"""Not a set: it is part of what a kernel on disk is found by, and a set has another order in each process."""


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as machine code, compiled on its first call and kept for the next process.

    It is kept beside the source, else in the user's cache, else where NUMBA_CACHE_DIR says. Where nothing can be
    written at all (a read-only container without a home), it is compiled anew in every process.
    """
    return _kept(function, False)


def vectorised(function: Callable[..., Any]) -> Callable[..., Any]:
    """As `compiled`, for loops over finite numbers whose sums may be taken in another order: then they are vector code.

    The order is the compiler's, so the same machine gives the same bytes.
    """
    return _kept(function, _FREE)


def _kept(function: Callable[..., Any], fastmath: Any) -> Callable[..., Any]:
    try:
        kernel: Callable[..., Any] = njit(cache=True, nogil=True, error_model="numpy", fastmath=fastmath)(function)
    except RuntimeError:  # numba found no place for its files
        uncached: Callable[..., Any] = njit(nogil=True, error_model="numpy", fastmath=fastmath)(function)
        return uncached
    named(kernel, function, *(cell.cell_contents for cell in function.__closure__ or ()))
    return kernel


def named(kernel: Any, function: Callable[..., Any], *with_what: Any) -> Any:
    """The kernel under a name that is the same in every process: what it is, and what it was made with.

    numba finds a kernel on disk by what it encloses. Another kernel in there is known by an id, which would be a new
    one in each process: nothing would ever be found, and compiled anew.
    """
    made_with = (getattr(each, "_uuid", each) for each in with_what)
    kernel._set_uuid(f"{function.__module__}.{function.__qualname__}({', '.join(map(str, made_with))})")
    return kernel
