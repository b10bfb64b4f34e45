from odoo import models


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    def _action_send_sms(self):
        """Text messages reach only whom the user sees, and never who wants none."""
        policy = self.env["crm.yishang.policy"]
        records = self._get_records()
        if records and policy._is_ruled(records._name) and policy._is_in_force():
            if self.composition_mode == "mass":
                self.use_exclusion_list = True
            if hidden := policy._get_hidden(records):
                raise self.env["ir.rule"]._make_access_error("read", hidden)
        return super()._action_send_sms()

    def _prepare_mass_sms_values(self, records):
        values = super()._prepare_mass_sms_values(records)
        if self.use_exclusion_list:
            for sms_values in values.values():
                sms_values["yishang_is_promotion"] = True
        return values
