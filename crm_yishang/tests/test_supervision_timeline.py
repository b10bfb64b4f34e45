from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .supervision_common import SupervisionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-06 04:00:00")
class TestSupervisionTimeline(SupervisionCommon):
    """One person's records, one after the other."""

    def _get_entries(self, viewer, user):
        self.env.flush_all()
        timeline = self.env["crm.yishang.supervision"].with_user(viewer)
        timeline = timeline.get_timeline(user.id, *self.week)
        self.assertFalse(timeline["is_cut"])
        return [
            (day["day"], entry["time"], entry["customer"], entry["subject"])
            for day in timeline["days"]
            for entry in day["entries"]
        ]

    def test_records_come_in_order_by_the_clock_of_the_company(self):
        for moment in ("2026-03-03 02:00:00", "2026-03-02 16:30:00"):
            self._create_done(
                self.sales_sjz1, self.customer_sjz1, date_start=moment, subject="谈"
            )
        self.assertEqual(
            self._get_entries(self.leader_sjz, self.sales_sjz1),
            [
                ("2026-03-03", "00:30", "甲石家庄", "谈"),
                ("2026-03-03", "10:00", "甲石家庄", "谈"),
            ],
        )

    def test_hidden_customers_are_not_named(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self.customer_sjz1.with_user(self.director).user_id = self.sales_bd1
        ((_day, _time, customer, subject),) = self._get_entries(
            self.leader_sjz, self.sales_sjz1
        )
        self.assertEqual((customer, subject), ("No access", ""))
        self.assertNotIn(
            "甲石家庄",
            str(
                self.env["crm.yishang.supervision"]
                .with_user(self.leader_sjz)
                .get_timeline(self.sales_sjz1.id, *self.week)
            ),
        )

    def test_nobody_reads_the_timeline_of_strangers(self):
        with self.assertRaises(AccessError):
            self._get_entries(self.leader_bd, self.sales_sjz1)
