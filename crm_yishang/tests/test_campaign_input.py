from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import RefusalCase, YishangCommon


@tagged("post_install", "-at_install")
class TestCampaignInput(RefusalCase, YishangCommon):
    """Who plans nonsense is told of which campaign, which figure, and what to do."""

    def test_no_figure_of_a_plan_is_below_zero(self):
        campaign = (
            self.env["utm.campaign"]
            .with_user(self.marketer)
            .create({"title": "春季展会", "yishang_budget": 0})
        )
        for name, label in (
            ("yishang_budget", "Budget"),
            ("yishang_planned_leads", "Planned Leads"),
            ("yishang_planned_revenue", "Planned Revenue"),
        ):
            told = f"春季展会: “{label}” is -1. Enter zero"
            with self.subTest(name=name), self.assertRefused(ValidationError, told):
                campaign[name] = -1

    def test_a_campaign_ends_after_it_begins(self):
        with self.assertRefused(ValidationError, "before it begins"):
            self.env["utm.campaign"].with_user(self.marketer).create(
                {
                    "title": "春季展会",
                    "yishang_date_from": "2026-03-02",
                    "yishang_date_to": "2026-03-01",
                }
            )
