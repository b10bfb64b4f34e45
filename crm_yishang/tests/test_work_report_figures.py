from freezegun import freeze_time

from odoo.tests import tagged

from .leak_roads import walk_export, walk_groups, walk_lists, walk_records
from .leak_secret import normalize
from .report_common import ReportCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestWorkReportFigures(ReportCommon):
    """The drafted part says what the system recorded, to whoever may know it."""

    def _get_figures(self, report):
        report.invalidate_recordset()
        names = ("count_planned", "count_done", "count_missed", "count_calls")
        return tuple(report[name] for name in names)

    def test_they_equal_the_records_of_the_period(self):
        customer, user = self.customer_sjz1, self.sales_sjz1
        report = self._create_report(user)
        week = self._create_report(user, kind="week")
        self.assertEqual(self._get_figures(report), (0, 0, 0, 0))
        self._create_done(user, customer)
        self._create_done(user, customer, category_id=self.by_phone.id)
        self._create_visit(user, customer, date_planned_start="2026-03-04 06:00:00")
        self._create_visit(user, customer, date_planned_start="2026-03-03 06:00:00")
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        self.assertEqual(self._get_figures(report), (1, 1, 0, 1))
        self.assertEqual(self._get_figures(week), (2, 1, 1, 1))
        for name in ("count_planned", "count_done", "count_missed", "count_calls"):
            action = week.with_context(figure=name).action_view_records()
            found = self.env[action["res_model"]].with_user(user)
            self.assertEqual(found.search_count(action["domain"]), week[name], name)

    def test_they_stay_as_submitted(self):
        report = self._create_report(self.sales_sjz1)
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        report.action_submit()
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self.assertEqual(report.count_done, 1)
        self.assertEqual(self._get_figures(report)[1], 1)
        report.action_recall()
        self.assertEqual(self._get_figures(report)[1], 2)

    def test_the_day_is_that_of_the_company(self):
        for moment in ("2026-03-03 15:59:00", "2026-03-03 16:01:00"):
            self._create_done(self.sales_sjz1, self.customer_sjz1, date_start=moment)
        order = self._create_order(self.customer_sjz1)
        order.action_confirm()
        order.date_order = "2026-03-03 16:30:00"
        report = self._create_report(self.sales_sjz1)
        self.assertEqual((report.count_done, report.count_orders), (1, 1))
        self.assertEqual(report.amount_orders, order.amount_total)
        self.env.company.partner_id.tz = "Europe/Berlin"
        report.invalidate_recordset()
        self.assertEqual(report.count_orders, 0)

    def test_new_customers_and_opportunities_count(self):
        # Entered by the salesperson; what others enter for them is no work of theirs.
        partners = self.env["res.partner"].with_user(self.sales_sjz1)
        partners.create({"name": "新客户", "yishang_is_customer": True})
        self._create_customer("别人录入", self.sales_sjz1, self.changan)
        self.env["crm.lead"].with_user(self.sales_sjz1).create(
            {
                "name": "水泵",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
            }
        )
        # The hour of the database is that of the test, as create_date is not.
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-03-03 16:00:00'"
            " WHERE name IN ('新客户', '别人录入')"
        )
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2026-03-04 15:59:59'")
        report = self._create_report(self.sales_sjz1)
        self.assertEqual((report.count_customers, report.count_opportunities), (1, 1))

    def test_many_reports_cost_as_much_as_one(self):
        users = self.sales_sjz1 | self.sales_sjz2 | self.sales_bd1 | self.sales_gz1
        reports = self.env["crm.yishang.work.report"]
        for user in users:
            for day in ("2026-03-03", "2026-03-04"):
                reports |= self._create_report(user, date_from=day).with_user(
                    self.director
                )
        self.env.flush_all()
        counts = []
        for some in (reports[:1], reports):
            self.env.invalidate_all()
            some.mapped("user_id.name")
            before = self.env.cr.sql_log_count
            some.mapped("count_done")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_the_table_tells_what_happened_in_order(self):
        self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            date_start="2026-03-04 02:00:00",
            result="有意向",
        )
        self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            date_start="2026-03-04 01:00:00",
            category_id=self.by_phone.id,
        )
        report = self._create_report(self.sales_sjz1)
        rows = report._get_recorded()
        self.assertEqual(
            [(row["time"], row["kind"], row["text"]) for row in rows],
            [("09:00", "打电话", "谈了合作"), ("10:00", "上门", "有意向")],
        )
        self.assertIn("甲石家庄", report.recorded)
        self.assertTrue(all(row["url"].startswith("/odoo/visits/") for row in rows))

    def test_a_hidden_customer_is_not_told(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1, result="机密结果")
        report = self._create_submitted(self.sales_sjz1)
        self.customer_sjz1.write(
            {"user_id": self.sales_gz1.id, "yishang_region_id": self.guangzhou.id}
        )
        for user in (self.sales_sjz1, self.leader_sjz, self.manager_north):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                (row,) = report.with_user(user)._get_recorded()
                self.assertEqual(row["kind"], "上门")
                self.assertEqual((row["text"], row["url"]), ("", ""))
                told = report.with_user(user).recorded
                self.assertNotIn("甲石家庄", told)
                self.assertNotIn("机密结果", told)
                self.assertEqual(report.with_user(user).count_done, 1)
        self.assertIn("机密结果", report.with_user(self.director).recorded)

    def test_no_road_betrays_a_hidden_customer(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1, result="机密结果")
        report = self._create_submitted(self.sales_sjz1)
        self.customer_sjz1.write(
            {"user_id": self.sales_gz1.id, "yishang_region_id": self.guangzhou.id}
        )
        for user in (self.sales_sjz1, self.leader_sjz, self.sales_sjz2):
            reports = report.browse().with_user(user)
            for walk in (
                walk_lists(reports),
                walk_records(reports, report.ids),
                walk_groups(reports),
                walk_export(reports),
            ):
                for road, answer in walk:
                    with self.subTest(user=user.login, road=road):
                        self.assertNotIn("甲石家庄", normalize(answer))
                        self.assertNotIn("机密结果", normalize(answer))

    def test_the_table_costs_a_fixed_number_of_statements(self):
        report = self._create_report(self.sales_sjz1)
        # Rules and groups are read once.
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        report._get_recorded()
        counts = []
        for number in (1, 8):
            for _index in range(number):
                self._create_done(self.sales_sjz1, self.customer_sjz1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report._get_recorded()
            counts.append(self.env.cr.sql_log_count - before)
        # The first time reads rules and company along, the second nine visits.
        self.assertLessEqual(counts[1], counts[0])
