"""What is timed of the workbench: what the server does when it opens, by role.

The limit is 300 ms, whatever the number of customers, not a multiple of anything.
"""

import time
from contextlib import contextmanager
from typing import NamedTuple
from unittest.mock import patch

from . import host, organisation, visits
from .cases import Case
from .timing import Measure

MODEL = "crm.yishang.workbench"
PEOPLE = (
    ("salesperson", organisation.get_login("salesperson", 11)),
    ("leader", organisation.get_login("leader", 1)),
    ("manager", organisation.get_login("regional_manager", 1)),
    ("director", organisation.get_login("director", 1)),
)


class Workbench(NamedTuple):
    """The screen of one person, on the last day of the visits."""

    database: str
    user_id: int

    def run(self):
        """Answer the request in a transaction of its own.

        :return: a ``Measure``; its result names the sections
        """
        with host.request(self.database, self.user_id) as env, _today(env):
            statements = env.cr.sql_log_count
            started = time.perf_counter()
            data = env[MODEL].get_data()
            seconds = time.perf_counter() - started
            sections = [{"id": section["key"]} for section in data["sections"]]
            result = {"records": sections, "length": len(sections)}
            return Measure(seconds, env.cr.sql_log_count - statements, result)


@contextmanager
def _today(env):
    """Have the last day that was filled in be today."""
    from odoo import fields

    companies = type(env["res.company"])
    original, last = companies._yishang_get_day, fields.Date.to_date(visits.LAST_DAY)

    def get_day(company, moment=None):
        return original(company, moment or last)

    with patch.object(companies, "_yishang_get_day", get_day):
        yield


def iter_cases(database, small):
    """Yield the workbench of each of the people."""
    for name, login in PEOPLE:
        things = {
            "ours": Workbench(database, _find(database, login)),
            "small": Workbench(small, _find(small, login)),
        }
        yield Case("workbench", "workbench", name, things)


def _find(database, login):
    with host.request(database) as env:
        return env["res.users"].search([("login", "=", login)]).id
