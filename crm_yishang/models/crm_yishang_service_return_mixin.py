from odoo import fields, models

from .crm_yishang_service_stage import OPEN_KINDS

# Whoever says so is not helped yet.
LOW = ("1", "2")


class CrmYishangServiceReturnMixin(models.AbstractModel):
    """Some days after closing the customer is asked whether it is really solved."""

    _name = "crm.yishang.service.return.mixin"
    _description = "Return Call on a Service Case"

    date_return_call = fields.Date(
        string="Return Call On",
        copy=False,
        index="btree_not_null",
        help="When to ask the customer whether it is solved.",
    )
    date_called = fields.Date(string="Called On", readonly=True, copy=False)
    satisfaction = fields.Selection(
        [
            ("5", "Very Satisfied"),
            ("4", "Satisfied"),
            ("3", "Neither"),
            ("2", "Dissatisfied"),
            ("1", "Very Dissatisfied"),
        ],
        copy=False,
        tracking=True,
        help="What the customer says. Dissatisfied customers have their case reopened.",
    )
    return_note = fields.Text(string="Return Call", copy=False)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("satisfaction"):
            self._follow_return_call()
        return result

    def _get_stage_vals(self, before):
        vals = super()._get_stage_vals(before)
        # sudo: settings of the company are the administrator's.
        days = self.sudo().company_id.yishang_return_call_days
        if self.state == "closed" and days:
            today = self.company_id._yishang_get_day()
            vals["date_return_call"] = fields.Date.add(today, days=days)
        elif self.state in OPEN_KINDS:
            vals |= {"date_return_call": False, "satisfaction": False}
        return vals

    def _follow_return_call(self):
        """Note the day of the call, and go on with what was not solved."""
        for case in self:
            # sudo: the date is written by what happens, by nobody's hand.
            case.sudo().date_called = case.company_id._yishang_get_day()
            if case.satisfaction not in LOW or case.state in OPEN_KINDS:
                continue
            words = dict(case._fields["satisfaction"]._description_selection(self.env))
            said = words[case.satisfaction]
            case.action_reopen()
            case.activity_schedule(
                "mail.mail_activity_data_call",
                summary=self.env._(
                    "The customer is not content: %(words)s", words=said
                ),
                user_id=(case.user_id or self.env.user).id,
            )
