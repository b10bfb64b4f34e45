"""What the supervision of employees counts, and where it stands."""

from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL

# What GROUPING says of the columns (user, department): 1 where it is left out.
BY_USER, BY_DEPARTMENT, IN_ALL = 0b01, 0b10, 0b11


class Measure(NamedTuple):
    """One figure of an employee: which records of its source count, and how.

    The same condition counts and lists the records. ``aggregate`` is what is summed
    up, by default the number of records; ``kind`` is integer, float or monetary. The
    main ones are shown at first; a hidden one is only there for others, see ``Ratio``.
    """

    key: str
    label: str
    domain: Domain = Domain.TRUE
    kind: str = "integer"
    aggregate: SQL = SQL("COUNT(*)")
    is_alert: bool = False
    is_main: bool = False
    is_hidden: bool = False


class Ratio(NamedTuple):
    """A figure made of two others, which cannot be added up itself."""

    key: str
    label: str
    numerator: str
    denominator: str
    kind: str = "float"


class Source(NamedTuple):
    """A kind of record that is somebody's work on a day.

    :param user: many2one to whoever did it
    :param moment: date or moment that says on which day
    :param department: many2one to the department of that day, if the record keeps it
    :param customer: many2one to the customer, for the timeline
    :param subject: text that says what it was, for the timeline
    """

    key: str
    label: str
    model: str
    user: str
    moment: str
    measures: tuple
    domain: Domain = Domain.TRUE
    department: str = ""
    customer: str = "partner_id"
    subject: str = "name"
    on_timeline: bool = True


class Period(NamedTuple):
    """The first and the last day, and the moments in UTC between which they lie."""

    first: object
    last: object
    start: object
    end: object
    today: object
    tz: str
