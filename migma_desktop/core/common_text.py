"""How much of a text stayed the same while it was typed.

Bisection over slices leaves the comparing to memcmp, and looks at each character about twice: a
quarter of a megabyte takes a tenth of a millisecond, where a loop over characters takes tens.
"""

from __future__ import annotations


def common_start(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(one: str, other: str, *, most: int) -> int:
    """Return how many characters, ``most`` at most, two texts have in common at their end."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
