from odoo import models


class CalendarAlarmManager(models.AbstractModel):
    _inherit = "calendar.alarm_manager"

    def _get_next_potential_limit_alarm(self, alarm_type, seconds=None, partners=None):
        """Remind of no meeting the user does not see any more."""
        alarms = super()._get_next_potential_limit_alarm(alarm_type, seconds, partners)
        seen = self.env["calendar.event"].browse(alarms)._filter_visible("read")
        return {id_: alarm for id_, alarm in alarms.items() if id_ in seen._ids}
