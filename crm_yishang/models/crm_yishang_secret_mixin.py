from odoo import api, models

from ..tools.secret_text import EMAIL, mask


class CrmYishangSecretMixin(models.AbstractModel):
    """A customer whose number is masked stays masked in its name and on its card."""

    _name = "crm.yishang.secret.mixin"
    _description = "Customer with Masked Numbers"

    @api.model_create_multi
    def create(self, vals_list):
        clean = self.env["crm.yishang.mask"]._clean
        return super().create([clean(self, vals) for vals in vals_list])

    def write(self, vals):
        # Before anybody takes a mask for a change.
        return super().write(self.env["crm.yishang.mask"]._clean(self, vals))

    @api.depends_context("uid")
    def _compute_display_name(self):
        """The host adds the address to the name where it is asked to."""
        super()._compute_display_name()
        if not self.env["crm.yishang.mask"]._is_masked():
            return
        named = self.filtered(lambda one: "@" in (one.display_name or ""))
        hidden = self.env["crm.yishang.mask"]._get_hidden_ids(named)
        for partner in named.filtered(lambda one: one.id in hidden):
            partner.display_name = mask(EMAIL, partner.display_name)

    def _get_vcard_file(self):
        """Leave number and address out of the card for the user's own phone."""
        content = super()._get_vcard_file()
        found = self.env["crm.yishang.mask"]._find(self, ["phone"])
        if not content or not any(ids for _kind, ids in found.values()):
            return content
        # A line that begins with a space continues the one above.
        lines = content.replace(b"\r\n ", b"").splitlines(keepends=True)
        return b"".join(one for one in lines if not one.startswith((b"EMAIL", b"TEL")))
