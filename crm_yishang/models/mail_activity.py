from odoo import SUPERUSER_ID, models


class MailActivity(models.Model):
    """An activity is hidden with its document, from its assignee as well."""

    _name = "mail.activity"
    _inherit = ["crm.yishang.attached.mixin", "mail.activity"]

    def _compute_res_name(self):
        # The name is stored for everybody: not as the current user may see it.
        return super(MailActivity, self.with_user(SUPERUSER_ID))._compute_res_name()

    def _get_document(self):
        return self.res_model, self.res_id
