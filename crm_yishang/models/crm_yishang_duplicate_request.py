from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.duplicate_keys import KINDS


class CrmYishangDuplicateRequest(models.Model):
    """Somebody met a customer that is there already, hidden, and asks to work on it.

    The requester learns no more of the customer than the warning said, until the leader
    of its owner shares it or hands it over.
    """

    _name = "crm.yishang.duplicate.request"
    _description = "Request for a Customer"
    _inherit = ["crm.yishang.duplicate.decision.mixin", "crm.yishang.visible.mixin"]
    _order = "id DESC"
    _visible_through = ("customer_id",)
    _yishang_stays = ("approver_id", "requester_id")

    requester_id = fields.Many2one(required=True)
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    public_name = fields.Char(
        string="What the Requester Was Told", required=True, readonly=True
    )
    entered_name = fields.Char(
        readonly=True,
        help="What the requester calls the customer.",
    )
    kinds = fields.Char(readonly=True, export_string_translation=False)
    kind_labels = fields.Char(string="The Same", compute="_compute_kind_labels")
    reason = fields.Text(required=True, readonly=True)
    is_customer_visible = fields.Boolean(
        compute="_compute_is_customer_visible", export_string_translation=False
    )

    _requested_uniq = models.UniqueIndex(
        "(requester_id, customer_id) WHERE state = 'requested'",
        "You have asked for this customer already.",
    )

    @api.depends("kinds")
    @api.depends_context("lang")
    def _compute_kind_labels(self):
        labels = self._get_kind_labels()
        for one in self:
            kinds = (one.kinds or "").split()
            one.kind_labels = self.env._(", ").join(labels[kind] for kind in kinds)

    @api.model
    def _get_kind_labels(self):
        """Return ``{kind: what users call it}``."""
        names = (
            self.env._("tax ID"),
            self.env._("phone"),
            self.env._("e-mail"),
            self.env._("company name"),
        )
        return dict(zip(KINDS, names, strict=True))

    @api.depends_context("uid")
    @api.depends("customer_id")
    def _compute_is_customer_visible(self):
        # sudo: who asks is ``env.uid``.
        visible = self.sudo().customer_id._filter_visible("read")
        for one in self:
            one.is_customer_visible = one.sudo().customer_id in visible

    @api.depends("requester_id", "create_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # Without the name of the customer, so that nothing is to be masked.
        for one in self:
            # sudo: the name of a colleague is no secret.
            one.display_name = self.env._(
                "Request of %(name)s, %(date)s",
                name=one.requester_id.sudo().name or "",
                date=one.create_date
                and self.env.company._yishang_get_day(one.create_date)
                or "",
            )

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "requester_id"]

    @api.model
    def _get_visible_domain(self, mode):
        """Whoever asked sees the request, whoever sees the customer does, too."""
        domain = super()._get_visible_domain(mode)
        return domain | Domain("requester_id", "=", self.env.uid)

    @api.model
    def _ask(self, hits, reason, entered_name=False):
        """Ask for customers that are hidden from the current user.

        :param hits: ``{customer: set of kinds}``
        :raise AccessError: if the user does not work with customers
        :raise UserError: if there is no reason, if it was asked already, or too often
        """
        reason = (reason or "").strip()
        if not self.env["res.partner"].has_access("create"):
            raise AccessError(
                self.env._("Only who enters customers asks for those that are there.")
            )
        if not reason:
            raise UserError(
                self.env._("Say why: the leader of the owner decides by it.")
            )
        self._check_quota(len(hits))
        self._check_once(hits)
        # sudo: nobody writes requests but this; the names are as far as allowed.
        requests = self.sudo().create(
            [
                {
                    "requester_id": self.env.uid,
                    "customer_id": customer.id,
                    "public_name": customer._yishang_get_hit_name(),
                    "entered_name": entered_name,
                    "kinds": " ".join(kind for kind in KINDS if kind in kinds),
                    "reason": reason,
                }
                for customer, kinds in hits.items()
            ]
        )
        requests._tell_deciders()
        return requests.sudo(False)

    @api.model
    def _check_quota(self, count):
        """Nobody fishes for customers by asking for whatever comes to mind."""
        company = self.env.company
        begin = company._yishang_get_moment(company._yishang_get_day())
        # sudo: requests count, whatever became of the customers.
        asked = self.sudo().search_count(
            [("requester_id", "=", self.env.uid), ("create_date", ">=", begin)]
        )
        if asked + count > company.yishang_duplicate_quota:
            raise UserError(
                self.env._(
                    "You may ask for %(quota)s customers a day and have asked for "
                    "%(asked)s today. Go on tomorrow, or talk to your leader.",
                    quota=company.yishang_duplicate_quota,
                    asked=asked,
                )
            )

    @api.model
    def _check_once(self, hits):
        # sudo: see _check_quota.
        open_ = self.sudo().search(
            [
                ("requester_id", "=", self.env.uid),
                ("customer_id", "in", [customer.id for customer in hits]),
                ("state", "=", "requested"),
            ],
            limit=1,
        )
        if open_:
            raise UserError(
                self.env._(
                    "You asked for this customer on %(date)s. Wait for the answer, or "
                    "talk to the leader.",
                    date=self.env.company._yishang_get_day(open_.create_date),
                )
            )
