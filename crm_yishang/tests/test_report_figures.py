from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .receipt_common import ReceiptCommon
from .report_truth import ACHIEVED, FUNNEL, RECEIVABLES

NOW = "2026-03-31 04:00:00"
MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@tagged("post_install", "-at_install")
class TestReportFigures(ReceiptCommon):
    """Reports 10, 11 and 13 say what the documents say, to each what is for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.guangdong.manager_ids |= cls.report_viewer
        cls.center = cls.env["crm.yishang.report.center"]
        cls._make_orders()
        cls._make_leads()
        cls.targets = cls.env["crm.yishang.target"].create(
            [
                {"user_id": user.id, "date_from": "2026-03-01", "goal": goal}
                for user, goal in (
                    (cls.sales_sjz1, 2000),
                    (cls.sales_sjz2, 500),
                    (cls.sales_gz1, 700),
                )
            ]
        )
        cls.env.flush_all()

    @classmethod
    def _make_orders(cls):
        """In two currencies, one cancelled, one settled, some paid in part."""
        (cls.order | cls.other_order).date_order = "2026-03-10 04:00:00"
        currency = cls.env["res.currency"].create(
            {
                "name": "XTC",
                "symbol": "X",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4})],
            }
        )
        pricelist = cls.env["product.pricelist"].create(
            {"name": "外币", "currency_id": currency.id}
        )
        cls._sell(800, cls.customer_sjz2, pricelist_id=pricelist.id)
        cls._sell(900, cls.customer_bd1)._action_cancel()
        old = cls._sell(700, cls.customer_gz1)
        old.date_order = "2026-02-28 15:59:59"
        settled = cls._sell(50, cls.customer_gz1)
        cls._collect((cls.order, 120))
        cls._collect((settled, 50), user=cls.sales_gz1)
        cls.order.yishang_instalment_ids = [
            Command.clear(),
            Command.create({"date_due": "2026-03-01", "amount": 400}),
            Command.create({"date_due": "2026-03-31", "amount": 600}),
        ]

    @classmethod
    def _make_leads(cls):
        stages = cls.env["crm.stage"]
        stages.search([]).write({"sequence": 90})
        cls.stages = stages.create(
            [
                {"name": "接触", "sequence": 1},
                {"name": "报价", "sequence": 2},
                {"name": "成交", "sequence": 3, "is_won": True},
            ]
        )
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": customer.name,
                    "type": "opportunity",
                    "partner_id": customer.id,
                    "user_id": customer.user_id.id,
                    "stage_id": cls.stages[0].id,
                    "expected_revenue": 1000,
                    "probability": 40,
                    "date_deadline": day,
                }
                for customer, day in (
                    (cls.customer_sjz1, "2026-03-31"),
                    (cls.customer_sjz1, "2026-04-01"),
                    (cls.customer_sjz2, "2026-03-31"),
                    (cls.customer_gz1, "2026-02-10"),
                )
            ]
        )
        cls.leads[1].stage_id = cls.stages[1]
        cls.leads[2].action_set_lost()
        cls.leads[0].probability = 40

    def _get_sight(self):
        """Return whose customers each user sees, by hand."""
        return {
            self.sales_sjz1: self.customer_sjz1,
            self.leader_sjz: self.customer_sjz1 | self.customer_sjz2,
            self.manager_north: self.owned - self.customer_gz1,
            self.report_viewer: self.customer_gz1,
            self.director: self.owned,
        }

    def _read(self, code, reader, **filters):
        """Return the rows as dicts, and the total as one."""
        report = self.center.with_user(reader).get_report(code, {**MARCH, **filters})
        names = [column["name"] for column in report["columns"]]
        rows = [
            dict(zip(names, row["cells"], strict=True)) | {"key": row["key"]}
            for row in report["rows"]
        ]
        return rows, dict(zip(names, report["total"], strict=True))

    def _fetch(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        return {
            key: [round(float(value), 2) for value in values]
            for key, *values in self.env.cr.fetchall()
        }

    def _check_receivables(self, user, customers):
        names = ("amount_ordered", "amount_received", "amount_owed", "amount_overdue")
        rows, total = self._read("receivables", user)
        found = {
            row["key"]["customer_id"]: [row[name] for name in names]
            for row in rows
            if row["key"]["customer_id"] in self.owned.ids
        }
        company = self.env.company.id
        self.assertEqual(found, self._fetch(RECEIVABLES, customers.ids, company))
        for name in names:
            self.assertAlmostEqual(total[name], sum(row[name] for row in rows))

    def _check_funnel(self, user, customers):
        rows, _total = self._read("funnel", user)
        found = {
            row["stage"]: [row["entered"], row["here"], row["amount"]]
            for row in rows
            if row["key"]["stage_id"] in self.stages.ids
        }
        truth = self._fetch(FUNNEL, customers.ids, self.stages.ids)
        self.assertEqual(found, truth)
        for row in rows:
            stage = self.env["crm.stage"].browse(row["key"]["stage_id"])
            # Nothing there to go on to, which is not the same as nobody who went on.
            self.assertEqual(row["conversion"] is None, stage.is_won, row["stage"])

    def _check_forecast(self, user, people):
        rows, total = self._read("forecast", user)
        found = {
            row["key"]["user_id"]: [row["achieved"]]
            for row in rows
            if row["key"]["user_id"] in self.staff.ids and row["achieved"]
        }
        company = self.env.company.id
        self.assertEqual(found, self._fetch(ACHIEVED, people.ids, company))
        targets = {row["key"]["user_id"]: row["target"] for row in rows}
        for target in self.targets:
            goal = target.goal if target.user_id in people else 0
            self.assertEqual(targets.get(target.user_id.id, 0), goal)
        self.assertEqual(total["forecast"], sum(row["forecast"] for row in rows))

    def _check_supervision(self, user, people):
        rows, total = self._read("supervision", user)
        orders = {
            row["key"]["user_id"]: [row["order_amount"]]
            for row in rows
            if row["key"]["user_id"] in self.staff.ids and row["order_amount"]
        }
        company = self.env.company.id
        self.assertEqual(orders, self._fetch(ACHIEVED, people.ids, company))
        self.assertEqual(total["orders"], sum(row["orders"] for row in rows))

    def _check_all(self, sight, people):
        for user, customers in sight.items():
            with self.subTest(user=user.login):
                self._check_receivables(user, customers)
                self._check_funnel(user, customers)
                self._check_forecast(user, people[user])
                if user != self.sales_sjz1:
                    self._check_supervision(user, people[user])

    def test_figures_are_those_of_the_documents_before_and_after_a_handover(self):
        sight = self._get_sight()
        people = {user: sight[user].user_id for user in sight}
        self._check_all(sight, people)
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_gz1.id
        )
        self.env.invalidate_all()
        # Who may see it moves with the customer, what was earned stays.
        self.customer_sjz1.yishang_region_id = self.guangzhou
        self.assertEqual(self.order.user_id, self.sales_sjz1)
        moved = self.customer_sjz1
        for user in (self.sales_sjz1, self.leader_sjz, self.manager_north):
            sight[user] -= moved
        sight[self.report_viewer] |= moved
        self._check_all(sight, people)

    def test_the_month_is_forecast(self):
        (own,), total = self._read("forecast", self.sales_sjz1)
        # 1,500 are sold; of the two opportunities the one of this month is expected.
        self.assertEqual(
            [own[name] for name in ("target", "achieved", "expected", "forecast")],
            [2000, 1500, 400, 1900],
        )
        self.assertEqual((own["share"], total["share"]), (0.95, 0.95))
        rows, _total = self._read("forecast", self.sales_sjz1, date_to="2026-04-15")
        (april,) = [row for row in rows if row["month"] == "2026-04"]
        self.assertEqual(april["expected"], round(self.leads[1].prorated_revenue, 2))
        opened = self.center.with_user(self.sales_sjz1).get_drill_action(
            "forecast", MARCH, own["key"]
        )
        self.assertEqual(self._open(self.sales_sjz1, opened).lead_id, self.leads[0])

    def _open(self, user, opened):
        action = opened["action"]
        records = self.env[action["res_model"]].with_user(user)
        return records.search(action["domain"])

    def test_rows_open_their_documents(self):
        center = self.center.with_user(self.leader_sjz)
        (row,) = [
            row
            for row in self._read("receivables", self.leader_sjz)[0]
            if row["key"]["customer_id"] == self.customer_sjz1.id
        ]
        opened = center.get_drill_action("receivables", {}, row["key"])
        found = self._open(self.leader_sjz, opened)
        self.assertEqual(found.order_id, self.order | self.other_order)
        self.assertEqual(sum(found.mapped("amount_owed")), row["amount_owed"])
        key = {"stage_id": self.stages[1].id}
        opened = center.get_drill_action("funnel", MARCH, key)
        self.assertEqual(self._open(self.leader_sjz, opened).lead_id, self.leads[1])
        key = {"user_id": self.sales_sjz1.id}
        opened = center.get_drill_action("supervision", MARCH, key)
        self.assertEqual((opened["action"]["res_model"], opened["hidden"])[1], 0)
        with self.assertRefused(AccessError, "own people"):
            center.get_drill_action(
                "supervision", MARCH, {"user_id": self.sales_gz1.id}
            )

    def test_filters_narrow_and_nonsense_is_refused(self):
        read = self._read
        for code, filters in (
            ("receivables", {"user": self.sales_sjz1.ids}),
            ("receivables", {"region": self.changan.ids}),
        ):
            rows, _total = read(code, self.director, **filters)
            keys = [row["key"]["customer_id"] for row in rows]
            self.assertEqual(keys, self.customer_sjz1.ids)
        rows, _total = read("funnel", self.director, user=self.sales_gz1.ids)
        self.assertEqual([row["entered"] for row in rows], [1])
        kind = {"name": "测试代理", "code": "t-a"}
        kind = self.env["crm.yishang.customer.type"].create(kind)
        self.customer_sjz1.yishang_type_id = kind
        rows, _total = read("receivables", self.director, customer_type=kind.ids)
        keys = [row["key"]["customer_id"] for row in rows]
        self.assertEqual(keys, self.customer_sjz1.ids)
        rows, _total = read("funnel", self.director, customer_type=kind.ids)
        self.assertEqual([row["entered"] for row in rows], [2, 1])
        rows, _total = read("supervision", self.director, region=self.guangdong.ids)
        self.assertIn(self.sales_gz1.name, [row["user"] for row in rows])
        self.assertNotIn(self.sales_sjz1.name, [row["user"] for row in rows])
        for filters in ({"date_from": "31.3.2026"}, {"date_from": "2027-01-01"}):
            with self.assertRaises(UserError):
                read("funnel", self.director, **filters)
        with self.assertRaises(AccessError):
            read("supervision", self.sales_sjz1)
        with self.assertRaises(AccessError):
            read("receivables", self.marketer)

    def test_what_reads_is_sent_to_a_replica(self):
        """Every public method is read-only, and so is each report when it is read."""
        center = self.env["crm.yishang.report.center"]
        with self.env.registry.cursor() as cr:
            cr.execute("SET TRANSACTION READ ONLY")
            admin = self.env.ref("base.user_admin")
            reader = center.with_env(self.env(cr=cr, user=admin.id))
            for source in reader._get_sources():
                with self.subTest(report=source._report_code):
                    code = source._report_code
                    month = {"date_from": str(date(2026, 3, 1))}
                    pivot = reader.get_report(code, month)["pivot"]
                    views = [kind for _id, kind in pivot["views"]]
                    self.assertTrue({"pivot", "list", "kanban"} & {*views})
        for name in ("get_center", "get_report", "get_drill_action"):
            self.assertTrue(getattr(type(center), name)._readonly)
