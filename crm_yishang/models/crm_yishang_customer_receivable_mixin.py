from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangCustomerReceivableMixin(models.AbstractModel):
    """What a customer owes, and how much of it is late."""

    _name = "crm.yishang.customer.receivable.mixin"
    _inherit = "crm.yishang.customer.figures.mixin"
    _description = "Receivables of a Customer"

    yishang_amount_receivable = fields.Monetary(
        string="Receivable",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_receivable",
        help="Confirmed orders less what was received on them, in the currency of your "
        "company.",
    )
    yishang_amount_overdue = fields.Monetary(
        string="Overdue",
        currency_field="yishang_figures_currency_id",
        compute="_compute_yishang_receivable",
        help="Open part of the instalments that were due before today.",
    )
    yishang_instalment_ids = fields.One2many(
        "crm.yishang.instalment",
        "yishang_customer_id",
        string="Collection Plan",
        domain=[("is_owed", "=", True), ("state", "!=", "paid")],
        copy=False,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_receivable(self):
        self.yishang_amount_receivable = 0
        self.yishang_amount_overdue = 0
        for customer, owed, overdue in self._yishang_read_group(
            "crm.yishang.receivable.report",
            Domain("is_open", "=", True),
            [],
            ["amount_owed:sum", "amount_overdue:sum"],
        ):
            customer.yishang_amount_receivable = owed
            customer.yishang_amount_overdue = overdue

    @api.model
    def _yishang_get_figure_names(self):
        names = super()._yishang_get_figure_names()
        if self.env["crm.yishang.receivable.report"].has_access("read"):
            names += ["yishang_amount_receivable", "yishang_amount_overdue"]
        return names

    def action_yishang_view_receivables(self):
        """Open what the customer owes, order by order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_receivable_report_action"
        )
        return {
            **action,
            "domain": [("yishang_customer_id", "=", self.id)],
            "context": {"search_default_open": 1},
        }

    def action_yishang_statement(self):
        """Open the dialog for the statement of account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement of Account"),
            "res_model": "crm.yishang.statement.print",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }
