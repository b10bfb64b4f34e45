from odoo import models


class SmsSms(models.Model):
    """Promotions are delivered to nobody who said no meanwhile."""

    _name = "sms.sms"
    _inherit = ["sms.sms", "crm.yishang.promotion.mixin"]

    def _send(self, *args, **kwargs):
        left = self - self._yishang_hold_back()
        return super(SmsSms, left)._send(*args, **kwargs) if left else None

    def _yishang_hold_back(self):
        """Cancel, and return, those to numbers that are on the blacklist by now."""
        promotions = self._yishang_get_promotions()
        refused = self._yishang_find_refused(
            "phone.blacklist", "number", set(promotions.mapped("number"))
        )
        held = promotions.filtered(lambda sms: sms.number in refused)
        if held:
            held._update_sms_state_and_trackers("canceled", "sms_blacklist")
        return held
