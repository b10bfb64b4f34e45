"""The figures of supervision once more: record by record, in plain Python.

Run on the demonstration data (one line on the standard input of ``make shell``)::

    from odoo.addons.crm_yishang.tests.hand_count import report; report(env)
"""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta

import pytz

# What is no difference, in a figure with two decimals.
LEAST_DIFFERENCE = 0.011


class HandCount:
    """What everybody did from one day to another, counted without any statement.

    ``days`` is ``{(user id, department id or False, day): {key: number}}``.
    """

    def __init__(self, env, first, last):
        self.env = env(su=True, context={**env.context, "active_test": False})
        self.first, self.last = first, last
        self.zone = env.company._yishang_get_tz()
        self.today = datetime.now(self.zone).date()
        self.days = defaultdict(Counter)
        self._count_visits()
        self._count_customers()
        self._count_opportunities()
        self._count_orders()
        self._count_receipts()
        self._count_instructions()
        self._count_workdays()

    def _get_day(self, moment):
        return pytz.utc.localize(moment).astimezone(self.zone).date()

    def _get_version(self, user, day):
        """Return the version of the user's employee that held on a day."""
        employees = self.env["hr.employee"].search([("user_id", "=", user.id)])
        versions = employees[:1].version_ids.filtered("active").sorted("date_version")
        begun = versions.filtered(lambda version: version.date_version <= day)
        return begun[-1:] or versions[:1]

    def _get_figures(self, user, day, department=None):
        """Return the counter of a day, or one that nobody looks at."""
        if not self.first <= day <= self.last:
            return Counter()
        department = department or self._get_version(user, day).department_id
        return self.days[user.id, department.id, day]

    def _count_visits(self):
        kinds = {"reception": "receptions", "call": "calls", "message": "messages"}
        for visit in self.env["crm.yishang.visit"].search([]):
            if visit.state == "cancelled":
                continue
            figures = self._get_figures(visit.user_id, visit.day, visit.department_id)
            kind, is_done = visit.category_id.kind, visit.state == "done"
            if is_done:
                figures["contacts"] += 1
                figures["delay_total"] += visit.record_delay
                if kind in kinds:
                    figures[kinds[kind]] += 1
            if kind == "visit":
                self._count_on_site(visit, figures)

    def _count_on_site(self, visit, figures):
        if visit.state == "planned" or visit.date_planned_start:
            figures["visits_planned"] += 1
        if visit.state == "planned" and visit.day < self.today:
            figures["visits_missed"] += 1
        if visit.state == "done":
            figures["visits_done"] += 1
            if visit.check_in_status == "located":
                figures["visits_located"] += 1

    def _count_customers(self):
        for partner in self.env["res.partner"].search([]):
            if partner.yishang_is_customer and partner.active:
                day = self._get_day(partner.create_date)
                self._get_figures(partner.create_uid, day)["new_customers"] += 1

    def _count_opportunities(self):
        for lead in self.env["crm.lead"].search([]):
            if lead.type == "opportunity":
                day = self._get_day(lead.create_date)
                self._get_figures(lead.create_uid, day)["opportunities"] += 1

    def _count_orders(self):
        for order in self.env["sale.order"].search([]):
            if order.state == "sale":
                day = self._get_day(order.date_order)
                figures = self._get_figures(order.user_id, day)
                figures["orders"] += 1
                figures["order_amount"] += order.amount_total / order.currency_rate

    def _count_receipts(self):
        for receipt in self.env["crm.yishang.receipt"].search([]):
            if receipt.state == "confirmed":
                figures = self._get_figures(receipt.user_id, receipt.date)
                figures["receipts"] += 1
                figures["receipt_amount"] += receipt.amount_company

    def _count_instructions(self):
        for instruction in self.env["crm.yishang.instruction"].search([]):
            day = self._get_day(instruction.create_date)
            figures = self._get_figures(instruction.recipient_id, day)
            if instruction.state == "new":
                figures["instructions_unread"] += 1
            if instruction.state in ("new", "read") and instruction.needs_reply:
                figures["instructions_unanswered"] += 1

    def _count_workdays(self):
        """Ask the host, day by day, whether there is anything left to work."""
        for user in self.env["res.users"].search([("employee_ids", "!=", False)]):
            for number in range((self.last - self.first).days + 1):
                day = self.first + timedelta(days=number)
                if self._is_workday(self._get_version(user, day), day):
                    self._get_figures(user, day)["workdays"] += 1

    def _is_workday(self, version, day):
        employee = version.employee_id
        calendar = version.resource_calendar_id
        calendar = calendar or employee.company_id.resource_calendar_id
        start, end = (
            self.zone.localize(datetime.combine(day, moment))
            for moment in (time.min, time.max)
        )
        resource = employee.resource_id
        work = calendar._work_intervals_batch(start, end, resources=resource)
        return bool(list(work[resource.id]))

    def add_up(self, user_ids=None, department_id=None):
        """Return the figures of people or of a department, without zeros."""
        total, recorded = Counter(), set()
        for (user, department, day), figures in self.days.items():
            if user_ids is not None and user not in user_ids:
                continue
            if department_id is not None and department != department_id:
                continue
            total.update(figures)
            if figures["contacts"]:
                recorded.add((user, day))
        total["days_recorded"] = len(recorded)
        if delay := total.pop("delay_total", 0):
            total["record_delay"] = round(delay / total["contacts"], 2)
        return {key: round(number, 2) for key, number in total.items() if number}


