from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

CASE = "crm.yishang.service.case"
MEMO = "crm_yishang.service_shares"


class CrmYishangServiceShare(models.Model):
    """A colleague who reads a case with its customer, or works on it, until it ends."""

    _name = "crm.yishang.service.share"
    _description = "Colleague on a Service Case"
    _inherit = ["crm.yishang.visible.mixin"]
    _rec_name = "user_id"
    _order = "id"
    _visible_through = ("case_id",)
    _yishang_stays = ("user_id",)

    case_id = fields.Many2one(
        CASE, string="Service Case", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    can_work = fields.Boolean(
        string="Works on It",
        help="Otherwise the colleague only reads. The customer is never changed.",
    )
    date_end = fields.Date(
        string="Until",
        help="Last day. Empty: as long as the case is open. It ends with the case "
        "anyhow.",
    )

    _once_uniq = models.UniqueIndex(
        "(case_id, user_id)", "The case is shared with this colleague already."
    )

    @api.model
    def _get_visible_domain(self, mode):
        """Whoever the case was shared with passes it on to nobody."""
        cases = self.env[CASE]
        domain = cases._get_visible_domain("read")
        if mode == "write":
            domain &= cases._get_own_domain()
        return domain if domain.is_true() else Domain("case_id", "any", domain)

    @api.model_create_multi
    def create(self, vals_list):
        shares = super().create(vals_list)
        shares._check_colleague()
        shares._sync_access()
        for share in shares:
            share._tell()
        return shares

    def write(self, vals):
        result = super().write(vals)
        self._check_colleague()
        self._sync_access()
        return result

    def unlink(self):
        cases = self.case_id
        for share in self:
            # sudo: followers may be hidden from whoever ends it.
            share.case_id.sudo().message_unsubscribe(share.user_id.partner_id.ids)
            share._log(self.env._("%(user)s is no longer on this case."))
        result = super().unlink()
        self._sync_access(cases)
        return result

    def _check_colleague(self):
        """Refuse whoever could not open cases, and what is over."""
        for share in self:
            user, case = share.user_id, share.case_id
            if not self.env[CASE].with_user(user).has_access("read"):
                raise UserError(
                    self.env._(
                        "%(user)s has no role in the CRM, and could not open the case. "
                        "Choose somebody else, or ask your administrator.",
                        user=user.name,
                    )
                )
            if not case.stage_id.is_open and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(case)s is not open any more. Reopen it to share it.",
                        case=case.display_name,
                    )
                )

    def _sync_access(self, cases=None):
        """Open the customers of the cases, and no longer."""
        self.env.flush_all()
        self.env.cr.cache.pop(MEMO, None)
        case_ids = (cases or self.case_id).ids
        self.env["crm.yishang.grant"]._sync_cases(
            SQL("document.id = ANY(%s)", case_ids)
        )
        self.env["crm.yishang.policy"]._forget()

    def _tell(self):
        """Say so on the case and on the customer, and tell the colleague."""
        case = self.case_id
        words = (
            self.env._("%(user)s works on this case from now on.")
            if self.can_work
            else self.env._("%(user)s reads this case from now on.")
        )
        self._log(words)
        # sudo: the owner of the customer shall know who looks at it.
        for customer in case.sudo().partner_id:
            customer._message_log(
                body=self.env._(
                    "%(user)s reads this customer as long as the case %(case)s is "
                    "open.",
                    user=self.user_id.name,
                    case=case.name,
                )
            )
        case.sudo().message_subscribe(self.user_id.partner_id.ids)
        case.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Shared with you: %(case)s", case=case.display_name),
            body=words % {"user": self.user_id.name},
        )

    def _log(self, words):
        self.case_id._message_log(body=words % {"user": self.user_id.name})

    @api.model
    def _get_case_ids(self, can_work=False):
        """Return the open cases shared with the user, read once per transaction."""
        memo = self.env.cr.cache.setdefault(MEMO, {})
        if self.env.uid not in memo:
            # sudo: who asks is the user of the environment.
            shares = self.sudo().search([("user_id", "=", self.env.uid)])
            today = self.env.user.company_id._yishang_get_day()
            memo[self.env.uid] = [
                (share.case_id.id, share.can_work)
                for share in shares
                if (share.date_end or today) >= today
            ]
        return [id_ for id_, works in memo[self.env.uid] if works or not can_work]
