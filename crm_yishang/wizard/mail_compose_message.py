from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        """Letters to many reach only whom the user sees, and never who wants none."""
        policy = self.env["crm.yishang.policy"]
        for composer in self:
            if composer.composition_mode != "mass_mail" or not composer.model:
                continue
            if not policy._is_ruled(composer.model) or not policy._is_in_force():
                continue
            composer.use_exclusion_list = True
            records = self.env[composer.model].browse(composer._evaluate_res_ids())
            # By ``env.uid``, in superuser mode too.
            if hidden := policy._get_hidden(records):
                raise self.env["ir.rule"]._make_access_error("read", hidden)
        return super()._action_send_mail(auto_commit=auto_commit)

    def _prepare_mail_values(self, res_ids):
        values = super()._prepare_mail_values(res_ids)
        if self.composition_mode == "mass_mail" and self.use_exclusion_list:
            for mail_values in values.values():
                mail_values["yishang_is_promotion"] = True
        return values
