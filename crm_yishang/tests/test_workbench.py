from unittest.mock import patch

from odoo.tests import tagged

from .workbench_common import WorkbenchCommon

TEAM = "odoo.addons.crm_yishang.models.crm_yishang_workbench_team_mixin"


@tagged("post_install", "-at_install")
class TestWorkbench(WorkbenchCommon):
    """What each role of the sales finds on its workbench, figure by figure."""

    def test_a_salesperson_sees_what_to_do_today(self):
        self.order.yishang_instalment_ids.date_due = "2026-03-01"
        for moment in ("2026-03-09 02:00:00", "2026-03-10 02:00:00"):
            self._create_visit(
                self.sales_sjz1, self.customer_sjz1, date_planned_start=moment
            )
        tiles = self._get_tiles(self.sales_sjz1)
        texts = {key: tiles[key]["text"] for key in ("missed", "due", "reclaim")}
        self.assertEqual(texts, {"missed": "1", "due": "1", "reclaim": "0"})
        self.assertEqual(tiles["instalments_overdue"]["text"], "1")
        self.assertEqual(tiles["instalments_due"]["text"], "1")
        # The missed visit is an activity, too.
        alerts = {key for key, tile in tiles.items() if tile["is_alert"]}
        self.assertEqual(alerts, {"missed", "due", "instalments_overdue", "activities"})
        found = self._follow(self.sales_sjz1, tiles["due"]["action"])
        self.assertEqual(found, self.customer_sjz1)
        ((time, customer, _subject),) = self._get_cells(self.sales_sjz1, "plan")
        self.assertEqual((time, customer), ("10:00", "甲石家庄"))

    def test_a_salesperson_sees_the_month_against_the_target(self):
        for _number in range(2):
            self._create_done(self.sales_sjz1, self.customer_sjz1)
        tiles = self._get_tiles(self.sales_sjz1)
        amount, visits = tiles["month_amount"], tiles["month_visit"]
        self.assertEqual(amount["text"], "$\xa01,500")
        self.assertEqual((amount["percent"], amount["percent_text"]), (75, "75 %"))
        self.assertEqual(amount["goal"], "Target $\xa02,000")
        self.assertEqual(amount["note"], "Rank 1 / 2 in the team")
        self.assertEqual(tiles["month_receipt"]["text"], "$\xa0400")
        self.assertEqual(tiles["month_receipt"]["goal"], "No target set")
        self.assertEqual((visits["text"], visits["percent"]), ("2", 50))
        orders = self._follow(self.sales_sjz1, amount["action"])
        self.assertEqual(orders, self.order | self.other_order)
        self.assertEqual(len(self._follow(self.sales_sjz1, visits["action"])), 2)
        other = self._get_tiles(self.sales_sjz2)["month_amount"]
        self.assertEqual(other["text"], "$\xa0300")
        self.assertEqual(other["note"], "Rank 2 / 2 in the team")

    def test_a_salesperson_sees_the_funnel_and_the_last_contact(self):
        self.customer_sjz1.yishang_date_last_contact = "2026-03-07"
        section = self._get_sections(self.sales_sjz1)["funnel"]
        ((_stage, count, _revenue),) = self._get_cells(self.sales_sjz1, "funnel")
        self.assertEqual((section["title"], count), ("My funnel", "1"))
        (line,) = section["chart"]["datasets"]
        self.assertEqual(line["data"], [1])
        self.assertEqual(
            self._follow(self.sales_sjz1, line["actions"][0]).name, "水泵改造"
        )
        self.assertEqual(
            self._get_cells(self.sales_sjz1, "largest"),
            [["水泵改造", "甲石家庄", "1,000", "3 days ago"]],
        )
        self.assertEqual(self._get_cells(self.sales_sjz2, "largest"), [])

    def test_a_leader_sees_the_team_now_and_the_ranking(self):
        visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
        cells = {row[0]: row[1:] for row in self._get_cells(self.leader_sjz, "team")}
        self.assertEqual(set(cells), {"leader_sjz", "sales_sjz1", "sales_sjz2"})
        self.assertEqual(cells["sales_sjz1"], ["At work", "1 / 0", "12:00 上门"])
        self.assertEqual(cells["sales_sjz2"], ["No record yet", "0 / 0", ""])
        self.assertEqual(
            self._get_cells(self.leader_sjz, "ranking"),
            [
                ["1. sales_sjz1", "1,500", "400", "75 %"],
                ["2. sales_sjz2", "300", "0", ""],
                ["3. leader_sjz", "0", "0", ""],
            ],
        )
        tiles = self._get_tiles(self.leader_sjz)
        self.assertEqual(tiles["reading"]["text"], "1")
        visit.with_user(self.leader_sjz)._yishang_instruct("read")
        self.assertEqual(self._get_tiles(self.leader_sjz)["reading"]["text"], "0")
        # Who holds no customers is spared the zeros of those who sell.
        self.assertFalse({"plan", "month"} & self._get_sections(self.leader_sjz).keys())

    def test_a_leader_who_also_sells_sees_both(self):
        self.customer_sjz2.with_user(self.director).user_id = self.leader_sjz
        sections = self._get_sections(self.leader_sjz)
        self.assertLessEqual({"team", "ranking", "plan", "month"}, sections.keys())
        self.assertEqual(sections["funnel"]["title"], "Team funnel")
        (row,) = self._get_cells(self.leader_sjz, "largest")
        self.assertEqual(row[1], "甲石家庄 · sales_sjz1")

    def test_a_leader_sees_what_waits_and_what_is_late(self):
        self.order.yishang_instalment_ids.date_due = "2026-03-01"
        self.env["crm.yishang.handover"].create(
            {
                "user_id": self.sales_sjz1.id,
                "requester_id": self.sales_sjz2.id,
                "state": "requested",
            }
        )
        tiles = self._get_tiles(self.leader_sjz)
        self.assertEqual(tiles["handover_judge"]["text"], "1")
        self.assertNotIn("handover_judge", self._get_tiles(self.leader_bd))
        ((name, overdue),) = self._get_cells(self.leader_sjz, "late")
        self.assertEqual((name, overdue), ("sales_sjz1", "600"))
        self.assertNotIn("late", self._get_sections(self.leader_bd))

    def test_a_large_team_ends_with_the_way_to_the_board(self):
        with patch(f"{TEAM}.TEAM_LIMIT", 2):
            cells = self._get_cells(self.leader_sjz, "team")
        self.assertEqual(len(cells), 3)
        self.assertEqual(cells[-1], ["1 more in Team Now", "", "", ""])

    def test_a_manager_sees_the_regions_below(self):
        self.order.yishang_instalment_ids.date_due = "2026-03-01"
        self._create_done(self.sales_bd1, self.customer_bd1)
        cells = self._get_cells(self.manager_north, "regions")
        self.assertEqual(
            cells,
            [
                # The district of sales_sjz1's customer belongs to the city.
                ["测试石家庄市", "0 / 3", "0 / 0", "1,800", "400", "600"],
                ["测试保定市", "1 / 2", "1 / 0", "200", "0", ""],
                ["Without region", "0 / 1", "0 / 0", "0", "0", ""],
            ],
        )
        row = self._get_sections(self.manager_north)["regions"]["table"]["rows"][0]
        orders = self._follow(self.manager_north, row["action"])
        self.assertEqual(sum(orders.mapped("amount_total")), 1800)
        receipts = self._follow(self.manager_north, row["actions"]["4"])
        self.assertEqual(receipts.amount, 400)
        late = self._follow(self.manager_north, row["actions"]["5"])
        self.assertEqual(late, self.order.yishang_instalment_ids)

    def test_a_director_sees_provinces_and_the_lines_of_the_year(self):
        cells = self._get_cells(self.director, "regions")
        self.assertEqual([row[0] for row in cells][:1], ["测试河北省"])
        self.assertEqual(cells[0][3:5], ["2,000", "400"])
        chart = self._get_sections(self.director)["trend"]["chart"]
        self.assertEqual(len(chart["labels"]), 12)
        self.assertEqual(
            (chart["labels"][0], chart["labels"][-1]), ("2025-04", "2026-03")
        )
        orders, receipts = chart["datasets"]
        self.assertEqual((orders["data"][-1], receipts["data"][-1]), (2000, 400))
        self.assertEqual(sum(orders["data"]), 2000)
        found = self._follow(self.director, orders["actions"][-1])
        self.assertEqual(sum(found.mapped("amount_total")), 2000)

    def test_more_regions_than_fit_are_summed_up(self):
        limit = "odoo.addons.crm_yishang.models.crm_yishang_workbench_region_mixin"
        with patch(f"{limit}.REGION_LIMIT", 1):
            cells = self._get_cells(self.manager_north, "regions")
        self.assertEqual(cells[0][0], "测试石家庄市")
        self.assertEqual(cells[1][:4], ["Other regions", "0 / 3", "0 / 0", "200"])

    def test_what_was_earned_stays_where_it_was_earned(self):
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        tiles = self._get_tiles(self.sales_sjz1)
        self.assertEqual(tiles["month_amount"]["text"], "$\xa01,500")
        ranking = self._get_cells(self.leader_bd, "ranking")
        self.assertEqual(ranking[0], ["1. sales_bd1", "200", "0", ""])
        # What is to be done goes with the customer.
        self.assertEqual(self._get_tiles(self.sales_sjz1)["due"]["text"], "0")
        self.assertEqual(self._get_tiles(self.sales_bd1)["due"]["text"], "1")

    def test_nobody_is_shown_what_others_hold(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self.order.yishang_instalment_ids.date_due = "2026-03-01"
        for user in (self.sales_sjz2, self.leader_bd, self.manager_south):
            text = str(self._open(user))
            for secret in ("甲石家庄", "水泵改造", "1,500", "sales_sjz1"):
                self.assertNotIn(secret, text, user.login)
