from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _name = "base.partner.merge.automatic.wizard"
    _inherit = [
        "crm.yishang.revision.merge.mixin",
        "base.partner.merge.automatic.wizard",
    ]

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Find the merged customer by what came from the others, and its last order.

        The host moves contacts and documents by SQL, unnoticed by any field.
        """
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        kept = self.env["res.partner"].browse(partner_ids).exists() | (
            dst_partner or self.env["res.partner"]
        )
        kept.invalidate_recordset()
        kept._yishang_get_heads()._yishang_follow_orders()
        kept._yishang_get_searched()._yishang_refresh_search(with_contacts=True)
        return result
