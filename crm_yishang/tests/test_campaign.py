from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .campaign_common import CampaignCommon
from .report_truth import CAMPAIGNS

FIGURES = (
    "cost",
    "invited",
    "attended",
    "leads",
    "opportunities",
    "orders",
    "revenue",
    "received",
)


@tagged("post_install", "-at_install")
class TestCampaign(CampaignCommon):
    """Campaigns are planned, carried out and measured, to each what is for them."""

    def _as(self, user, campaign=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (campaign or self.campaign).with_user(user)

    def _fetch_truth(self, user, campaigns):
        customers = self._get_visible(user, self.customers)
        self.env.flush_all()
        self.env.cr.execute(
            CAMPAIGNS, {"customers": customers.ids, "campaigns": campaigns.ids}
        )
        return {
            id_: [round(float(figure), 2) for figure in figures]
            for id_, *figures in self.env.cr.fetchall()
        }

    def test_a_campaign_goes_from_draft_to_done(self):
        with Form(
            self.env["utm.campaign"].with_user(self.marketer),
            "crm_yishang.utm_campaign_view_form",
        ) as form:
            form.title = "秋季促销"
            form.yishang_kind_id = self.campaign.yishang_kind_id
        campaign = form.record
        self.assertEqual(
            (campaign.yishang_state, campaign.user_id), ("draft", self.marketer)
        )
        with self.assertRefused(UserError, "when it begins before you plan it"):
            campaign.action_yishang_plan()
        campaign.yishang_date_from = "2026-09-01"
        campaign.action_yishang_plan()
        with self.assertRefused(UserError, "cannot become “Done”"):
            campaign.action_yishang_finish()
        campaign.action_yishang_start()
        campaign.action_yishang_finish()
        self.assertEqual(campaign.yishang_state, "done")
        with self.assertRefused(UserError, "takes no more customers"):
            campaign.action_yishang_invite()
        with self.assertRefused(UserError, "takes no more customers"):
            campaign._yishang_invite(Domain.TRUE)
        # A column of the board that the company added means what it says.
        stage = self.env["utm.stage"].create(
            {"name": "收尾", "yishang_state": "running"}
        )
        campaign.stage_id = stage
        self.assertEqual(campaign.yishang_state, "running")
        campaign.action_yishang_cancel()
        campaign.action_yishang_reopen()
        self.assertEqual(campaign.yishang_state, "draft")
        with self.assertRefused(ValidationError, "before it begins on 2026-09-01"):
            campaign.yishang_date_to = "2026-08-31"

    def test_only_marketing_and_leaders_plan(self):
        plain = self.env["utm.campaign"].create({"title": "来源"})
        for user in (self.sales_sjz1, self.service_agent, self.report_viewer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._as(user).title = "我的"
            # Campaigns that are a mere name stay what they are in the host.
            self._as(user, plain).title = "来源二"
        for user in (self.leader_sjz, self.director, self.crm_admin, self.host_user):
            self._as(user).color = 3
        self.assertEqual(self.campaign.title, "春季展会")
        campaign = self._as(self.sales_sjz1)
        for name in ("yishang_budget", "yishang_cost", "yishang_roi"):
            self.assertFalse(
                campaign._has_field_access(campaign._fields[name], "read"), name
            )
        self.assertEqual(campaign.yishang_revenue, 1000)
        costs = self.env["crm.yishang.campaign.cost"]
        with self.assertRaises(AccessError):
            costs.with_user(self.sales_sjz1).search([])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
        ):
            costs.create({"campaign_id": self.campaign.id, "name": "退", "amount": 0})
            self.env.flush_all()

    def test_figures_are_those_of_the_documents_for_each_role(self):
        campaigns = self.campaign | self.quiet
        center = self.env["crm.yishang.report.center"]
        march = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        for user in (self.marketer, self.leader_sjz, self.manager_north, self.director):
            truth = self._fetch_truth(user, campaigns)
            with self.subTest(user=user.login):
                for campaign in self._as(user, campaigns):
                    self.assertEqual(
                        [campaign[f"yishang_{name}"] for name in FIGURES],
                        truth[campaign.id],
                    )
                report = center.with_user(user).get_report("campaigns", march)
                names = [column["name"] for column in report["columns"]]
                rows = {
                    row["key"]["campaign_id"]: dict(
                        zip(names, row["cells"], strict=True)
                    )
                    for row in report["rows"]
                }
                for id_ in campaigns.ids:
                    found = [round(rows[id_][name], 2) for name in FIGURES]
                    self.assertEqual(found, truth[id_])
        own = rows[self.campaign.id]
        self.assertEqual(
            (own["revenue"], own["received"], own["cost"], own["leads"]),
            (1500, 120, 400, 4),
        )
        self.assertEqual((own["cost_per_lead"], own["roi"]), (100, 2.75))
        empty = rows[self.quiet.id]
        self.assertEqual((empty["cost_per_lead"], empty["roi"]), (False, False))
        narrowed = self._as(self.leader_sjz)
        self.assertEqual((narrowed.yishang_revenue, narrowed.yishang_leads), (1200, 3))
        self.assertEqual(round(narrowed.yishang_roi, 2), 2)

    def test_the_report_is_filtered_and_opens_its_campaigns(self):
        center = self.env["crm.yishang.report.center"].with_user(self.director)

        def read(**filters):
            report = center.get_report("campaigns", filters)
            ids = {row["key"]["campaign_id"] for row in report["rows"]}
            return (self.campaign | self.quiet).filtered(lambda one: one.id in ids)

        march = {"date_from": "2026-03-03", "date_to": "2026-03-31"}
        self.assertEqual(read(**march), self.campaign | self.quiet)
        self.assertEqual(read(**march, region_ids=[]), self.campaign | self.quiet)
        self.assertEqual(read(**march, region=[self.hebei.id]), self.campaign)
        self.assertFalse(read(date_from="2026-03-04", date_to="2026-03-31"))
        self.quiet.stage_id = self.env.ref("crm_yishang.utm_stage_cancelled")
        self.assertEqual(read(**march), self.campaign)
        opened = center.get_drill_action(
            "campaigns", march, {"campaign_id": self.campaign.id}
        )
        self.assertEqual(opened["action"]["res_id"], self.campaign.id)
        with self.assertRaises(AccessError):
            center.with_user(self.sales_sjz1).get_report("campaigns", march)

    def test_figures_cost_one_statement_each(self):
        campaigns = self.campaign | self.quiet
        for number in range(8):
            campaigns |= self._create_campaign(f"活动{number}", self.hebei)
        names = ("yishang_invited", "yishang_leads", "yishang_revenue")
        # What the user may see is read once for all figures.
        self._as(self.leader_sjz).read(names)
        campaigns = self._as(self.leader_sjz, campaigns)
        campaigns.mapped("company_id.currency_id.rounding")
        for name in names:
            with self.subTest(figure=name), self.assertQueryCount(1):
                campaigns.mapped(name)

    def test_inviting_twice_adds_nobody_twice_and_nobody_out_of_sight(self):
        campaign = self._as(self.marketer, self.quiet)
        wizard = self.env["crm.yishang.campaign.invite"].with_user(self.marketer)
        wizard = wizard.create({"campaign_id": campaign.id})
        with self.assertRefused(UserError, "Choose whom to invite"):
            wizard.action_invite()
        wizard.region_id = self.hebei
        seen = self.customer_sjz1 | self.customer_sjz2 | self.customer_bd1
        seen |= self.pool_sjz
        self.assertEqual(wizard.count, len(seen))
        wizard.action_invite()
        wizard.action_invite()
        invited = self.quiet.yishang_participant_ids
        self.assertEqual(invited.partner_id, seen)
        self.assertEqual(set(invited.mapped("state")), {"invited"})
        self.assertEqual(invited.mapped("yishang_customer_id"), seen)
        # Rows made by SQL are as visible as those of the ORM.
        mine = invited.with_user(self.sales_sjz1).search(
            [("campaign_id", "=", self.quiet.id)]
        )
        self.assertEqual(mine.partner_id, self.customer_sjz1 | self.pool_sjz)
        with self.assertRaises(AccessError):
            campaign._yishang_invite(Domain("id", "=", self.customer_gz1.id)) or (
                self.env["crm.yishang.campaign.participant"]
                .with_user(self.marketer)
                .create(
                    {
                        "campaign_id": campaign.id,
                        "partner_id": self.customer_gz1.id,
                    }
                )
            )
        self.assertNotIn(
            self.customer_gz1, self.quiet.yishang_participant_ids.partner_id
        )
        segment = self.env["crm.yishang.segment"].create(
            {"name": "全部", "is_shared": True, "user_id": self.marketer.id}
        )
        again = wizard.create(
            {"campaign_id": self.campaign.id, "segment_id": segment.id}
        )
        again.action_invite()
        self.assertEqual(
            self.campaign.yishang_participant_ids.partner_id & self.customers,
            seen | self.customer_gz1,
        )

    def test_salespeople_note_what_their_customers_said(self):
        mine = self.participants[0].with_user(self.sales_sjz1)
        mine.response = "想看新泵"
        mine.action_declined()
        self.assertEqual(mine.state, "declined")
        for other in (self.participants[1], self.participants[2]):
            with self.assertRaises(AccessError):
                other.with_user(self.sales_sjz1).state = "attended"
        with self.assertRefused(UserError, "do not change"):
            mine.partner_id = self.pool_sjz
        with self.assertRefused(ValidationError, "is no CRM customer"):
            self.participants.create(
                {
                    "campaign_id": self.campaign.id,
                    "partner_id": self.customer_bd1.child_ids[0].id,
                }
            )
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_participation_count, 1)
        found = self.env["res.partner"].with_user(self.director)
        found = found.search(
            [
                ("yishang_participation_ids.campaign_id", "=", self.campaign.id),
                ("yishang_participation_ids.state", "=", "attended"),
            ]
        )
        self.assertEqual(found, self.customer_gz1)

    def test_those_addressed_are_compared_with_those_who_were_not(self):
        """By hand: of three addressed two bought in March, of the rest nobody."""
        self.env["sale.order"].search([]).date_order = "2026-03-10 04:00:00"
        peer = self._sell(10, self.customer_bd1)
        peer.date_order = "2026-03-30 15:59:59"
        campaign = self._as(self.director)
        rest = self._get_visible(self.director, self.customers).filtered(
            lambda one: one.yishang_region_id in self.hebei | self.sjz | self.changan
            or one.yishang_region_id == self.baoding
        )
        rest -= self.participants.partner_id
        self.assertEqual(campaign.yishang_bought, 3)
        self.assertEqual(campaign.yishang_rest, len(rest))
        self.assertAlmostEqual(campaign.yishang_rest_rate, 1 / len(rest))
        # One second later the thirty days are over.
        peer.date_order = "2026-03-30 16:00:00"
        campaign = self._as(self.director)
        self.assertEqual(campaign.yishang_rest_rate, 0)
        self.assertEqual(campaign.yishang_effect, 1)
        narrowed = self._as(self.leader_sjz)
        self.assertEqual(
            (narrowed.yishang_bought, narrowed.yishang_bought_rate), (2, 1)
        )
        segment = self.env["crm.yishang.segment"].create(
            {
                "name": "保定",
                "user_id": self.director.id,
                "domain": f"[('id', '=', {self.customer_bd1.id})]",
            }
        )
        self.campaign.yishang_segment_id = segment
        self.assertEqual(self._as(self.director).yishang_rest, 1)

    def test_orders_of_another_company_count_for_its_campaigns_alone(self):
        other = self.env["res.company"].create({"name": "另一家公司"})
        self.director.company_ids |= other
        theirs = self._create_campaign("别家", self.hebei, company_id=other.id)
        order = self._create_order(
            self.customer_sjz1, company_id=other.id, campaign_id=self.campaign.id
        )
        order.action_confirm()
        both = [self.env.company.id, other.id]
        campaign = self._as(self.director).with_context(allowed_company_ids=both)
        self.assertEqual(campaign.yishang_orders, 3)
        self.assertNotIn(
            theirs, self.env["utm.campaign"].with_user(self.marketer).search([])
        )
        self.assertIn(
            theirs, self.env["utm.campaign"].with_user(self.host_user).search([])
        )
        order.campaign_id = theirs
        campaign = self._as(self.director, theirs).with_context(
            allowed_company_ids=both
        )
        self.assertEqual(campaign.yishang_orders, 1)

    def test_a_quotation_keeps_the_campaign_of_its_opportunity(self):
        lead = self.leads[0].with_user(self.sales_sjz1)
        context = lead.action_new_quotation()["context"]
        order = self.env["sale.order"].with_user(self.sales_sjz1)
        order = order.with_context(**context).create({})
        self.assertEqual(order.campaign_id, self.campaign)
