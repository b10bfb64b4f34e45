from odoo import api, fields, models

SHOWN = 5


class CrmYishangServiceBackgroundMixin(models.AbstractModel):
    """What one wants to know of a customer while talking on the phone."""

    _name = "crm.yishang.service.background.mixin"
    _description = "Background of a Service Case"

    recent_case_ids = fields.Many2many(
        "crm.yishang.service.case",
        string="Last Cases",
        compute="_compute_background",
    )
    recent_order_ids = fields.Many2many(
        "sale.order", string="Last Orders", compute="_compute_background"
    )
    recent_visit_ids = fields.Many2many(
        "crm.yishang.visit", string="Last Contacts", compute="_compute_background"
    )

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_background(self):
        """Read the newest documents, as far as the user sees them."""
        for case in self:
            customer = case.partner_id.yishang_customer_id
            others = (
                [("id", "!=", case._origin.id)]
                if case._name == ("crm.yishang.service.case")
                else []
            )
            case.recent_case_ids = self._get_recent(
                "crm.yishang.service.case", customer, "date_received DESC", others
            )
            case.recent_order_ids = self._get_recent(
                "sale.order", customer, "date_order DESC"
            )
            case.recent_visit_ids = self._get_recent(
                "crm.yishang.visit", customer, "day DESC, id DESC"
            )

    @api.model
    def _get_recent(self, name, customer, order, others=()):
        model = self.env[name]
        if not customer or not model.has_access("read"):
            return model.browse()
        domain = [("yishang_customer_id", "=", customer.id), *others]
        return model.search(domain, order=order, limit=SHOWN)
