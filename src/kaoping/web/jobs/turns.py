"""Whose turn it is: regions share the workers evenly, however much each of them has waiting."""


def turns(serving: int | None, last: int | None, count: int) -> range:
    """Return the turns of `count` pieces of work that a region adds to those waiting; the lowest is next.

    `serving` is the lowest turn of all that waits in the queue, `last` the highest of those that this region has
    waiting; None where there is nothing. A region's own work is done in order, and between two pieces of one region
    every other one with work waiting has one: 5,000 sites do not delay another's 20.
    """
    first = max(serving or 1, (last or 0) + 1)
    return range(first, first + count)
