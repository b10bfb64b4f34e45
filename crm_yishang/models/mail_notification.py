from odoo import models


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ["mail.notification", "crm.yishang.visible.mixin"]

    _visible_through = "res_partner_id"
