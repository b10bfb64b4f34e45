from odoo import api, fields, models

from ..tools.protection import DECISIVE, PROTECTABLE


class CrmYishangRevisionValueMixin(models.AbstractModel):
    """One protected field of a customer: what stood there, and what comes instead.

    The values are kept as they are; people see texts, masked where the field is.
    """

    _name = "crm.yishang.revision.value.mixin"
    _description = "Old and New Value of a Field"
    _inherit = ["crm.yishang.visible.mixin"]

    _visible_through = ("customer_id",)

    field_name = fields.Selection(
        selection="_select_fields", string="Field", required=True, readonly=True
    )
    old_value = fields.Json(
        string="Stored Old Value",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    new_value = fields.Json(
        string="Stored New Value",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    old_label = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    new_label = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    old_text = fields.Char(string="Old Value", compute="_compute_texts")
    new_text = fields.Char(string="New Value", compute="_compute_texts")

    @api.model
    def _select_fields(self):
        partners = self.env["res.partner"]._fields
        labels = {
            "bank_ids": self.env._("Bank Accounts"),
            "user_id": self.env._("Owner"),
        }
        return [
            (name, labels.get(name) or partners[name]._description_string(self.env))
            for name in PROTECTABLE + DECISIVE
            if name in partners
        ]

    @api.depends("old_label", "new_label", "field_name", "customer_id")
    @api.depends_context("uid")
    def _compute_texts(self):
        value = self.env["crm.yishang.revision.value"]
        for name, group in self.grouped("field_name").items():
            # sudo: the kept texts are readable for nobody, masked ones are.
            for row, kept in zip(group, group.sudo(), strict=True):
                customer = kept.customer_id
                row.old_text = value._get_masked(customer, name, kept.old_label)
                row.new_text = value._get_masked(customer, name, kept.new_label)

    @api.model
    def _prepare_change(self, change):
        """Return the values of a row that keeps a ``Change``."""
        value = self.env["crm.yishang.revision.value"]
        return {
            "customer_id": change.customer.id,
            "field_name": change.name,
            "old_value": change.old,
            "new_value": change.new,
            "old_label": value._get_text(change.name, change.old),
            "new_label": value._get_text(change.name, change.new),
        }
