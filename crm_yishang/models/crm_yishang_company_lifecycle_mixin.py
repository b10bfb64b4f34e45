from odoo import fields, models


class CrmYishangCompanyLifecycleMixin(models.AbstractModel):
    """After how many months without order a member falls asleep."""

    _name = "crm.yishang.company.lifecycle.mixin"
    _description = "Lifecycle Rules of a Company"

    yishang_dormant_months = fields.Integer(
        string="Months Until Members Fall Asleep",
        default=12,
        help="A member without confirmed order for so many months is dormant; 0: "
        "never.",
    )

    _check_yishang_dormant_months = models.Constraint(
        "CHECK (yishang_dormant_months >= 0)",
        "The months until members fall asleep cannot be negative. Enter 0 for never.",
    )

    def _yishang_get_oldest_order_day(self):
        """Return the last day on which an order is too old, None if none is.

        Counted back from the company's day.
        """
        # sudo: the rule holds for everybody's customers.
        months = self.sudo().yishang_dormant_months
        today = self._yishang_get_day()
        return fields.Date.subtract(today, months=months) if months else None
