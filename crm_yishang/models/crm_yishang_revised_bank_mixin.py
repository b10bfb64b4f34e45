from odoo import api, models

# What a payment depends on.
KEY_FIELDS = frozenset(("acc_number", "active", "bank_id"))


class CrmYishangRevisedBankMixin(models.AbstractModel):
    """Bank accounts of a customer that change by approval alone, like its fields."""

    _name = "crm.yishang.revised.bank.mixin"
    _description = "Protected Bank Accounts"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals.get("partner_id") for vals in vals_list} - {None, False}
        with self._yishang_watch(self.env["res.partner"].browse(ids)):
            return super().create(vals_list)

    def write(self, vals):
        partners = self.env["res.partner"]
        if KEY_FIELDS & vals.keys() or "partner_id" in vals:
            # sudo: whose accounts they are does not depend on who asks.
            partners |= self.sudo().partner_id.sudo(False)
            partners |= partners.browse(vals.get("partner_id") or ())
        with self._yishang_watch(partners):
            return super().write(vals)

    def unlink(self):
        # sudo: as above.
        with self._yishang_watch(self.sudo().partner_id.sudo(False)):
            return super().unlink()

    def _yishang_watch(self, partners):
        """Refuse a change of protected accounts, or remember it."""
        return self.env["crm.yishang.revision.guard"]._watch_accounts(partners)
