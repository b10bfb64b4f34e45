from odoo import models


class CrmYishangRevisionMergeMixin(models.AbstractModel):
    """Merging is no way around the protection: what would be lost is named."""

    _name = "crm.yishang.revision.merge.mixin"
    _description = "Merging Protected Customers"

    def _merge_bank_accounts(self, src_partners, dst_partner):
        """Check first of all: this is the first step, and done in superuser mode."""
        guard = self.env["crm.yishang.revision.guard"]
        guard._check_merge(src_partners, dst_partner)
        # sudo: what is asked for a customer that is going to vanish, whoever asks.
        requests = self.env["crm.yishang.revision"].sudo()
        requests._close_merged(src_partners, dst_partner)
        return super()._merge_bank_accounts(src_partners, dst_partner)
