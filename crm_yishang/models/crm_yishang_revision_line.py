from odoo import api, fields, models


class CrmYishangRevisionLine(models.Model):
    """One field a request wants to change."""

    _name = "crm.yishang.revision.line"
    _description = "Requested Change"
    _inherit = ["crm.yishang.revision.value.mixin"]
    _order = "revision_id, id"
    _rec_name = "field_name"

    revision_id = fields.Many2one(
        "crm.yishang.revision",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    customer_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="restrict"
    )
    is_open = fields.Boolean(
        default=True, readonly=True, export_string_translation=False
    )
    # What is to be done with bank accounts.
    commands = fields.Json(
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    now_label = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    now_text = fields.Char(
        string="Stands There Now",
        compute="_compute_texts",
        help="What somebody else has written meanwhile.",
    )

    _open_uniq = models.UniqueIndex(
        "(customer_id, field_name) WHERE is_open",
        "Somebody asks for a change of this field already.",
    )

    @api.depends("now_label")
    @api.depends_context("uid")
    def _compute_texts(self):
        result = super()._compute_texts()
        value = self.env["crm.yishang.revision.value"]
        # sudo: the kept texts are readable for nobody, masked ones are.
        for line, kept in zip(self, self.sudo(), strict=True):
            customer, name = kept.customer_id, line.field_name
            line.now_text = value._get_masked(customer, name, kept.now_label)
        return result

    def _is_outdated(self):
        """Return whether something else stands there than when it was asked for."""
        value = self.env["crm.yishang.revision.value"]
        now = value._get_raw(self.customer_id, self.field_name)
        return (now or False) != (self.old_value or False)

    def _note_now(self):
        """Keep what stands there now, which nobody knew who asked."""
        value = self.env["crm.yishang.revision.value"]
        for line in self:
            raw = value._get_raw(line.customer_id, line.field_name)
            line.now_label = value._get_text(line.field_name, raw)

    def _get_write_value(self):
        """Return what the field is written with when the request is approved."""
        return self.commands if self.field_name == "bank_ids" else self.new_value
