from datetime import timedelta
from itertools import cycle

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# Customers of one list: more than any team calls before the list is old.
CALLS_MAX = 2000
# When the working day begins, on the clock of the company.
BEGIN = timedelta(hours=9)


class CrmYishangSegmentCall(models.TransientModel):
    """Have the customers of a segment called: one planned call for each."""

    _name = "crm.yishang.segment.call"
    _description = "Call List"

    segment_id = fields.Many2one("crm.yishang.segment", required=True)
    day = fields.Date(
        required=True, default=lambda self: self.env.company._yishang_get_day()
    )
    subject = fields.Char(required=True, help="What the call is about.")
    category_id = fields.Many2one(
        "crm.yishang.contact.category",
        string="Contact Category",
        required=True,
        default=lambda self: self.env.ref(
            "crm_yishang.crm_yishang_contact_category_phone", raise_if_not_found=False
        ),
    )
    user_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_segment_call_user_rel",
        string="Callers",
        domain=lambda self: list(
            self.env["crm.yishang.people"]._get_domain("id")
            & fields.Domain("share", "=", False)
        ),
        help="Empty: each customer is called by its salesperson, and those without are "
        "left out. Otherwise these people share the list.",
    )

    def action_plan(self):
        """Plan the calls, none for who has an open call of this segment already.

        :return: an action that shows the calls of the segment
        """
        self.ensure_one()
        customers = self.segment_id._search_customers("call")
        # sudo: a call is open, seen by the user or not.
        visits = self.env["crm.yishang.visit"].sudo()
        open_calls = visits.search_fetch(
            [("segment_id", "=", self.segment_id.id), ("state", "=", "planned")],
            ["partner_id"],
        )
        customers -= open_calls.partner_id.sudo(False)
        callers = self._get_callers(customers)
        if not callers:
            raise UserError(
                self.env._(
                    "%(segment)s: nobody is left to be called. All have an open call, "
                    "no salesperson, or do not want to be called.",
                    segment=self.segment_id.name,
                )
            )
        # sudo: marketing people plan calls of others and write no visits of their own.
        visits.create([self._get_visit_vals(*call) for call in callers])
        return self._show_calls()

    def _get_callers(self, customers):
        """Return who calls whom: list of (customer, user)."""
        if len(customers) > CALLS_MAX:
            raise UserError(
                self.env._(
                    "%(segment)s has %(count)s customers to call; %(max)s are the most "
                    "for one list. Narrow the segment.",
                    segment=self.segment_id.name,
                    count=len(customers),
                    max=CALLS_MAX,
                )
            )
        if self.user_ids:
            self._check_callers(customers)
            return list(zip(customers, cycle(self.user_ids)))
        # sudo: who holds the customer is no secret to whoever sees it.
        return [
            (customer, customer.sudo().user_id)
            for customer in customers
            if customer.sudo().user_id.active
        ]

    def _check_callers(self, customers):
        """Whoever is to call sees the customer from then on; that is a superior's word.

        :raise AccessError: naming who cannot be chosen
        """
        people = self.env["crm.yishang.people"]._get_ids()
        strangers = self.user_ids.filtered(
            lambda user: people is not None and user.id not in people
        )
        if strangers or customers - customers._filter_visible("write"):
            raise AccessError(
                self.env._(
                    "%(users)s: callers are your own people, for customers you work "
                    "on. Leave the callers empty, and each salesperson calls the own "
                    "ones.",
                    users=", ".join((strangers or self.user_ids).mapped("name")),
                )
            )

    def _get_visit_vals(self, customer, user):
        return {
            "partner_id": customer.id,
            "user_id": user.id,
            "category_id": self.category_id.id,
            "segment_id": self.segment_id.id,
            "subject": self.subject,
            "state": "planned",
            "date_planned_start": self._get_start(),
            "date_planned_end": self._get_start() + timedelta(minutes=30),
        }

    def _get_start(self):
        return self.env.company._yishang_get_start(self.day) + BEGIN

    def _show_calls(self):
        name = "crm_yishang.crm_yishang_visit_action_team"
        action = self.env["ir.actions.actions"]._for_xml_id(name)
        return {
            **action,
            "domain": [("segment_id", "=", self.segment_id.id)],
            "context": {},
        }
