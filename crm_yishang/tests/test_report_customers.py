from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestReportCustomers(YishangCommon):
    """The reports that count customers (1 to 4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.env["crm.yishang.report.center"]

    def _get_report(self, code, user, **filters):
        return self.center.with_user(user).get_report(code, filters)

    def test_types_add_up_to_the_customers_one_sees(self):
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            with self.subTest(user=user.login):
                report = self._get_report("customer-types", user)
                seen = self.env["res.partner"].with_user(user)
                number = seen.search_count([("yishang_is_customer", "=", True)])
                self.assertEqual(report["total"][1], number)
                self.assertAlmostEqual(
                    sum(row["cells"][2] for row in report["rows"]), 1
                )

    def test_regions_hold_the_sums_of_those_below(self):
        report = self._get_report("customer-regions", self.director)
        top = [row["cells"][1] for row in report["rows"] if not row["depth"]]
        self.assertEqual(sum(top), report["total"][1])
        self.assertIn(1, [row["depth"] for row in report["rows"]])

    def test_the_kind_of_work_stands_beside_who_does_it(self):
        kind = self.env["crm.yishang.personnel.type"].create(
            {"code": "KA", "name": "大客户经理"}
        )
        self.sales_sjz1.yishang_personnel_type_id = kind
        report = self._get_report("customer-people", self.leader_sjz)
        names = [column["name"] for column in report["columns"]]
        rows = [dict(zip(names, row["cells"], strict=True)) for row in report["rows"]]
        kinds = {row["user"]: row["personnel_type"] for row in rows}
        self.assertEqual(kinds[self.sales_sjz1.display_name], kind.name)
        self.assertFalse(kinds[self.sales_sjz2.display_name])

    def test_what_cannot_be_is_refused(self):
        with self.assertRaises(UserError):
            self._get_report("nonsense", self.director)
        with self.assertRaises(AccessError):
            self._get_report("customer-types", self.host_user)
