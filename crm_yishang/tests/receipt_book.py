"""What receipts and accounting do to orders, in plain Python: the rules told twice."""

from collections import defaultdict


class Entry:
    """A confirmed receipt or refund: what it has for each order, and what is left."""

    def __init__(self, sign, parts, rest, advance=None):
        self.sign = sign
        self.parts = defaultdict(int, parts)
        self.rest = rest
        self.advance = advance
        self.is_alive = True


class Book:
    """The money of some orders, by the rules of the specification.

    Each method returns whether the step is allowed, and takes it then.
    """

    def __init__(self, totals):
        self.totals = dict(totals)
        self.sold = dict.fromkeys(totals, True)
        self.accounted = dict.fromkeys(totals, 0)
        self.entries = []

    def get_collected(self, order):
        return sum(
            entry.sign * entry.parts[order] for entry in self.entries if entry.is_alive
        )

    def get_received(self, order):
        return self.get_collected(order) + self.accounted[order]

    def get_owed(self, order):
        total = self.totals[order] if self.sold[order] else 0
        return total - self.get_received(order)

    def get_advance(self, entry):
        paid_back = sum(
            one.rest for one in self.entries if one.is_alive and one.advance is entry
        )
        return entry.rest - paid_back

    def collect(self, order, amount, rest):
        if amount > self.get_owed(order):
            return False
        self.entries.append(Entry(1, {order: amount}, rest))
        return True

    def refund(self, order, amount):
        if amount > self.get_received(order):
            return False
        self.entries.append(Entry(-1, {order: amount}, 0))
        return True

    def pay_back(self, entry, amount):
        if not entry.is_alive or amount > self.get_advance(entry):
            return False
        self.entries.append(Entry(-1, {}, amount, entry))
        return True

    def allocate(self, entry, order, amount):
        if amount > self.get_advance(entry) or amount > self.get_owed(order):
            return False
        entry.parts[order] += amount
        entry.rest -= amount
        return True

    def cancel(self, entry):
        """Nothing may be left paid back that was never received."""
        entry.is_alive = False
        was_paid_back = self.get_advance(entry) < entry.rest
        is_short = any(self.get_received(order) < 0 for order in entry.parts)
        if entry.sign > 0 and (was_paid_back or is_short):
            entry.is_alive = True
        return not entry.is_alive
