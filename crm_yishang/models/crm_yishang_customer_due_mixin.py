from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangCustomerDueMixin(models.AbstractModel):
    """Which customers are to be contacted, and which were not for too long.

    Lists, the workbench and the daily reminders ask the same three domains.
    """

    _name = "crm.yishang.customer.due.mixin"
    _description = "Customers Due for Contact"

    yishang_is_due = fields.Boolean(
        string="Due for Contact",
        compute="_compute_yishang_is_due",
        search="_search_yishang_is_due",
        help="The day of the next contact has come.",
    )
    yishang_is_overdue = fields.Boolean(
        string="Contact Overdue",
        compute="_compute_yishang_is_due",
        search="_search_yishang_is_overdue",
        help="The day of the next contact is over.",
    )
    yishang_is_silent = fields.Boolean(
        string="Silent for Too Long",
        compute="_compute_yishang_is_silent",
        search="_search_yishang_is_silent",
        help="Without contact for more days than the settings allow for the grade.",
    )

    # Whoever holds a customer asks every day which are due, few of many, and sees them
    # in the schedule. Who is silent is found among the own ones, by the index of the
    # scope: days differ by grade, and without any contact the day of entry counts.
    _yishang_due_idx = models.Index(
        "(yishang_scope_key, yishang_date_next_contact)"
        " WHERE yishang_is_customer IS TRUE"
        " AND yishang_date_next_contact IS NOT NULL"
    )

    @api.depends("yishang_is_customer", "yishang_date_next_contact")
    @api.depends_context("company")
    def _compute_yishang_is_due(self):
        due = self.filtered_domain(self._yishang_get_due_domain())
        overdue = due.filtered_domain(self._yishang_get_due_domain(1))
        for partner in self:
            partner.yishang_is_due = partner in due
            partner.yishang_is_overdue = partner in overdue

    @api.model
    def _search_yishang_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._yishang_get_due_domain() if True in value else Domain.FALSE

    @api.model
    def _search_yishang_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._yishang_get_due_domain(1) if True in value else Domain.FALSE

    @api.depends(
        "yishang_date_last_contact",
        "yishang_grade",
        "yishang_is_customer",
        "yishang_lifecycle",
    )
    @api.depends_context("company")
    def _compute_yishang_is_silent(self):
        silent = self.filtered_domain(self._yishang_get_silent_domain())
        silent.yishang_is_silent = True
        (self - silent).yishang_is_silent = False

    @api.model
    def _search_yishang_is_silent(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._yishang_get_silent_domain() if True in value else Domain.FALSE

    @api.model
    def _yishang_get_due_domain(self, days=0):
        """Return the customers whose next contact was to be made, as a ``Domain``.

        :param days: since at least how many days
        """
        today = self.env.company._yishang_get_day()
        last = fields.Date.subtract(today, days=days)
        return Domain("yishang_is_customer", "=", True) & Domain(
            "yishang_date_next_contact", "<=", last
        )

    @api.model
    def _yishang_get_silent_domain(self):
        """Return the customers without contact for too long, as a ``Domain``.

        Without any contact the days count from the day the customer was entered. Lost
        ones are left in peace.
        """
        company = self.env.company
        today = company._yishang_get_day()
        silent = []
        for grade, days in company._yishang_get_silent_days().items():
            since = fields.Date.subtract(today, days=days)
            begin = company._yishang_get_moment(since)
            never = Domain("yishang_date_last_contact", "=", False)
            silent.append(
                Domain("yishang_grade", "=", grade)
                & (
                    Domain("yishang_date_last_contact", "<", since)
                    | (never & Domain("create_date", "<", begin))
                )
            )
        customers = Domain("yishang_is_customer", "=", True)
        return customers & Domain("yishang_lifecycle", "!=", "lost") & Domain.OR(silent)
