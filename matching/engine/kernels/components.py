"""Which places hang together: union-find. Compiled; see `regions`."""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def label_places(one, other, places):
    """For each place the lowest place that it is connected with, by the edges one[i] – other[i]."""
    parent = np.arange(places)
    for edge in range(len(one)):
        a, b = one[edge], other[edge]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        else:
            parent[a] = b
    for place in range(places):
        parent[place] = parent[parent[place]]
    return parent
