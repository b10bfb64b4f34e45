from datetime import datetime, time, timedelta, timezone

from odoo import fields, models

# Field with the days of each value grade; the last one is for customers without.
SILENT_DAYS = {
    "a": "yishang_silent_days_a",
    "b": "yishang_silent_days_b",
    "c": "yishang_silent_days_c",
    "d": "yishang_silent_days_d",
    False: "yishang_silent_days_none",
}


class CrmYishangCompanyReminderMixin(models.AbstractModel):
    """After how many days without contact a customer's owner is reminded."""

    _name = "crm.yishang.company.reminder.mixin"
    _description = "Reminders of a Company"

    yishang_silent_days_a = fields.Integer(
        string="Days Without Contact, Grade A", default=7, help="0: never."
    )
    yishang_silent_days_b = fields.Integer(
        string="Days Without Contact, Grade B", default=15, help="0: never."
    )
    yishang_silent_days_c = fields.Integer(
        string="Days Without Contact, Grade C", default=30, help="0: never."
    )
    yishang_silent_days_d = fields.Integer(
        string="Days Without Contact, Grade D", default=60, help="0: never."
    )
    yishang_silent_days_none = fields.Integer(
        string="Days Without Contact, No Grade", default=90, help="0: never."
    )
    yishang_date_reminded = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Day of the company on which its people were last reminded.",
    )

    _check_yishang_silent_days = models.Constraint(
        "CHECK (LEAST(yishang_silent_days_a, yishang_silent_days_b,"
        " yishang_silent_days_c, yishang_silent_days_d,"
        " yishang_silent_days_none) >= 0)",
        "Days without contact cannot be negative. Enter 0 to be never reminded.",
    )

    def _yishang_get_silent_days(self):
        """Return ``{grade or False: days}``, without the grades never reminded of."""
        # sudo: everybody's customers are due by the same rule.
        company = self.sudo()
        days = {grade: company[name] for grade, name in SILENT_DAYS.items()}
        return {grade: number for grade, number in days.items() if number}

    def _yishang_get_moment(self, day, hours=0):
        """Return the moment at which a day of the company is that many hours old.

        :param hours: by the clock on the wall, as a float
        :return: datetime in UTC, as the database holds it
        """
        local = datetime.combine(day, time.min) + timedelta(hours=hours)
        moment = self._yishang_get_tz().localize(local)
        return moment.astimezone(timezone.utc).replace(tzinfo=None)
