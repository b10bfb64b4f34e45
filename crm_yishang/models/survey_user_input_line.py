from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerColumn, LedgerTable


class SurveyUserInputLine(models.Model):
    """One answer, visible as the whole it is part of."""

    _name = "survey.user_input.line"
    _inherit = [
        "crm.yishang.ledger.mixin",
        "crm.yishang.visible.mixin",
        "survey.user_input.line",
    ]

    _visible_through = ("user_input_id",)

    yishang_customer_id = fields.Many2one(
        related="user_input_id.yishang_customer_id",
        string="CRM Customer",
        store=True,
        index="btree_not_null",
    )

    @api.depends("yishang_is_visible")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # sudo: what was chosen is part of the answer, for those who may not read the
        # questions of all surveys, too; the mask asks who the user is.
        lines = self.sudo()
        super(SurveyUserInputLine, lines)._compute_display_name()
        for line, answered in zip(self, lines, strict=True):
            line.display_name = answered.display_name

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="answers",
            title=self.env._("Survey Answers"),
            sequence=83,
            domain=Domain("skipped", "=", False),
            order="user_input_id DESC, question_sequence, id",
            columns=(
                LedgerColumn("write_date", self.env._("Answered on"), "date"),
                "survey_id",
                "question_id",
                LedgerColumn("display_name", self.env._("Answer")),
            ),
        )
        return [*super()._get_ledger_tables(), table]
