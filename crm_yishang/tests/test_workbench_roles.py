from odoo.tests import tagged

from .service_common import ServiceCommon
from .workbench_common import WorkbenchCommon

# What a screen may cost at most, in statements, whatever the number of records.
STATEMENTS = {
    "sales_sjz1": 60,
    "leader_sjz": 90,
    "manager_north": 90,
    "director": 90,
    "service_agent": 30,
    "service_manager": 30,
    "cashier": 30,
    "report_viewer": 20,
}


@tagged("post_install", "-at_install")
class TestWorkbenchRoles(WorkbenchCommon, ServiceCommon):
    """Roles beside the sales, first days, and what the screen costs."""

    def test_an_agent_sees_the_own_cases(self):
        self._create_policy()
        late = self._create_case(
            self.service_manager,
            self.customer_sjz1,
            date_received="2026-03-02 01:00:00",
        )
        late.user_id = self.agent
        other = self._create_case(self.service_manager, self.customer_sjz2)
        other.user_id = self.agent2
        called = self._create_case(self.service_manager, self.customer_sjz1)
        called.user_id = self.agent
        called.sudo().date_return_call = "2026-03-09"
        tiles = self._get_tiles(self.agent)
        texts = {key: tile["text"] for key, tile in tiles.items() if key != "customers"}
        self.assertEqual(
            texts,
            {
                "cases_late": "1",
                "cases_risk": "0",
                "cases_open": "2",
                "cases_unassigned": "0",
                "calls": "1",
            },
        )
        self.assertEqual(self._follow(self.agent, tiles["cases_late"]["action"]), late)
        first = self._get_sections(self.agent)["cases"]["table"]["rows"][0]
        self.assertEqual((first["action"]["res_id"], first["alerts"]), (late.id, [3]))
        self.assertEqual(
            sorted(self._get_cells(self.service_manager, "agents")),
            [["agent2", "1", "0"], ["service_agent", "2", "1"]],
        )
        self.assertNotIn("agents", self._get_sections(self.agent))

    def test_a_cashier_sees_what_to_confirm_and_what_is_due(self):
        self._register((self.order, 50), date="2026-03-08")
        self.other_order.yishang_instalment_ids.date_due = "2026-03-12"
        tiles = self._get_tiles(self.cashier)
        self.assertEqual(tiles["receipts_waiting"]["text"], "1")
        self.assertTrue(tiles["receipts_waiting"]["is_alert"])
        self.assertEqual(
            self._get_cells(self.cashier, "waiting"),
            [["甲石家庄", "2026-03-08", "sales_sjz1", "50.00"]],
        )
        due = [
            row for row in self._get_cells(self.cashier, "expected") if "12" in row[1]
        ]
        self.assertEqual(due, [["甲石家庄", "2026-03-12", "sales_sjz1", "500.00"]])
        (button,) = self._open(self.cashier)["buttons"]
        self.assertEqual(button["key"], "confirm")

    def test_others_see_how_many_customers_there_are_for_them(self):
        customers = self.env["res.partner"].search_count(
            [("yishang_is_customer", "=", True)]
        )
        for user, count in (
            (self.cashier, customers),
            (self.report_viewer, 0),
            (self.marketer, 0),
        ):
            tiles = self._get_tiles(user)
            self.assertEqual(tiles["customers"]["text"], f"{count:,}", user.login)
            self.assertFalse(tiles.keys() & {"due", "month_amount"})

    def test_a_report_viewer_sees_what_the_regions_in_charge_sold(self):
        self.assertEqual(self._get_trend(self.report_viewer), (0, 0))
        self.hebei.manager_ids = self.report_viewer
        self.assertEqual(self._get_trend(self.report_viewer), (2000, 400))

    def _get_trend(self, user):
        """Return orders and receipts of the last month, whose points lead on."""
        chart = self._get_sections(user)["trend"]["chart"]
        for line, model in zip(
            chart["datasets"], ("sale.order", "crm.yishang.receipt"), strict=True
        ):
            can_read = self.env[model].with_user(user).has_access("read")
            self.assertEqual(bool(line["actions"][-1]), can_read)
        return tuple(line["data"][-1] for line in chart["datasets"])

    def test_buttons_are_those_of_the_role(self):
        for user, keys in (
            (
                self.sales_sjz1,
                ["record_visit", "new_customer", "new_order", "new_receipt"],
            ),
            (self.agent, ["new_case"]),
            (self.report_viewer, ["reports"]),
        ):
            buttons = self._open(user)["buttons"]
            self.assertEqual([button["key"] for button in buttons], keys, user.login)

    def test_an_empty_workbench_says_what_to_do_first(self):
        beginner = self._create_operator("beginner", "salesperson")
        self.assertIn("first customer", self._open(beginner)["start"]["title"])
        chief = self._create_operator("chief", "leader")
        self.assertIn("Nobody is below", self._open(chief)["start"]["title"])
        for user in (self.sales_sjz1, self.leader_sjz, self.director, self.crm_admin):
            self.assertIsNone(self._open(user)["start"], user.login)
        company = self.env["res.company"].create({"name": "新公司"})
        admin = self._create_operator(
            "new_admin", "administrator", company_id=company.id, company_ids=company.ids
        )
        self.env["res.partner"].search([]).yishang_is_customer = False
        start = self._open(admin)["start"]
        self.assertEqual(start["title"], "Set up the CRM")
        for step in start["steps"]:
            self.assertTrue(self.env.ref(step["action"]))

    def test_the_number_of_statements_does_not_grow(self):
        self._fill()
        # Learns what is remembered from request to request.
        self._count_statements()
        before = self._count_statements()
        for _number in range(3):
            self._fill()
        self.assertEqual(self._count_statements(), before)
        for login, limit in STATEMENTS.items():
            self.assertLessEqual(before[login], limit, login)

    def _fill(self):
        """Add what each section shows, for people above and below."""
        for user, customer in (
            (self.sales_sjz1, self.customer_sjz1),
            (self.sales_sjz2, self.customer_sjz2),
            (self.sales_bd1, self.customer_bd1),
        ):
            order = self._sell(100, customer)
            order.yishang_instalment_ids.date_due = "2026-03-01"
            self._sell(100, customer)
            self._collect((order, 10), user=user)
            self._register((order, 10), user=user)
            self._create_lead(user, customer, "商机", 10)
            visit = self._create_done(user, customer)
            visit.with_user(self.director)._yishang_instruct("instruction", "跟进")
            self._create_visit(user, customer, date_planned_start="2026-03-10 02:00:00")
            case = self._create_case(self.service_manager, customer)
            case.user_id = self.agent

    def _count_statements(self):
        counts = {}
        for login in STATEMENTS:
            user = getattr(self, login)
            self._open(user)
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            self.env["crm.yishang.workbench"].with_user(user).get_data()
            counts[login] = self.env.cr.sql_log_count - before
        return counts
