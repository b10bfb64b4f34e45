import datetime
from collections import Counter
from unittest.mock import MagicMock

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open
from odoo.tools.safe_eval import safe_eval

DONE = "crm_yishang_visit_demo.xml"
PLANNED = "crm_yishang_visit_plan_demo.xml"
INSTRUCTIONS = "crm_yishang_instruction_demo.xml"
# Monday; the demonstration may be installed on any day of the week.
MONDAY = datetime.date(2026, 3, 2)
MORNING = "10:30"  # in UTC


def read_demo(name):
    with file_open(f"crm_yishang/demo/{name}", "rb") as source:
        return etree.parse(source).getroot()


def evaluate(name, today):
    """Return the values of the records a file creates if it is loaded that day."""
    created = []
    model = MagicMock()
    model.env.company._yishang_get_day.return_value = today
    model.env.company.yishang_visit_lock_hours = 24
    model.with_context.return_value = model
    model._load_records.side_effect = lambda data: created.extend(data) or model
    with freeze_time(f"{today} {MORNING}"):
        context = {
            "DateTime": datetime.datetime,
            "obj": lambda: model,
            "ref": lambda xml_id: xml_id,
            "relativedelta": relativedelta,
        }
        result = safe_eval(read_demo(name).find("function/value").get("eval"), context)
    return [data["values"] for data in created] or result


@tagged("post_install", "-at_install")
class TestDemoVisits(BaseCase):
    """What the visits of the demonstration company say, whatever day it is.

    Their expressions are evaluated, not loaded: tests run without demo data.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = evaluate(DONE, MONDAY)
        cls.planned = evaluate(PLANNED, MONDAY)
        cls.customers = {
            node.get("id"): {field.get("name"): field for field in node}
            for node in read_demo("res_partner_demo.xml").iter("record")
        }

    def test_hundreds_of_visits_in_all_states(self):
        visits = self.done + self.planned
        states = Counter(visit["state"] for visit in visits)
        self.assertGreater(states["done"], 250)
        self.assertGreater(states["planned"], 40)
        self.assertGreater(states["cancelled"], 10)
        missed = [
            visit
            for visit in self.planned
            if visit["state"] == "planned"
            and visit["date_planned_start"].date() < MONDAY
        ]
        self.assertGreater(len(missed), 10)
        under_way = read_demo(PLANNED).findall("function[@name='action_check_in']")
        self.assertEqual(len(under_way), 1)

    def test_whoever_sells_visits(self):
        counts = Counter(visit["user_id"] for visit in self.done)
        for login in ("sales_sjz1", "sales_sjz2", "sales_bd1"):
            self.assertGreater(counts[f"res_users_{login}_demo"], 50)
        for login in ("leader_sjz", "leader_bd", "manager_north", "director"):
            self.assertGreater(counts[f"res_users_{login}_demo"], 5)

    def test_the_last_contact_is_told_by_the_visits(self):
        visited = {visit["partner_id"] for visit in self.done}
        for id_, values in self.customers.items():
            with self.subTest(customer=id_):
                self.assertNotIn("yishang_date_last_contact", values)
                was_seen = values["yishang_lifecycle"].text != "potential"
                self.assertTrue(id_ in visited or not was_seen)

    def test_visits_follow_each_other(self):
        """Each finds the customer as the one before it has left it."""
        latest = {}
        for visit in self.done:
            before = latest.get(visit["partner_id"])
            latest[visit["partner_id"]] = visit
            if before:
                self.assertLess(before["date_end"], visit["date_start"])

    def test_a_first_visit_is_no_longer_potential(self):
        for visit in self.done:
            stage = self.customers[visit["partner_id"]]["yishang_lifecycle"].text
            category = visit["category_id"].rpartition("_")[2]
            if category in ("visit", "reception", "exhibition"):
                self.assertNotEqual(stage, "potential", visit["partner_id"])

    def test_dates_hold_on_every_day_of_the_week(self):
        for number in range(7):
            today = MONDAY + relativedelta(days=number)
            visits = evaluate(DONE, today) + evaluate(PLANNED, today)
            with self.subTest(today=today):
                self._check_times(visits, f"{today} {MORNING}")

    def _check_times(self, visits, now):
        now = datetime.datetime.fromisoformat(now)
        busy = {}
        for visit in visits:
            start = visit.get("date_start") or visit["date_planned_start"]
            end = visit.get("date_end") or visit["date_planned_end"]
            beijing = start + relativedelta(hours=8)
            self.assertNotEqual(beijing.weekday(), 6, visit["subject"])
            if visit["state"] == "done":
                self.assertLessEqual(start, end)
                self.assertLessEqual(end, visit["date_done"])
                self.assertLessEqual(visit["date_done"], now)
            if visit["state"] != "cancelled":
                busy.setdefault(visit["user_id"], []).append((start, end))
        for times in busy.values():
            times.sort()
            for (_start, end), (start, _end) in zip(times, times[1:], strict=False):
                self.assertLessEqual(end, start)

    def test_places_are_told_refused_and_missing(self):
        statuses = Counter(visit["check_in_status"] for visit in self.done)
        self.assertGreater(statuses["located"], 20)
        self.assertGreater(statuses["denied"], 2)
        self.assertGreater(statuses["unavailable"], 2)

    def test_instructions_of_all_kinds_in_all_states(self):
        instructions = evaluate(INSTRUCTIONS, MONDAY)
        self.assertGreater(len(instructions), 50)
        kinds = {instruction["kind"] for instruction in instructions}
        self.assertEqual(
            kinds, {"read", "note", "instruction", "praise", "criticism", "rework"}
        )
        states = {instruction["state"] for instruction in instructions}
        self.assertEqual(states, {"new", "read", "replied", "closed"})
        overdue = [
            instruction
            for instruction in instructions
            if instruction["state"] in ("new", "read")
            and instruction["date_due"]
            and instruction["date_due"] < MONDAY
        ]
        self.assertGreater(len(overdue), 2)
        models = {instruction["res_model"] for instruction in instructions}
        self.assertEqual(models, {"crm.yishang.visit", "crm.lead", "sale.order"})
