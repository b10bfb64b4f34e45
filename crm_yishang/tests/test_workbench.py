from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestWorkbench(YishangCommon):
    def _get_tiles(self, user):
        data = self.env["crm.yishang.workbench"].with_user(user).get_data()
        return {
            tile["key"]: tile
            for section in data["sections"]
            for tile in section["tiles"]
        }

    def _get_table(self, user, title):
        data = self.env["crm.yishang.workbench"].with_user(user).get_data()
        (table,) = (
            section["table"]
            for section in data["sections"]
            if section["title"] == title
        )
        return [row["cells"] for row in table["rows"]]

    @freeze_time("2026-03-10 04:00:00")
    def test_a_figure_leads_to_its_records(self):
        self.customer_sjz1.yishang_date_next_contact = "2026-03-10"
        tile = self._get_tiles(self.sales_sjz1)["due"]
        self.assertEqual((tile["text"], tile["is_alert"]), ("1", True))
        found = self.env["res.partner"].search(tile["action"]["domain"])
        self.assertEqual(found, self.customer_sjz1)

    def test_everybody_has_own_figures(self):
        self.assertEqual(self._get_tiles(self.sales_sjz1)["mine"]["text"], "1")
        self.assertEqual(self._get_tiles(self.sales_sjz1)["pool"]["text"], "1")
        self.assertEqual(self._get_tiles(self.manager_north)["mine"]["text"], "0")

    @freeze_time("2026-03-10 04:00:00")
    def test_a_leader_sees_the_own_people_those_with_nothing_too(self):
        visit = self.env["crm.yishang.visit"].with_user(self.sales_sjz1)
        visit = visit.create({"partner_id": self.customer_sjz1.id, "content": "谈"})
        visit.action_done()
        self.env.flush_all()
        rows = self._get_table(self.leader_sjz, "My team today")
        self.assertEqual(
            sorted([name, figures] for name, _now, figures, _last in rows),
            [["leader_sjz", "0 / 0"], ["sales_sjz1", "1 / 0"], ["sales_sjz2", "0 / 0"]],
        )
        self.assertEqual(
            {name: last for name, _now, _figures, last in rows}["sales_sjz1"],
            f"12:00 {visit.category_id.name}",
        )

    def test_a_large_team_ends_with_the_way_to_the_board(self):
        limit = "odoo.addons.crm_yishang.models.crm_yishang_workbench_team_mixin"
        with patch(f"{limit}.TEAM_LIMIT", 2):
            rows = self._get_table(self.leader_sjz, "My team today")
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[-1], ["1 more in Team Now", "", "", ""])

    def test_opportunities_make_the_funnel(self):
        stage = self.env["crm.stage"].create({"name": "Contacted"})
        self.env["crm.lead"].create(
            {
                "name": "Pumps",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
                "stage_id": stage.id,
                "expected_revenue": 1000,
            }
        )
        ((name, count, _revenue),) = self._get_table(self.sales_sjz1, "My funnel")
        self.assertEqual((name, count), ("Contacted", "1"))
        self.assertEqual(self._get_table(self.sales_sjz2, "My funnel"), [])

    def test_roles_without_sales_open_it_as_well(self):
        all_customers = self.env["res.partner"].search_count(
            [("yishang_is_customer", "=", True)]
        )
        for user, count in (
            (self.service_agent, 0),
            (self.cashier, all_customers),
            (self.report_viewer, 0),
        ):
            with self.subTest(user=user.login):
                tiles = self._get_tiles(user)
                self.assertEqual(tiles["customers"]["text"], str(count))
                # They hold none: figures of own customers would be zeros for ever.
                self.assertFalse(tiles.keys() & {"mine", "pool", "new_customers"})
