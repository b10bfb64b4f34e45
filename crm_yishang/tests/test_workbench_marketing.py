from freezegun import freeze_time

from odoo.tests import tagged

from .survey_common import SurveyCommon
from .workbench_common import NOON, WorkbenchCommon


@tagged("post_install", "-at_install")
class TestWorkbenchMarketing(WorkbenchCommon, SurveyCommon):
    """What a marketing person sees first: the own work, in customers in sight."""

    @classmethod
    @freeze_time(NOON)
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = cls._start_campaign("春季展会")

    @classmethod
    def _start_campaign(cls, name):
        return cls.env["utm.campaign"].create(
            {
                "title": name,
                "user_id": cls.marketer.id,
                "yishang_kind_id": cls.env.ref(
                    "crm_yishang.crm_yishang_campaign_kind_exhibition"
                ).id,
                "yishang_date_from": "2026-03-01",
                "yishang_date_to": "2026-03-20",
                "stage_id": cls.env["utm.stage"]
                .search([("yishang_state", "=", "running")], limit=1)
                .id,
            }
        )

    def _send(self, campaign, *customers):
        """Have a mailing of a campaign opened by all, clicked by the last one."""
        mailing = (
            self.env["mailing.mailing"]
            .with_user(self.marketer)
            .create(
                {
                    "subject": campaign.title,
                    "campaign_id": campaign.id,
                    "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "mailing_domain": "[]",
                    "yishang_segment_id": self.segment.id,
                }
            )
        )
        traces = self.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": "res.partner",
                    "res_id": customer.id,
                    "email": customer.email,
                    "trace_status": "sent",
                    "sent_datetime": NOON,
                }
                for customer in customers
            ]
        )
        traces.set_opened()
        traces[-1].set_clicked()
        return mailing

    def _measure(self):
        for day in ("2026-03-01", "2026-03-10"):
            with freeze_time(f"{day} 04:00:00"):
                self.segment.domain = (
                    repr([("id", "=", self.customer_sjz1.id)])
                    if day < "2026-03-05"
                    else repr([("id", "in", self.customers.ids)])
                )
                self.segment._measure()

    def test_marketing_sees_the_own_work_in_own_sight(self):
        self._send(self.campaign, self.customer_sjz1, self.customer_gz1)
        self._measure()
        self._answer(self.customer_sjz1, "好")
        self._answer(self.customer_gz1, "不好")
        self.survey._create_answer(partner=self.customer_bd1)
        self.assertEqual(
            self._get_cells(self.marketer, "campaigns"),
            [["春季展会", "2026-03-20", "1", "1", "0", "0"]],
        )
        ((name, size, growth),) = self._get_cells(self.marketer, "segments")
        seen = self.segment.with_user(self.marketer).size
        self.assertEqual((name, size), ("全部客户", f"{seen}"))
        self.assertEqual(growth, f"{seen - 1:+}")
        ((subject, segment, _state, day),) = self._get_cells(self.marketer, "mailings")
        self.assertEqual((subject, segment, day), ("春季展会", "全部客户", ""))
        self.assertEqual(
            self._get_cells(self.marketer, "surveys"), [["客户满意度调研", "2", "1"]]
        )
        keys = [button["key"] for button in self._open(self.marketer)["buttons"]]
        self.assertEqual(keys, ["new_mailing", "new_segment"])
        for user in (self.sales_sjz1, self.leader_sjz, self.cashier):
            shown = self._get_sections(user).keys()
            self.assertFalse(shown & {"campaigns", "segments", "mailings"}, user.login)

    def test_an_empty_desk_says_what_to_do(self):
        self.campaign.stage_id = self.env["utm.stage"].search(
            [("yishang_state", "=", "done")], limit=1
        )
        self.segment.active = False
        sections = self._get_sections(self.marketer)
        for key in ("campaigns", "segments", "mailings", "surveys"):
            table = sections[key]["table"]
            self.assertFalse(table["rows"], key)
            self.assertTrue(table["empty"], key)
            self.assertTrue(sections[key]["title"], key)

    def test_the_number_of_statements_does_not_grow(self):
        counts = []
        for number in range(3):
            campaign = self._start_campaign(f"展会{number}")
            self._send(campaign, self.customer_sjz1, self.customer_bd1)
            self.segment.copy({"name": f"细分{number}", "user_id": self.marketer.id})
            self._answer(self.customer_sjz1, "好")
            self._open(self.marketer)
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            self.env["crm.yishang.workbench"].with_user(self.marketer).get_data()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(set(counts)), 1, counts)
        self.assertLessEqual(counts[0], 40)
