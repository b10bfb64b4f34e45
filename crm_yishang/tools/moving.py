"""What a model declares to go along when a customer changes hands."""

from typing import NamedTuple

from odoo.tools import SQL


class Moving(NamedTuple):
    """Which records of a model follow the owner of their customer, and how.

    The SQL in it speaks of the row ``document`` of the model and of the row ``moving``
    with ``old_owner_id`` and ``new_owner_id``, users or null, and ``moment``, now.

    :param column: stored many2one to who works on the record; of the past owner's
        records those that fulfil ``is_open`` go to the new one
    :param is_open: what is still to be done; what is done stays with who did it
    :param also: further columns that follow, as ``(name, SQL value)``
    :param pooled: columns that change besides when nobody becomes owner; None: then
        nothing changes
    :param unpooled: columns that change back when that is undone
    :param besides: records of no customer that are handed over as well
    :param holds: ``user``, or ``partner`` if the column names the user's partner
    :param is_required: the column cannot be empty and stays when nobody becomes owner
    :param is_attached: the record hangs on its document by model and id
    :param then: method of the model called with the ``crm.yishang.ownership.move`` once
        all records have moved
    """

    column: str = "user_id"
    is_open: SQL = SQL("TRUE")
    also: tuple = ()
    pooled: tuple | None = ()
    unpooled: tuple = ()
    besides: SQL = SQL("FALSE")
    holds: str = "user"
    is_required: bool = False
    is_attached: bool = False
    then: str | None = None


# The sales team of a record that moves: its own if the new owner is in it, or else the
# first one of the new owner.
TEAM = SQL(
    """
    COALESCE(
        (
            SELECT member.crm_team_id FROM crm_team_member member
            WHERE member.user_id = moving.new_owner_id AND member.active
            ORDER BY member.crm_team_id = document.team_id DESC, member.id
            LIMIT 1
        ),
        document.team_id
    )
    """
)

# Where the new owner works, for records that tell the department.
DEPARTMENT = SQL(
    """
    COALESCE(
        (
            SELECT version.department_id FROM hr_employee employee
            JOIN hr_version version ON version.id = employee.current_version_id
            WHERE employee.user_id = moving.new_owner_id
                AND employee.company_id = document.company_id
            ORDER BY employee.id LIMIT 1
        ),
        document.department_id
    )
    """
)
