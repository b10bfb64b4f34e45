from typing import NamedTuple

# Scope key of a customer that has neither owner nor region. Regions are negated
# ids, so the smallest 32-bit integer cannot collide with one.
POOL_WITHOUT_REGION = -(2**31)


class Sight(NamedTuple):
    """What one user may see and change, as literal ids.

    :param reads_all: nothing is narrowed for reading
    :param writes_all: nothing is narrowed for changing
    :param owners: the user and all subordinates, as user ids
    :param regions: regions in charge with everything below them
    :param covers_all: the regions in charge are all there are
    :param pool: regions whose customers without owner are readable
    :param has_orphans: customers with neither owner nor region are included
    :param granted: customers opened one by one for reading
    :param writable: those of ``granted`` that may be changed as well
    """

    reads_all: bool = False
    writes_all: bool = False
    owners: frozenset = frozenset()
    regions: frozenset = frozenset()
    covers_all: bool = False
    pool: frozenset = frozenset()
    has_orphans: bool = False
    granted: frozenset = frozenset()
    writable: frozenset = frozenset()

    def is_open(self, mode):
        """Return whether nothing at all is narrowed in that mode."""
        return self.reads_all if mode == "read" else self.writes_all

    def get_keys(self, mode):
        """Return the scope keys that mode reaches, see ``get_scope_key``."""
        pool = (self.pool if mode == "read" else frozenset()) - self.regions
        keys = {0, *self.owners, *(-region for region in pool)}
        if self.has_orphans:
            keys.add(POOL_WITHOUT_REGION)
        return sorted(keys)

    def get_customers(self, mode):
        """Return the customers opened one by one in that mode."""
        return sorted(self.granted if mode == "read" else self.writable)


# Nothing is narrowed: the host alone decides.
OPEN_SIGHT = Sight(reads_all=True, writes_all=True)


def get_scope_key(owner_id, region_id):
    """Return the one number that says who holds a customer.

    :param owner_id: user id of the owner, or a false value
    :param region_id: id of the region, or a false value
    :return: the owner; without owner the negated region; a constant without both
    """
    if owner_id:
        return owner_id
    return -region_id if region_id else POOL_WITHOUT_REGION
