from odoo import SUPERUSER_ID, models
from odoo.tools import SQL

from ..tools.moving import Moving

TIME_ZONE = SQL(
    """
    (
        SELECT partner.tz FROM res_users assignee
        JOIN res_partner partner ON partner.id = assignee.partner_id
        WHERE assignee.id = moving.new_owner_id
    )
    """
)


class MailActivity(models.Model):
    """An activity is hidden with its document, from its assignee as well."""

    _name = "mail.activity"
    _inherit = ["crm.yishang.attached.mixin", "mail.activity"]
    _yishang_moving = Moving(
        is_attached=True, is_open=SQL("document.active"), also=(("user_tz", TIME_ZONE),)
    )

    def _compute_res_name(self):
        # The name is stored for everybody: not as the current user may see it.
        return super(MailActivity, self.with_user(SUPERUSER_ID))._compute_res_name()

    def _get_document(self):
        return self.res_model, self.res_id
