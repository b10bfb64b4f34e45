from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_table import LedgerColumn, LedgerTable
from ..tools.moving import Moving


class CrmYishangContract(models.Model):
    """What a customer and the company agreed on, from the draft to its end."""

    _name = "crm.yishang.contract"
    _description = "Contract"
    _inherit = [
        "crm.yishang.numbered.mixin",
        "crm.yishang.contract.lock.mixin",
        "crm.yishang.clock.mixin",
        "crm.yishang.contract.approval.mixin",
        "crm.yishang.contract.course.mixin",
        "crm.yishang.contract.renewal.mixin",
        "crm.yishang.contract.service.mixin",
        "crm.yishang.contract.file.mixin",
        "crm.yishang.contract.reminder.mixin",
        "crm.yishang.contract.plan.mixin",
        "crm.yishang.contract.print.mixin",
        "crm.yishang.document.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start DESC, id DESC"
    _rec_names_search = ["name", "subject"]

    _clock_triggers = frozenset(("date_terminated", "partner_id", "state"))
    # What is over stays with who was responsible then.
    _yishang_moving = Moving(
        is_open=SQL(
            "document.state IN ('draft', 'requested', 'approved', 'signed', 'running')"
        ),
        is_required=True,
    )
    _yishang_stays = ("approver_id", "requester_id", "salesperson_id", "signatory_id")

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('yishang_is_customer', '=', True)]",
        tracking=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Signatory of the Customer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', partner_id),"
        " ('is_company', '=', False)]",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id', 'child_of', partner_id), ('type', '=', 'opportunity')]",
    )
    subject = fields.Char(required=True)
    kind = fields.Selection(
        [("sales", "Sales"), ("service", "Service"), ("framework", "Framework")],
        required=True,
        default="sales",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who looks after the contract now; moves with the customer.",
    )
    signatory_id = fields.Many2one(
        "res.users",
        string="Our Signatory",
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    salesperson_id = fields.Many2one(
        "res.users",
        string="Salesperson of the Day",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who was responsible when the contract was signed; it does not move any "
        "more.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region of the Day",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Of the customer when the contract was signed; it does not move any more.",
    )
    date_sign = fields.Date(string="Signed On", copy=False, tracking=True)
    date_start = fields.Date(
        string="In Force From",
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
        tracking=True,
    )
    date_end = fields.Date(
        string="In Force Until",
        tracking=True,
        help="The last day. A contract without one runs until it is terminated.",
    )
    clauses = fields.Html(help="What the parties agreed on; printed as it stands.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "To Approve"),
            ("approved", "To Sign"),
            ("signed", "Signed"),
            ("running", "In Force"),
            ("expired", "Expired"),
            ("terminated", "Terminated"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        group_expand=True,
    )

    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A contract cannot end before it begins. Correct its start or its end.",
    )
    _check_amount = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a contract cannot be negative."
    )
    _customer_idx = models.Index("(yishang_customer_id, date_start DESC, id DESC)")
    _scope_idx = models.Index("(yishang_scope_key, date_start DESC, id DESC)")
    _scope_region_idx = models.Index("(yishang_scope_region_id, date_start DESC)")
    _user_idx = models.Index("(user_id, state)")
    # What the job asks every hour.
    _open_idx = models.Index(
        "(company_id, date_end) WHERE state IN ('signed', 'running')"
    )

    @api.depends("name", "subject")
    def _compute_display_name(self):
        super()._compute_display_name()
        for contract in self._filter_visible("read"):
            parts = (contract.name, contract.subject)
            contract.display_name = " ".join(filter(None, parts))

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for contract in self:
            contract.access_url = f"/my/contracts/{contract.id}"
        return result

    @api.constrains("partner_id", "contact_id", "lead_id", "company_id")
    def _check_one_customer(self):
        """Everything on a contract belongs to its customer, or would show another."""
        for contract in self:
            # sudo: whether it fits does not depend on who may see it.
            known = contract.sudo()
            customer = known.partner_id.yishang_customer_id
            if not known.partner_id.yishang_is_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer of the CRM. Choose a customer, or "
                        "make one of it in the list of customers.",
                        partner=contract.partner_id.display_name,
                    )
                )
            others = known.contact_id | known.lead_id.partner_id
            if others.yishang_customer_id - customer or others.filtered(
                lambda one: not one.yishang_customer_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(contract)s: signatory and opportunity must belong to "
                        "%(customer)s. Choose others, or leave them empty.",
                        contract=contract.display_name,
                        customer=contract.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_entered(vals) for vals in vals_list])

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="contracts",
            title=self.env._("Contracts"),
            sequence=55,
            domain=Domain("state", "!=", "cancelled"),
            order="date_start DESC, id DESC",
            columns=(
                "name",
                "subject",
                "kind",
                LedgerColumn("date_sign"),
                "date_start",
                "date_end",
                "state",
                "amount",
            ),
        )
        return [*super()._get_ledger_tables(), table]
