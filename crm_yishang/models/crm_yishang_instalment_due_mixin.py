import operator as operators
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

COMPARISONS = {
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}


class CrmYishangInstalmentDueMixin(models.AbstractModel):
    """How late an instalment is today, where its company is."""

    _name = "crm.yishang.instalment.due.mixin"
    _description = "Lateness of an Instalment"

    days_overdue = fields.Integer(
        compute="_compute_days_overdue",
        search="_search_days_overdue",
        help="Days since the due date as long as anything is open; 0: in time.",
    )
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_days_overdue",
        search="_search_is_overdue",
    )

    @api.depends("date_due", "state", "is_owed")
    def _compute_days_overdue(self):
        for instalment in self:
            days = 0
            if instalment.is_owed and instalment.state != "paid":
                company = instalment.company_id or self.env.company
                days = (company._yishang_get_day() - instalment.date_due).days
            instalment.days_overdue = max(days, 0)
            instalment.is_overdue = days > 0

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_overdue_domain()
        if True not in value:
            return ~domain if False in value else Domain.FALSE
        return Domain.TRUE if False in value else domain

    @api.model
    def _search_days_overdue(self, operator, value):
        overdue = self._get_overdue_domain()
        today = self.env.company._yishang_get_day()
        if operator == "in":
            days = {int(number or 0) for number in value}
            dates = [today - timedelta(days=number) for number in days if number > 0]
            domain = overdue & Domain("date_due", "in", dates)
            return domain | ~overdue if 0 in days else domain
        if operator not in COMPARISONS:
            return NotImplemented
        # More days overdue is an earlier day.
        mirrored = operator.translate(str.maketrans("<>", "><"))
        late = Domain("date_due", mirrored, today - timedelta(days=value))
        holds_in_time = COMPARISONS[operator](0, value)
        return (overdue & late) | ~overdue if holds_in_time else overdue & late

    @api.model
    def _get_overdue_domain(self):
        """Return what should have been collected before today."""
        today = self.env.company._yishang_get_day()
        return self._get_open_domain() & Domain("date_due", "<", today)

    @api.model
    def _get_due_domain(self, days):
        """Return what is due within that many days from today on, today included."""
        today = self.env.company._yishang_get_day()
        return (
            self._get_open_domain()
            & Domain("date_due", ">=", today)
            & Domain("date_due", "<=", today + timedelta(days=days))
        )
