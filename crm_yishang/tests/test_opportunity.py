from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RefusalCase, YishangCommon


@tagged("post_install", "-at_install")
class TestOpportunity(YishangCommon, RefusalCase):
    """Where opportunities are, how long they stay there, and what becomes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["crm.stage"]
        stages.search([]).write({"sequence": 90})
        cls.new, cls.offer, cls.won = stages.create(
            [
                {"name": "接触", "sequence": 1},
                {"name": "报价", "sequence": 2},
                {"name": "成交", "sequence": 3, "is_won": True},
            ]
        )
        cls.source = cls.env["crm.yishang.customer.source"].create(
            {"code": "T-FAIR", "name": "展会"}
        )

    @classmethod
    def _create_leads(cls, customer, count=1, **values):
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"商机{number}",
                    "type": "opportunity",
                    "partner_id": customer.id,
                    "user_id": customer.user_id.id,
                    "stage_id": cls.new.id,
                    "company_id": cls.env.company.id,
                    **values,
                }
                for number in range(count)
            ]
        )

    def _read_stays(self, leads):
        return [
            (stay.stage_id, round(stay.days, 1), bool(stay.date_out))
            for stay in leads.yishang_stage_duration_ids
        ]

    def test_region_and_source_are_those_of_the_customer(self):
        self.customer_sjz1.yishang_source_id = self.source
        lead = self._create_leads(self.customer_sjz1)
        self.assertEqual(lead.yishang_region_id, self.changan)
        self.assertEqual(lead.yishang_source_id, self.source)
        self.customer_sjz1.yishang_region_id = self.baoding
        self.assertEqual(lead.yishang_region_id, self.baoding)
        lead.action_set_won()
        self.env.flush_all()
        self.env["crm.yishang.ownership"]._transfer(
            self.customer_sjz1, "region", regions=self.guangzhou.id, reason="搬家"
        )
        self.assertEqual(lead.yishang_region_id, self.baoding)
        alone = self.env["crm.lead"].with_user(self.sales_sjz1)
        alone = alone.create({"name": "展会名片", "yishang_region_id": self.sjz.id})
        self.assertEqual(alone.yishang_region_id, self.sjz)
        alone.sudo().partner_id = self.customer_sjz2
        self.assertEqual(alone.sudo().yishang_region_id, self.sjz)

    def test_decision_makers_are_people_of_the_customer(self):
        lead = self._create_leads(self.customer_sjz1)
        person = self.customer_sjz1.child_ids[:1]
        with Form(lead.with_user(self.sales_sjz1)) as form:
            with form.yishang_decision_maker_ids.new() as maker:
                maker.contact_id = person
                maker.attitude = "support"
        self.assertEqual(lead.yishang_decision_maker_ids.role, "1_decide")
        with self.assertRefused(ValidationError, "people of its customer"):
            lead.yishang_decision_maker_ids.contact_id = self.customer_sjz2.child_ids[0]
        makers = self.env["crm.yishang.decision.maker"]
        self.assertFalse(makers.with_user(self.sales_sjz2).search([]))
        self.assertTrue(makers.with_user(self.leader_sjz).search([]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base"):
            lead.yishang_decision_maker_ids.with_user(self.sales_sjz2).remark = "x"

    def test_times_in_stages_are_those_the_opportunities_were_there(self):
        with freeze_time("2026-03-01 00:00:00"):
            leads = self._create_leads(self.customer_sjz1, 3)
            leads.flush_recordset()
            self.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = ANY(%s)",
                ["2026-03-01", leads.ids],
            )
            self.env.cr.execute(
                "UPDATE crm_yishang_stage_duration SET date_in = %s"
                " WHERE lead_id = ANY(%s)",
                ["2026-03-01", leads.ids],
            )
            self.env.invalidate_all()
        with freeze_time("2026-03-03 12:00:00"):
            leads[:2].with_user(self.sales_sjz1).stage_id = self.offer
        with freeze_time("2026-03-05 12:00:00"):
            leads[0].action_set_won()
            leads[1].action_set_lost()
        self.assertEqual(
            self._read_stays(leads[0]),
            [(self.new, 2.5, True), (self.offer, 2, True), (self.won, 0, False)],
        )
        self.assertEqual(
            self._read_stays(leads[1].with_context(active_test=False)),
            [(self.new, 2.5, True), (self.offer, 2, True)],
        )
        self.assertEqual(self._read_stays(leads[2]), [(self.new, 0, False)])
        self._check_funnel()
        with freeze_time("2026-03-06 12:00:00"):
            leads[1].action_restore()
        self.assertEqual(self._read_stays(leads[1])[-1], (self.offer, 0, False))
        rows = self.env["crm.yishang.funnel.report"].search(
            [("lead_id", "=", leads[1].id), ("stage_id", "=", self.offer.id)]
        )
        self.assertEqual(sum(rows.mapped("entered")), 1)

    def _check_funnel(self):
        """Two of three went on from the first stage, one of two from the second."""
        funnel = self.env["crm.yishang.funnel.report"]
        stages = self.new | self.offer | self.won
        for user, factor in (
            (self.sales_sjz1, 1),
            (self.leader_sjz, 1),
            (self.director, 1),
            (self.sales_sjz2, 0),
            (self.leader_gz, 0),
        ):
            rows = funnel.with_user(user)._read_group(
                [("stage_id", "in", stages.ids)],
                ["stage_id"],
                ["entered:sum", "here:sum", "won:sum", "lost:sum"]
                + ["conversion:avg", "days:avg"],
                order="stage_id",
            )
            found = {
                row[0]: (*row[1:5], *(round(x or 0, 2) for x in row[5:]))
                for row in rows
            }
            expected = {
                self.new: (3, 1, 1, 0, 0.67, 2.5),
                self.offer: (2, 0, 1, 1, 0.5, 2.0),
                self.won: (1, 1, 1, 0, 0, 0),
            }
            with self.subTest(user=user.login):
                self.assertEqual(found, expected if factor else {})

    def test_moving_any_number_costs_the_same(self):
        one, *_rest = leads = self._create_leads(self.customer_sjz1, 20)
        durations = self.env["crm.yishang.stage.duration"]
        self.env.flush_all()
        for records in (one, leads):
            self.env.cr.execute(
                "UPDATE crm_lead SET stage_id = %s WHERE id = ANY(%s)",
                [self.offer.id, records.ids],
            )
            with self.subTest(count=len(records)), self.assertQueryCount(2):
                durations._follow(records)

    def test_nobody_writes_the_times(self):
        lead = self._create_leads(self.customer_sjz1)
        stay = lead.yishang_stage_duration_ids
        for user in (self.sales_sjz1, self.director, self.crm_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                stay.with_user(user).write({"days": 1})

    def test_a_lead_becomes_a_customer_after_the_search_for_duplicates(self):
        self.customer_sjz1.phone = "13900001234"
        lead = self.env["crm.lead"].create(
            {
                "name": "来电",
                "type": "lead",
                "partner_name": "别的名字",
                "phone": "+86 139 0000 1234",
                "user_id": self.sales_sjz1.id,
            }
        )
        self.assertFalse(lead.yishang_stage_duration_ids)
        wizard = self.env["crm.lead2opportunity.partner"].with_user(self.sales_sjz1)
        wizard = wizard.with_context(active_model="crm.lead", active_ids=lead.ids)
        wizard = wizard.create({"lead_id": lead.id, "name": "convert"})
        self.assertEqual(wizard.partner_id, self.customer_sjz1)
        self.assertIn("139", wizard.yishang_duplicate_warning)
        wizard.action_apply()
        self.assertEqual(lead.partner_id, self.customer_sjz1)
        self.assertEqual(lead.yishang_region_id, self.changan)
        self.assertEqual(len(lead.yishang_stage_duration_ids), 1)

    def test_competitors_are_searched(self):
        rival = self.env["crm.yishang.competitor"].create(
            {"code": "T-R", "name": "对手"}
        )
        lead = self._create_leads(
            self.customer_sjz1, yishang_competitor_ids=[Command.link(rival.id)]
        )
        found = lead.search([("yishang_competitor_ids", "ilike", "对手")])
        self.assertEqual(found, lead)
