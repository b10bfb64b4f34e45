from odoo import fields, models

COLUMNS = ("yishang_scope_key", "yishang_scope_region_id", "yishang_customer_id")


class SaleReport(models.Model):
    _name = "sale.report"
    _inherit = ["crm.yishang.visible.mixin", "sale.report"]

    yishang_scope_key = fields.Integer(readonly=True, export_string_translation=False)
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region of the Customer", readonly=True
    )
    yishang_customer_id = fields.Many2one(
        "res.partner", string="CRM Customer", readonly=True
    )

    def _select_additional_fields(self):
        return {
            **super()._select_additional_fields(),
            **{name: f"s.{name}" for name in COLUMNS},
        }

    def _group_by_sale(self):
        # Plain group keys, so that the rule's literals reach below the aggregate.
        return ", ".join([super()._group_by_sale(), *(f"s.{name}" for name in COLUMNS)])
