from odoo.tests import tagged

from .survey_common import SurveyCommon
from .ui_common import UiCase


@tagged("post_install", "-at_install")
class TestUiCampaign(SurveyCommon, UiCase):
    """Marketing plans, invites and asks; the customer answers; sales see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.sales_sjz1 | cls.marketer)

    def test_a_campaign_and_a_survey_from_beginning_to_end(self):
        self._start("/odoo/campaigns", "campaign_plan", self.marketer)
        campaign = self.env["utm.campaign"].search([("title", "=", "秋季促销")])
        self.assertEqual(campaign.yishang_state, "planned")
        invited = campaign.yishang_participant_ids.partner_id
        self.assertEqual(
            invited,
            self.customer_sjz1 | self.customer_sjz2 | self.customer_bd1 | self.pool_sjz,
        )
        action = "survey.action_survey_form"
        self._start(f"/odoo/action-{action}", "campaign_survey", self.marketer)
        answers = self.survey.user_input_ids
        self.assertEqual(answers.partner_id, invited - self.pool_sjz)
        mine = answers.filtered(lambda one: one.partner_id == self.customer_sjz1)
        self.start_tour(mine.get_start_url(), "crm_yishang_campaign_answer")
        self.env.invalidate_all()
        self.assertEqual(mine.state, "done")
        url = f"/odoo/my-customers/{self.customer_sjz1.id}"
        self._start(url, "campaign_effect", self.sales_sjz1)