def read_table(data):
    """Return ``[(kind, row, {key: number})]`` of the table, without zeros."""
    keys = [column["key"] for column in data["columns"]]
    rows = [
        *(("person", row) for row in data["rows"]),
        *(("department", row) for row in data["departments"]),
        ("total", data["total"]),
    ]
    return [
        (
            kind,
            row,
            {
                key: round(number, 2)
                for key, number in zip(keys, row["cells"], strict=True)
                if number
            },
        )
        for kind, row in rows
    ]


def is_equal(figures, by_hand):
    """Return whether two rows say the same; half a hundredth is rounded either way."""
    keys = figures.keys() | by_hand.keys()
    return all(
        abs(figures.get(key, 0) - by_hand.get(key, 0)) < LEAST_DIFFERENCE
        for key in keys
    )


def compare(env, first, last):
    """Return ``[(kind, row, of the table, by hand)]`` of a period, as the user sees it.

    The days of the analysis are compared as well.

    :raise AssertionError: if one of them has other figures on a day
    """
    data = env["crm.yishang.supervision"].get_data(str(first), str(last))
    count = HandCount(env, first, last)
    people = [row["user_id"] for row in data["rows"]]
    compared = []
    for kind, row, figures in read_table(data):
        users = [row["user_id"]] if kind == "person" else people
        department = row["department_id"] if kind == "department" else None
        compared.append((kind, row, figures, count.add_up(users, department)))
    compare_days(env, count, people)
    return compared


def compare_days(env, count, people):
    """Compare the analysis of each person and day with a count.

    :raise AssertionError: naming the first difference
    """
    rows = env["crm.yishang.supervision.report"].search(
        [("day", ">=", count.first), ("day", "<=", count.last)]
    )
    found = {(row.user_id.id, row.day): row for row in rows}
    for user_id in people:
        for number in range((count.last - count.first).days + 1):
            day = count.first + timedelta(days=number)
            expected = Counter()
            for (user, _department, of_day), figures in count.days.items():
                if (user, of_day) == (user_id, day):
                    expected.update(figures)
            expected.pop("delay_total", 0)
            for key, value in expected.items():
                shown = round(found[user_id, day][key], 2)
                assert shown == round(value, 2), (user_id, day, key, shown, value)


def report(env, weeks_ago=1):
    """Print the comparison of a week for the director, and where the two differ."""
    first = env.company._yishang_get_day()
    first -= timedelta(days=first.weekday() + 7 * weeks_ago)
    director = env.ref("crm_yishang.res_users_director_demo")
    compared = compare(env(user=director.id), first, first + timedelta(days=6))
    lines = [f"{first} – {first + timedelta(days=6)}"]
    for kind, row, figures, by_hand in compared:
        mark = "=" if is_equal(figures, by_hand) else f"by hand {by_hand}"
        lines.append(f"{kind} {row['name']} ({row['department']}) {figures} {mark}")
    differences = sum(not is_equal(*pair) for _kind, _row, *pair in compared)
    lines.append(f"{len(compared)} rows, {differences} different")
    # The standard output of the shell is what this is for. pylint: disable=print-used
    print("\n".join(lines))
