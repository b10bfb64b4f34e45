"""Which fields of which customers change by approval alone."""

from typing import Any, NamedTuple

# Fields a company may protect.
PROTECTABLE = (
    "name",
    "yishang_short_name",
    "vat",
    "company_registry",
    "phone",
    "email",
    "yishang_fax",
    "website",
    "street",
    "street2",
    "city",
    "state_id",
    "zip",
    "country_id",
    "user_id",
    "yishang_region_id",
    "yishang_type_id",
    "yishang_source_id",
    "industry_id",
    "yishang_grade",
    "bank_ids",
)
# Whoever changed these could take a customer out of the protection, and then change
# everything else.
DECISIVE = ("company_id", "is_company", "parent_id", "yishang_is_customer")
# They go through the ownership service, which keeps a history of its own.
OWNERSHIP = frozenset(("user_id", "yishang_region_id"))


class Protection(NamedTuple):
    """What one company, or several together, protect.

    :param names: the fields, decisive ones included
    :param type_ids: customer types concerned; empty: all
    :param grade: the lowest grade concerned; empty: all, also customers without
    """

    names: frozenset
    type_ids: frozenset = frozenset()
    grade: str = ""

    def covers(self, customer):
        """Return whether a customer is one of those that are protected."""
        if self.type_ids and customer.yishang_type_id.id not in self.type_ids:
            return False
        grade = customer.yishang_grade
        return not self.grade or bool(grade and grade <= self.grade)


class Change(NamedTuple):
    """A write would change a protected field of a customer.

    :param customer: the customer, in superuser mode
    :param old: what stands there, as ``crm.yishang.revision.value`` keeps it
    :param new: what would stand there, likewise
    :param value: what was to be written
    """

    customer: Any
    name: str
    old: Any
    new: Any
    value: Any


class Approval:
    """In the context of a write that was approved.

    An object, because a browser could send anything else.
    """

    def __init__(self, revision):
        """Remember the request, which the history names."""
        self.revision_id = revision.id
