"""How many files and connections this process may have open, and how many sites that is enough for."""

import resource

PER_SITE = 5  # of a site under way: its frontier with two files beside it, its spool, and one to write a segment
ELSE = 100  # for all the rest of the program
WANTED = 8192


def sites_that_fit(connections: int) -> int:
    """Return for how many sites there are descriptors, at least one; the soft limit is raised as far as allowed.

    `connections` are those under way; as many are kept open besides, to be used again.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    open_at_most = WANTED if soft == resource.RLIM_INFINITY else soft
    return max(1, (open_at_most - 2 * connections - ELSE) // PER_SITE)
