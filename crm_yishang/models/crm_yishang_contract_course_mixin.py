from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmYishangContractCourseMixin(models.AbstractModel):
    """From signing to the end: by buttons, and by the days that pass."""

    _name = "crm.yishang.contract.course.mixin"
    _description = "Course of a Contract"

    date_terminated = fields.Date(
        string="Terminated On", readonly=True, copy=False, tracking=True
    )
    reason = fields.Char(
        string="Reason of Termination", readonly=True, copy=False, tracking=True
    )
    date_ended = fields.Date(
        string="Ended On",
        compute="_compute_date_ended",
        store=True,
        help="The last day on which it was in force; empty as long as it is.",
    )

    @api.depends("state", "date_end", "date_terminated")
    def _compute_date_ended(self):
        ends = {"expired": "date_end", "terminated": "date_terminated"}
        for contract in self:
            name = ends.get(contract.state)
            contract.date_ended = name and contract[name]

    def action_sign(self):
        """Note that both parties have signed; from now on the terms stand.

        Salesperson and region are those of this day for good.
        """
        self.check_access("write")
        self._check_state("draft", "approved")
        for contract in self:
            contract._check_signable()
            # sudo: the state moves by methods alone.
            contract.sudo()._sign()
        self.sudo()._follow_days()

    def _check_signable(self):
        """Check that the contract says what is signed, and that it may be.

        :raise UserError: naming what is missing, or who is asked first
        """
        self._check_complete()
        if self.state == "draft" and self._is_beyond_limit():
            raise UserError(
                self.env._(
                    "%(contract)s needs the approval of a superior before it is "
                    "signed. Press “Ask for Approval”.",
                    contract=self.display_name,
                )
            )
        today = self.company_id._yishang_get_day()
        if self.date_sign and self.date_sign > today:
            raise UserError(
                self.env._(
                    "%(contract)s: the day of signing lies in the future. Enter the "
                    "day on which both parties have signed.",
                    contract=self.display_name,
                )
            )

    def _check_complete(self):
        """Check that everything is there that a signed contract needs.

        :raise UserError: naming what is missing
        """
        needed = ["partner_id", "date_start", "currency_id"]
        if self.kind == "sales":
            needed.append("amount")
        else:
            needed.append("date_end")
        missing = [
            self._fields[name]._description_string(self.env)
            for name in needed
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(contract)s lacks: %(fields)s.",
                    contract=self.display_name,
                    fields=self.env._(", ").join(missing),
                )
            )

    def _sign(self):
        self.write(
            {
                "state": "signed",
                "date_sign": self.date_sign or self.company_id._yishang_get_day(),
                "salesperson_id": self.user_id.id,
                "region_id": self.partner_id.yishang_region_id.id,
            }
        )
        self.predecessor_id.is_renewed = True

    def action_ask_termination(self):
        """Open the dialog that asks when and why the contract ends early."""
        return self._get_reason_action(
            "terminate", self.env._("Terminate the Contract")
        )

    def action_terminate(self, reason=False, date=None):
        """End a signed contract before its time.

        :param date: the last day, today by default
        :raise UserError: if there is no reason, or the day has not come
        """
        self.check_access("write")
        self._check_state("signed", "running")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the contract ends: it is kept."))
        for contract in self:
            day = fields.Date.to_date(date) or contract.company_id._yishang_get_day()
            if day > contract.company_id._yishang_get_day():
                raise UserError(
                    self.env._(
                        "%(contract)s: the last day lies in the future. Terminate it "
                        "when the day has come.",
                        contract=contract.display_name,
                    )
                )
            # sudo: see action_sign.
            contract.sudo().write(
                {
                    "state": "terminated",
                    "reason": reason.strip(),
                    "date_terminated": day,
                }
            )
            contract._tell(
                contract._get_judge() - self.env.user,
                self.env._("Terminated: %(contract)s", contract=contract.display_name),
                reason.strip(),
            )

    def action_cancel(self):
        """Give up a contract nobody has signed."""
        self.check_access("write")
        self._check_state("draft", "requested", "approved")
        # sudo: see action_sign.
        self.sudo().state = "cancelled"

    def action_draft(self):
        """Prepare a contract again that nobody has signed."""
        self.check_access("write")
        self._check_state("requested", "approved", "cancelled")
        # sudo: see action_sign.
        self.sudo().write({"state": "draft", "approver_id": False})

    @api.model
    def _cron_follow_days(self):
        """Move the contracts of each company whose day has come, all at once."""
        # sudo: the scheduler acts for everybody, whoever started it.
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        for company in companies:
            today = company._yishang_get_day()
            due = Domain("state", "=", "signed") & Domain("date_start", "<=", today)
            over = Domain("state", "in", ("signed", "running")) & Domain(
                "date_end", "<", today
            )
            mine = Domain("company_id", "=", company.id)
            self.sudo().search(mine & (due | over))._follow_days()

    def _follow_days(self):
        """Move signed contracts into force and over their end, as of today."""
        today = {one: one._yishang_get_day() for one in self.company_id}
        over = self.filtered(
            lambda one: (
                one.state in ("signed", "running")
                and one.date_end
                and one.date_end < today[one.company_id]
            )
        )
        due = (self - over).filtered(
            lambda one: (
                one.state == "signed" and one.date_start <= today[one.company_id]
            )
        )
        over._move_by_day("expired")
        due._move_by_day("running")

    def _move_by_day(self, state):
        """Write a state any number of contracts have reached, and say so on each."""
        if not self:
            return
        # Tracking would post one message after the other.
        self.with_context(tracking_disable=True).write({"state": state})
        label = dict(self._fields["state"]._description_selection(self.env))[state]
        self._message_log_batch(dict.fromkeys(self.ids, label))
