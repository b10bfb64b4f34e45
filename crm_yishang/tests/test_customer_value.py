from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .common import YishangCommon

# Customer, score, grade, revenue; the last one returned more than it bought.
VALUES = (
    ("customer_sjz1", 82, "a", 1000),
    ("customer_sjz2", 55, "b", 300),
    ("customer_bd1", 58, "b", 500),
    ("customer_gz1", 91, "a", 4000),
    ("pool_sjz", 12, "d", 0),
    ("pool_gz", 35, "c", -50),
)
TRUTH = """
SELECT value.grade, count(*), sum(value.revenue)
FROM crm_yishang_value_score value
JOIN res_partner customer ON customer.id = value.partner_id
WHERE customer.id = ANY(%s) AND (%s = 0 OR customer.yishang_type_id = %s)
GROUP BY 1 ORDER BY 1
"""


@tagged("post_install", "-at_install")
class TestCustomerValue(YishangCommon):
    """Report 15, the charts of leaders and the value tab say what one may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.env["crm.yishang.report.center"]
        cls.scores = cls.env["crm.yishang.value.score"]
        cls.runs = cls.env["crm.yishang.value.run"]
        cls.scores.search([]).unlink()
        cls.value_run = cls.runs.create({"state": "done", "date": "2026-03-09"})
        whole = sum(revenue for *_rest, revenue in VALUES)
        by_revenue = sorted(VALUES, key=lambda row: -row[3])
        for rank, (name, score, grade, revenue) in enumerate(by_revenue, 1):
            cls.scores.create(
                {
                    "partner_id": getattr(cls, name).id,
                    "company_id": cls.env.company.id,
                    "currency_id": cls.env.company.currency_id.id,
                    "run_id": cls.value_run.id,
                    "date": "2026-03-09",
                    "score": score,
                    "score_before": score - 4,
                    "rank": rank,
                    "grade": grade,
                    "grade_before": grade,
                    "revenue": revenue,
                    "share": revenue / whole,
                    "rfm_recency": 5 if revenue else 0,
                    "rfm_frequency": 4 if revenue else 0,
                    "rfm_monetary": 2 if revenue else 0,
                    "rfm_cell": "542" if revenue else "000",
                    "abc": "a" if revenue > 800 else "b",
                    "is_vital": revenue > 800,
                    "coverage": 0.75,
                    "score_characteristics": 60,
                    "score_transactions": 80,
                    "score_finance": 90,
                    "score_contact": 40,
                    "score_service": 70,
                }
            )
        cls.kind = cls.env["crm.yishang.customer.type"].create(
            {"code": "T-KEY", "name": "重点"}
        )
        (cls.customer_sjz1 | cls.customer_bd1).yishang_type_id = cls.kind
        cls.guangdong.manager_ids |= cls.report_viewer
        cls.env.flush_all()

    def _get_sight(self):
        """Return whose customers each user sees, by hand."""
        return {
            self.sales_sjz1: self.customer_sjz1 | self.pool_sjz,
            self.leader_sjz: self.customer_sjz1 | self.customer_sjz2,
            self.manager_north: self.owned - self.customer_gz1 | self.pool_sjz,
            self.report_viewer: self.customer_gz1 | self.pool_gz,
            self.director: self.customers,
        }

    def _fetch_truth(self, customers, kind=0):
        self.env.flush_all()
        self.env.cr.execute(TRUTH, (customers.ids, kind, kind))
        return self.env.cr.fetchall()

    def _read(self, reader, **filters):
        report = self.center.with_user(reader).get_report("customer-value", filters)
        names = [column["name"] for column in report["columns"]]
        rows = [
            dict(zip(names, row["cells"], strict=True)) | {"key": row["key"]}
            for row in report["rows"]
        ]
        return rows, dict(zip(names, report["total"], strict=True))

    def _check(self, sight):
        for user, customers in sight.items():
            with self.subTest(user=user.login):
                truth = self._fetch_truth(customers)
                rows, total = self._read(user)
                self.assertEqual(
                    [
                        (row["grade"].lower(), row["number"], row["revenue"])
                        for row in rows
                    ],
                    [(grade, number, float(sum_)) for grade, number, sum_ in truth],
                )
                whole = float(sum(sum_ for *_rest, sum_ in truth))
                self.assertEqual(total["revenue"], whole)
                self.assertAlmostEqual(sum(row["share"] for row in rows), 1)
                self.assertAlmostEqual(rows[-1]["cumulative"], 1)
                self.assertAlmostEqual(
                    rows[0]["cumulative"], float(truth[0][2]) / whole
                )

    def test_the_report_equals_sql_before_and_after_a_handover(self):
        sight = self._get_sight()
        # The pool of a region is for whoever has that region.
        sight[self.leader_sjz] |= self.pool_sjz
        self._check(sight)
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        self.env["crm.yishang.policy"]._forget()
        for user in (self.sales_sjz1, self.leader_sjz):
            sight[user] -= self.customer_sjz1
        sight[self.sales_sjz1] = self.pool_sjz
        del sight[self.sales_sjz1]
        sight[self.sales_bd1] = self.customer_sjz1 | self.customer_bd1
        self._check(sight)

    def test_filters_narrow_and_rows_open_their_customers(self):
        rows, total = self._read(self.director, customer_type=self.kind.ids)
        truth = self._fetch_truth(self.customers, self.kind.id)
        self.assertEqual([row["number"] for row in rows], [row[1] for row in truth])
        self.assertEqual(total["revenue"], 1500)
        _rows, total = self._read(self.director, user=self.sales_gz1.ids)
        self.assertEqual((total["number"], total["revenue"]), (1, 4000))
        rows, total = self._read(self.director, region=self.hebei.ids)
        self.assertEqual(total["revenue"], 1800)
        opened = self.center.with_user(self.manager_north).get_drill_action(
            "customer-value", {}, {"grade": "b"}
        )
        action = opened.get("action") or opened
        found = self.scores.with_user(self.manager_north).search(action["domain"])
        self.assertEqual(found.partner_id, self.customer_sjz2 | self.customer_bd1)

    def test_the_report_is_one_statement(self):
        criteria = self.center.with_user(self.director)._get_criteria(
            self.env["crm.yishang.report.customer.value"], {}
        )
        report = self.env["crm.yishang.report.customer.value"].with_user(self.director)
        report._get_rows(criteria)
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            report._get_rows(criteria)

    def _get_sections(self, user):
        data = self.env["crm.yishang.workbench"].with_user(user).get_data()
        return {section["key"]: section for section in data["sections"]}

    def test_leaders_see_distribution_and_curve_of_their_customers(self):
        for user, numbers, last in (
            (self.leader_sjz, ["1", "1", "0", "1"], [33.33, 76.92]),
            (self.manager_north, ["1", "2", "0", "1"], [25, 55.56]),
        ):
            sections = self._get_sections(user)
            table = sections["value"]["table"]
            self.assertEqual([row["cells"][1] for row in table["rows"]], numbers)
            (bars,) = sections["value"]["chart"]["datasets"]
            self.assertEqual(sum(bars["data"]), sum(map(int, numbers)))
            points = sections["pareto"]["chart"]["datasets"][0]["data"]
            self.assertEqual([points[1]["x"], points[1]["y"]], last)
            self.assertEqual(points[-1], {"x": 100, "y": 100})
            action = table["rows"][0]["action"]
            found = self.scores.with_user(user).search(action["domain"])
            self.assertEqual(found.partner_id, self.customer_sjz1)
            (tile, _share) = sections["pareto"]["tiles"]
            self.assertEqual(tile["text"], "1")
        self.assertNotIn("value", self._get_sections(self.sales_sjz1))

    def test_the_curve_goes_through_the_points_of_the_customers_themselves(self):
        """Steps of revenue are points of the exact curve, returns at its end."""
        revenues = sorted((row[3] for row in VALUES), reverse=True)
        whole, number = sum(revenues), len(revenues)
        exact = {
            (
                round(count / number * 100, 2),
                round(sum(revenues[:count]) / whole * 100, 2),
            )
            for count in range(number + 1)
        }
        chart = self._get_sections(self.director)["pareto"]["chart"]
        points = {(point["x"], point["y"]) for point in chart["datasets"][0]["data"]}
        self.assertLessEqual(points, exact)
        self.assertGreaterEqual(len(points), 6)

    def test_groups_are_those_of_the_customers_one_sees(self):
        """By owner, by region, opened one by one, and each of them once."""
        self.env["crm.yishang.grant"].create(
            [
                {"user_id": user.id, "customer_id": customer.id}
                for user in (self.sales_sjz1, self.manager_north)
                for customer in (self.customer_gz1, self.customer_sjz1)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        numbers = []
        for user in (*self._get_sight(), self.host_user, self.env.user):
            scores = self.scores.with_user(user)
            seen = scores.search([("company_id", "=", self.env.company.id)])
            totals = self.env["crm.yishang.value.total"].with_user(user)
            groups = totals._fetch_groups(self.env.company)
            with self.subTest(user=user.login):
                self.assertEqual(sum(group.number for group in groups), len(seen))
                self.assertEqual(
                    sum(group.revenue for group in groups), sum(seen.mapped("revenue"))
                )
                self.assertEqual(
                    sum(group.vital for group in groups),
                    sum(seen.mapped("is_vital")),
                )
                self.assertEqual(
                    {(group.grade, group.band) for group in groups},
                    {(one.grade, min(int(one.score // 10), 9)) for one in seen},
                )
            numbers.append(len(seen))
        self.assertEqual(len({*numbers}), 5, numbers)

    def test_groups_follow_customers_that_move(self):
        totals = self.env["crm.yishang.value.total"]

        def count(user):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            self.assertEqual(totals._verify(), [])
            groups = totals.with_user(user)._fetch_groups(self.env.company)
            return sum(group.number for group in groups)

        before = count(self.leader_sjz), count(self.leader_bd)
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "assign", owners=self.sales_bd1.id
        )
        after = count(self.leader_sjz), count(self.leader_bd)
        self.assertEqual(after, (before[0] - 1, before[1] + 1))
        totals._add_up()
        self.assertEqual((count(self.leader_sjz), count(self.leader_bd)), after)
        self.scores.search([("partner_id", "=", self.customer_sjz1.id)]).unlink()
        self.assertEqual(count(self.leader_bd), before[1])

    def test_who_sees_all_reads_what_the_run_put_down(self):
        live = self.runs.with_user(self.director)._get_groups()
        self.value_run.write(self.value_run._count_results())
        totals = type(self.env["crm.yishang.value.total"])
        with patch.object(totals, "_fetch_groups") as fetch:
            stored = self.runs.with_user(self.director)._get_groups()
            fetch.assert_not_called()
        self.assertEqual(stored, live)
        north = self.runs.with_user(self.manager_north)._get_groups()
        self.assertEqual(sum(group.number for group in north), 4)

    def test_the_tab_tells_what_a_customer_is_worth(self):
        own = self.customer_sjz1.with_user(self.sales_sjz1)
        card = own.yishang_get_value_card()
        self.assertEqual((card["score"], card["grade"]), ("82.0", "A"))
        self.assertEqual(card["aspects"]["data"], [60, 80, 90, 40, 70])
        self.assertFalse(card["past"])
        notes = {fact["label"]: (fact["text"], fact["note"]) for fact in card["facts"]}
        self.assertEqual(notes["RFM"][0], "542")
        self.assertEqual(notes["RFM"][1], "Regular: buys often, but little")
        self.assertEqual(notes["ABC Class"], ("A", "One of the vital few"))
        self.assertEqual(notes["Since the Run Before"], ("+4.0", ""))
        self.env["crm.yishang.value.history"].create(
            {
                "partner_id": own.id,
                "company_id": self.env.company.id,
                "date": "2026-02-09",
                "score": 78,
            }
        )
        past = own.yishang_get_value_card()["past"]
        self.assertEqual(past["data"], [78, 82])
        other = self.customer_sjz1.with_user(self.sales_sjz2)
        self.assertFalse(other.yishang_get_value_card())
        self.assertFalse(self.pool_nowhere.yishang_get_value_card())

    def test_customers_are_found_by_what_they_are_worth(self):
        partners = self.env["res.partner"].with_user(self.manager_north)
        for domain, found in (
            ([("yishang_value_ids.is_vital", "=", True)], self.customer_sjz1),
            (
                [("yishang_value_ids.rfm_recency", ">=", 4)],
                self.owned - self.customer_gz1,
            ),
        ):
            self.assertEqual(partners.search(domain).ids, found.sorted().ids)

    def test_a_value_is_seen_by_whoever_sees_the_customer(self):
        scores = self.scores.search([("partner_id", "in", self.customers.ids)])
        for user, customers in self._get_sight().items():
            if user != self.leader_sjz:
                seen = self._get_visible(user, scores).partner_id
                self.assertEqual(seen, customers & scores.partner_id, user.login)

    def test_the_plan_of_a_salesperson_reads_no_table_whole(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.scores.with_user(self.sales_sjz1)._search(
            [("company_id", "=", self.env.company.id)]
        )
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select("count(*)")))
        self.assertNotIn("Seq Scan on crm_yishang_value_score", str(plan))
