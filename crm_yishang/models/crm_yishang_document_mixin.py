from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangDocumentMixin(models.AbstractModel):
    """A document of one customer, visible as that customer is now.

    The columns say who holds the customer today, not who earned the document:
    they move with the customer, salesperson and region of the document do not.
    """

    _name = "crm.yishang.document.mixin"
    _description = "Document of a Customer"
    _inherit = ["crm.yishang.visible.mixin", "crm.yishang.ledger.mixin"]

    yishang_customer_id = fields.Many2one(
        "res.partner",
        string="CRM Customer",
        compute="_compute_yishang_scope",
        store=True,
        index="btree_not_null",
    )
    yishang_scope_key = fields.Integer(
        compute="_compute_yishang_scope", store=True, export_string_translation=False
    )
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region of the Customer",
        compute="_compute_yishang_scope",
        store=True,
    )

    @api.depends(
        "partner_id.yishang_customer_id",
        "partner_id.yishang_scope_key",
        "partner_id.yishang_scope_region_id",
    )
    def _compute_yishang_scope(self):
        for document in self:
            partner = document.partner_id
            document.yishang_customer_id = partner.yishang_customer_id
            document.yishang_scope_key = partner.yishang_scope_key
            document.yishang_scope_region_id = partner.yishang_scope_region_id

    @api.model
    def _sql_region_follows(self, alias):
        """Return the condition under which ``yishang_region_id`` is the customer's.

        :return: None if the document has no region of its own
        """
        return None

    @api.model
    def _sql_is_narrowed(self, alias):
        """Return the condition under which a row follows its customer at all.

        The twin of what `_compute_yishang_scope` of a model leaves out.
        """
        return SQL("TRUE")
