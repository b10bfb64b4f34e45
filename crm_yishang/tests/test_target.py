from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestTarget(VisitCommon):
    """Who shall achieve what, and how far it is. Wednesday, 4 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        for customer, moment, price in (
            (cls.customer_sjz1, "2026-02-28 15:59:59", 1),
            (cls.customer_sjz1, "2026-02-28 16:00:00", 1000),
            (cls.customer_sjz1, "2026-03-31 15:59:59", 500),
            (cls.customer_sjz1, "2026-03-31 16:00:00", 2),
            (cls.customer_sjz2, "2026-03-02 04:00:00", 300),
            (cls.customer_gz1, "2026-03-02 04:00:00", 700),
            (cls.customer_sjz1, "2025-03-02 04:00:00", 3000),
            (cls.customer_sjz2, "2025-03-02 04:00:00", 1000),
        ):
            cls._sell(customer, moment, price)
        cls.department = cls.env["hr.department"].create({"name": "北方部"})
        for user in (cls.leader_sjz, cls.sales_sjz1, cls.sales_sjz2):
            user.employee_id.department_id = cls.department
        cls.department.manager_id = cls.leader_sjz.employee_id
        cls.targets = cls.env["crm.yishang.target"]
        cls.env.flush_all()

    @classmethod
    def _sell(cls, customer, moment, price):
        order = cls._create_order(customer)
        order.order_line.write({"price_unit": price, "tax_ids": False})
        order.action_confirm()
        order.date_order = moment

    def _create_target(self, user=None, as_user=None, **values):
        values.setdefault("level", "person" if user else "company")
        targets = self.targets.with_user(as_user) if as_user else self.targets
        target = targets.create(
            {
                **({"user_id": user.id} if user else {}),
                "date_from": "2026-03-17",
                "goal": 2000,
                **values,
            }
        )
        return target.sudo(False)

    def test_what_is_achieved_counts_for_who_earned_it_in_the_days_of_the_company(self):
        person = self._create_target(self.sales_sjz1)
        self.assertEqual(str(person.date_from), "2026-03-01")
        self.assertEqual(str(person.date_to), "2026-03-31")
        for values, achieved in (
            ({"level": "region", "region_id": self.hebei.id}, 1800),
            ({"level": "region", "region_id": self.sjz.id}, 1800),
            ({"level": "region", "region_id": self.guangzhou.id}, 700),
            ({"level": "department", "department_id": self.department.id}, 1800),
            ({"level": "company"}, 2500),
            ({"level": "company", "period": "quarter"}, 2503 - 2),
            ({"level": "company", "period": "year"}, 2503),
        ):
            with self.subTest(values=values):
                self.assertEqual(self._create_target(**values).achieved, achieved)
        self.assertEqual((person.achieved, person.progress), (1500, 75))
        # Three of 22 working days passed.
        self.assertAlmostEqual(person.forecast, 1500 * 22 / 3, 2)

    def test_what_was_earned_stays_when_customer_and_region_move(self):
        target = self._create_target(self.sales_sjz1)
        region = self._create_target(level="region", region_id=self.hebei.id)
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_gz1.id
        )
        self.customer_sjz1.yishang_region_id = self.guangzhou
        self.env.invalidate_all()
        self.assertEqual((target.achieved, region.achieved), (1500, 1800))

    def test_customers_visits_and_receipts_count_too(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self._create_done(
            self.sales_sjz1, self.customer_sjz1, category_id=self.by_phone.id
        )
        self.env["res.partner"].with_user(self.sales_sjz1).create(
            {"name": "新客户", "yishang_is_customer": True}
        )
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE create_uid = %s",
            [self.now, self.sales_sjz1.id],
        )
        receipt = self.env["crm.yishang.receipt"].with_user(self.sales_sjz1)
        receipt = receipt.create({"partner_id": self.customer_sjz1.id, "amount": 80})
        kinds = {"visit": 1, "customer": 1, "receipt": 0}
        targets = {
            kind: self._create_target(self.sales_sjz1, kind=kind, goal=10)
            for kind in kinds
        }
        self.assertEqual({k: t.achieved for k, t in targets.items()}, kinds)
        receipt.with_user(self.cashier).action_confirm()
        self.env.invalidate_all()
        self.assertEqual(targets["receipt"].achieved, 80)
        self.assertFalse(targets["visit"].currency_id)

    def test_leaders_set_the_targets_of_their_people_and_nobody_the_own_one(self):
        target = self._create_target(self.sales_sjz1, self.leader_sjz)
        refused = (
            (self.sales_sjz1, self.sales_sjz1),
            (self.leader_sjz, self.leader_sjz),
            (self.leader_sjz, self.sales_gz1),
            (self.cashier, self.sales_sjz2),
        )
        for setter, user in refused:
            with (
                self.subTest(setter=setter.login, user=user.login),
                self.assertRaises(AccessError),
            ):
                self._create_target(user, setter)
        with self.assertRaises(AccessError):
            target.with_user(self.sales_sjz1).goal = 1
        self._create_target(self.director, self.director)
        company = self._create_target(as_user=self.director)
        for user, seen in (
            (self.sales_sjz1, target),
            (self.sales_sjz2, self.targets),
            (self.leader_sjz, target),
            (self.leader_gz, self.targets),
            (self.manager_north, target),
            (self.crm_admin, target | company),
            (self.director, target | company),
        ):
            with self.subTest(user=user.login):
                found = self.targets.with_user(user).search(
                    [("id", "in", (target | company).ids)], order="id"
                )
                self.assertEqual(found.ids, seen.ids)

    def test_nobody_has_the_same_target_twice(self):
        self._create_target(self.sales_sjz1)
        self._create_target(self.sales_sjz2)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._create_target(self.sales_sjz1, goal=3000)

    def test_a_target_is_divided_equally_or_by_last_years_share(self):
        parent = self._create_target(
            level="department", department_id=self.department.id, goal=1000
        )
        self.assertEqual(parent.user_id, self.leader_sjz)
        wizard = self.env["crm.yishang.target.divide"].with_user(self.leader_sjz)
        form = Form(wizard.with_context(default_target_id=parent.id))
        form.into = "person"
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.user_id, self.leader_sjz)
        self.assertEqual(sum(line["goal"] for line in form.line_ids._records), 1000)
        form.method = "share"
        divided = {line["user_id"]: line["goal"] for line in form.line_ids._records}
        self.assertEqual(
            {
                self.env["res.users"].browse(id_).name: goal
                for id_, goal in divided.items()
            },
            {"leader_sjz": 0, "sales_sjz1": 750, "sales_sjz2": 250},
        )
        form.save().action_divide()
        self.assertEqual(len(parent.child_ids), 2)
        self.assertFalse(parent.gap_text)
        parent.child_ids[0].goal += 50
        self.assertIn("too much", parent.gap_text)
        ranks = {child.user_id.name: child.rank for child in parent.child_ids}
        self.assertEqual(ranks, {"sales_sjz1": "1 / 2", "sales_sjz2": "2 / 2"})

    def test_a_year_is_divided_into_months(self):
        year = self._create_target(period="year", goal=100)
        wizard = self.env["crm.yishang.target.divide"].create(
            {"target_id": year.id, "into": "month"}
        )
        wizard.action_divide()
        self.assertEqual(len(year.child_ids), 12)
        self.assertAlmostEqual(sum(year.child_ids.mapped("goal")), 100)
        self.assertFalse(year.gap_text)
        with self.assertRaises(ValidationError):
            year.child_ids[0].kind = "visit"

    def test_a_list_of_targets_costs_the_same_however_long(self):
        people = (self.sales_sjz1, self.sales_sjz2, self.sales_gz1, self.sales_bd1)
        targets = self.targets.union(*(self._create_target(user) for user in people))
        counts = []
        for records in (targets[:1], targets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("progress")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_workbench_shows_the_month_against_the_target(self):
        self._create_target(self.sales_sjz1)
        self._create_target(self.sales_sjz2)
        data = self.env["crm.yishang.workbench"].with_user(self.sales_sjz1).get_data()
        tiles = {
            tile["key"]: tile
            for section in data["sections"]
            for tile in section["tiles"]
            if "percent" in tile
        }
        (tile,) = tiles.values()
        self.assertEqual((tile["percent_text"], tile["percent"]), ("75 %", 75))
        self.assertIn("1,500", tile["text"])
        self.assertIn("2,000", tile["goal"])
        self.assertIn("1 / 2", tile["note"])
