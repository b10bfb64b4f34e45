from odoo import api, fields, models
from odoo.fields import Domain

# Visits of the day that are listed; the calendar shows all.
PLAN_LIMIT = 8
OPEN_STATES = ("planned", "in_progress")


class CrmYishangWorkbenchTodayMixin(models.AbstractModel):
    """What somebody who holds customers has to do today."""

    _name = "crm.yishang.workbench.today.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Today on the Workbench"

    @api.model
    def _get_own_tiles(self):
        """Return who of the own customers waits: due, reclaimed soon, silent."""
        # The key of an own customer, which the indexes begin with.
        own = Domain("yishang_scope_key", "=", self.env.uid)
        partners = self.env["res.partner"]
        name = partners._name
        silent = self._get_count_tile(
            "silent",
            self.env._("Silent for too long"),
            name,
            own & partners._yishang_get_silent_domain(),
        )
        return [
            self._get_missed_tile(),
            self._get_count_tile(
                "due",
                self.env._("Follow-ups due"),
                name,
                own & partners._yishang_get_due_domain(),
                True,
            ),
            self._get_count_tile(
                "reclaim",
                self.env._("About to go into the pool"),
                name,
                own & partners._yishang_get_reclaim_domain(),
                True,
            ),
            *self._keep_filled([silent]),
        ]

    @api.model
    def _get_missed_tile(self):
        """Return the visits that were planned for a day that is over."""
        day = self.env.company._yishang_get_day()
        return self._get_count_tile(
            "missed",
            self.env._("Planned visits missed"),
            "crm.yishang.visit",
            Domain("user_id", "=", self.env.uid)
            & Domain("state", "=", "planned")
            & Domain("day", "<", day),
            True,
        )

    @api.model
    def _get_activity_tile(self):
        today = fields.Date.context_today(self)
        return self._get_count_tile(
            "activities",
            self.env._("Activities due"),
            "mail.activity",
            Domain("user_id", "=", self.env.uid) & Domain("date_deadline", "<=", today),
            True,
        )

    @api.model
    def _get_all_tile(self):
        """Return the figure of whoever looks at customers without holding any."""
        customers = Domain("yishang_is_customer", "=", True)
        return self._get_count_tile(
            "customers", self.env._("Customers"), "res.partner", customers
        )

    @api.model
    def _get_plan_section(self):
        """Return the visits the user has planned for today, in order."""
        visits = self.env["crm.yishang.visit"]
        day = self.env.company._yishang_get_day()
        domain = (
            Domain("user_id", "=", self.env.uid)
            & Domain("day", "=", day)
            & Domain("state", "in", OPEN_STATES)
        )
        found = visits.search_fetch(
            domain,
            ["partner_id", "subject", "date_planned_start", "date_start", "state"],
            order="date_planned_start, id",
            limit=PLAN_LIMIT + 1,
        )
        title = self.env._("Visits planned today")
        return self._make_section(
            "plan",
            title,
            table=self._make_table(
                [self.env._("Time"), self.env._("Customer"), self.env._("Subject")],
                [self._get_plan_row(visit) for visit in found[:PLAN_LIMIT]],
                self.env._(
                    "Nothing is planned for today. Plan a visit in the schedule."
                ),
                texts=3,
            ),
            more=self._get_action(visits._name, domain, title),
        )

    @api.model
    def _get_plan_row(self, visit):
        moment = visit.date_start or visit.date_planned_start
        zone = visit.company_id._yishang_get_tz()
        time = moment and fields.Datetime.context_timestamp(
            self.with_context(tz=zone.zone), moment
        )
        return self._make_row(
            visit.id,
            [
                time.strftime("%H:%M") if time else "",
                visit.partner_id.display_name or "",
                visit.subject or "",
            ],
            self._get_form_action(visit),
        )
