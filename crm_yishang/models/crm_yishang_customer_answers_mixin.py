from odoo import api, fields, models

from .crm_yishang_customer_campaigns_mixin import READERS


class CrmYishangCustomerAnswersMixin(models.AbstractModel):
    """What a customer, and its contacts, were asked and answered.

    Segments ask for it as for any other field: “answers / survey”, “answers / state”,
    “answers / score”, “answers / answers / suggested answer”.
    """

    _name = "crm.yishang.customer.answers.mixin"
    _description = "Survey Answers of a Customer"

    yishang_answer_ids = fields.One2many(
        "survey.user_input",
        "yishang_customer_id",
        string="Survey Answers",
        domain=[("test_entry", "=", False)],
        copy=False,
        # Whoever has no right on them still reads all fields of a partner.
        groups=READERS,
    )
    yishang_answer_count = fields.Integer(
        string="Surveys Answered",
        compute="_compute_yishang_answer_count",
        groups=READERS,
    )

    @api.depends("yishang_answer_ids.state")
    @api.depends_context("uid")
    def _compute_yishang_answer_count(self):
        groups = self.env["survey.user_input"]._read_group(
            [
                ("yishang_customer_id", "in", self._origin.ids),
                ("state", "=", "done"),
                ("test_entry", "=", False),
            ],
            ["yishang_customer_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.yishang_answer_count = counts.get(partner._origin.id, 0)

    def action_yishang_view_answers(self):
        """Show one by one what the customer answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.survey_user_input_line_action"
        )
        return {**action, "domain": [("yishang_customer_id", "=", self.id)]}
