from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .supervision_common import FRIDAY_NOON, SupervisionCommon


@tagged("post_install", "-at_install")
@freeze_time(FRIDAY_NOON)
class TestSupervisionAccess(SupervisionCommon):
    """Who is told of whose work, and which records behind it they may open."""

    def test_everybody_is_told_of_the_own_people(self):
        everyone = [
            "director",
            "leader_bd",
            "leader_gz",
            "leader_sjz",
            "manager_north",
            "manager_south",
            "sales_bd1",
            "sales_gz1",
            "sales_sjz1",
            "sales_sjz2",
        ]
        north = [name for name in everyone if "gz" not in name]
        north = [name for name in north if name not in ("director", "manager_south")]
        for user, names in (
            (self.sales_sjz1, ["sales_sjz1"]),
            (self.leader_sjz, ["leader_sjz", "sales_sjz1", "sales_sjz2"]),
            (self.leader_bd, ["leader_bd", "sales_bd1"]),
            (self.manager_north, north),
        ):
            with self.subTest(user=user.login):
                rows = self._get_data(user)["rows"]
                self.assertEqual([row["name"] for row in rows], names)
        rows = self._get_data(self.director)["rows"]
        self.assertLessEqual(set(everyone), {row["name"] for row in rows})

    def test_report_viewers_are_told_of_their_regions(self):
        self.assertEqual(self._get_data(self.report_viewer)["rows"], [])
        self.baoding.manager_ids = self.report_viewer
        rows = self._get_data(self.report_viewer)["rows"]
        self.assertEqual([row["name"] for row in rows], ["leader_bd", "sales_bd1"])

    def test_others_are_told_nothing(self):
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in (portal, self.host_user, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_data(user)

    def test_what_one_may_choose_from(self):
        supervision = self.env["crm.yishang.supervision"]
        options = supervision.with_user(self.leader_sjz).get_filters()
        self.assertEqual(
            [person["name"] for person in options["people"]],
            ["leader_sjz", "sales_sjz1", "sales_sjz2"],
        )
        self.assertEqual(
            [(one["name"], one["depth"]) for one in options["regions"]],
            [("测试河北省", 0), ("测试石家庄市", 1)],
        )
        presets = {
            preset["key"]: (preset["date_from"], preset["date_to"])
            for preset in options["presets"]
        }
        self.assertEqual(
            presets,
            {
                "today": ("2026-03-06", "2026-03-06"),
                "yesterday": ("2026-03-05", "2026-03-05"),
                "week": self.week,
                "month": ("2026-03-01", "2026-03-31"),
                "last_month": ("2026-02-01", "2026-02-28"),
            },
        )
        self.assertFalse(options["can_export"])
        self.assertTrue(options["can_analyse"])
        options = supervision.with_user(self.report_viewer).get_filters()
        self.assertEqual((options["people"], options["regions"]), ([], []))

    def test_a_handover_moves_no_figures_but_hides_records(self):
        for _number in range(2):
            self._create_done(
                self.sales_sjz1, self.customer_sjz1, date_start="2026-03-02 02:00:00"
            )
        before = self._get_data(self.leader_sjz)
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        after = self._get_data(self.leader_sjz)
        for name in ("sales_sjz1", None):
            self.assertEqual(
                self._get_figures(before, name), self._get_figures(after, name)
            )
        hidden = [data["rows"][1]["hidden"] for data in (before, after)]
        self.assertEqual(hidden, [0, 2])
        self.assertEqual(self._count_behind(self.leader_sjz, "visits_done"), 0)
        self.assertEqual(self._count_behind(self.director, "visits_done"), 2)

    def _count_behind(self, viewer, key, user=None, **filters):
        supervision = self.env["crm.yishang.supervision"].with_user(viewer)
        user = user or self.sales_sjz1
        action = supervision.get_action(key, user.id, *self.week, **filters)
        records = self.env[action["res_model"]].with_user(viewer)
        return records.with_context(**action["context"]).search_count(action["domain"])

    def test_each_figure_leads_to_its_records(self):
        self._make_documents()
        self._do_a_week()
        data = self._get_data(self.leader_sjz)
        figures = self._get_figures(data, "sales_sjz1")
        for column in data["columns"]:
            key = column["key"]
            if key in ("workdays", "days_recorded", "record_delay", "order_amount"):
                continue
            with self.subTest(figure=key):
                self.assertTrue(column["opens"])
                self.assertEqual(
                    self._count_behind(self.leader_sjz, key), figures.get(key, 0)
                )

    def test_records_behind_a_department_are_those_of_its_days(self):
        self._visit_for_two_departments()
        for department, visits in ((self.one, 2), (self.two, 1)):
            self.assertEqual(
                self._count_behind(
                    self.leader_sjz,
                    "visits_done",
                    self.sales_sjz2,
                    department_ids=department.ids,
                ),
                visits,
            )

    def test_nobody_lists_the_work_of_strangers(self):
        with self.assertRaises(AccessError):
            self._count_behind(self.leader_bd, "visits_done")
