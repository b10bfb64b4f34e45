from odoo import models


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "crm.yishang.visible.mixin"]

    _visible_through = "partner_id"
