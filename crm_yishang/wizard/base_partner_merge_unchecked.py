from odoo import models

from ..models.crm_yishang_duplicate import UNCHECKED


class BasePartnerMergeUnchecked(models.TransientModel):
    """Merging ends duplicates: what they share is refused to nobody meanwhile."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        wizard = self.with_context(yishang_unchecked=UNCHECKED)
        if dst_partner:
            dst_partner = dst_partner.with_context(yishang_unchecked=UNCHECKED)
        return super(BasePartnerMergeUnchecked, wizard)._merge(
            partner_ids, dst_partner, extra_checks
        )
