from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_table import LedgerColumn, LedgerTable
from ..tools.moving import DEPARTMENT, Moving

# How much a clock may be ahead when somebody enters when a visit was, in minutes.
CLOCK_TOLERANCE = 10


class CrmYishangVisit(models.Model):
    """One planned or finished contact of an employee with a customer."""

    _name = "crm.yishang.visit"
    _description = "Visit"
    _inherit = [
        "crm.yishang.numbered.mixin",
        "crm.yishang.assigned.mixin",
        "crm.yishang.visit.author.mixin",
        "crm.yishang.visit.plan.mixin",
        "crm.yishang.visit.lock.mixin",
        "crm.yishang.visit.progress.mixin",
        "crm.yishang.visit.place.mixin",
        "crm.yishang.visit.contract.mixin",
        "crm.yishang.visit.call.mixin",
        "crm.yishang.visit.file.mixin",
        "crm.yishang.visit.quick.mixin",
        "crm.yishang.visit.neighbour.mixin",
        "crm.yishang.instructed.mixin",
        "crm.yishang.bulk.mixin",
        "crm.yishang.document.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "day DESC, id DESC"
    _rec_name = "subject"
    _rec_names_search = ["name", "subject"]

    _grant_source = "visit"
    _grant_link = "visit_id"
    _grant_triggers = frozenset(("partner_id", "state", "user_id"))

    _yishang_moving = Moving(
        is_open=SQL("document.state = 'planned'"),
        also=(("department_id", DEPARTMENT),),
        pooled=(("state", SQL("'cancelled'")),),
        unpooled=(("state", SQL("'planned'")), ("cancel_reason", SQL("NULL"))),
        is_required=True,
        then="_yishang_explain_cancelled",
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        domain="[('yishang_is_customer', '=', True)]",
        tracking=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="The person one talked to, or is going to see.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Employee",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who makes the contact and writes the record.",
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_place_of_day",
        store=True,
        precompute=True,
        help="Of the employee on the day of the visit; it does not move any more.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        compute="_compute_place_of_day",
        store=True,
        precompute=True,
        help="Of the customer on the day of the visit; it does not move any more.",
    )
    category_id = fields.Many2one(
        "crm.yishang.contact.category",
        string="Contact Category",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["crm.yishang.contact.category"].search(
            [], limit=1
        ),
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id', 'child_of', partner_id), ('type', '=', 'opportunity')]",
    )
    date_start = fields.Datetime(string="Start", copy=False)
    date_end = fields.Datetime(string="End", copy=False)
    day = fields.Date(
        compute="_compute_day",
        store=True,
        precompute=True,
        help="The day of the real start, of the planned one before, in the time zone "
        "of the company.",
    )
    subject = fields.Char(
        compute="_compute_subject", store=True, readonly=False, precompute=True
    )
    content = fields.Text(copy=False, help="What was talked about.")
    result = fields.Text(copy=False)
    attitude = fields.Selection(
        [
            ("4", "Very Interested"),
            ("3", "Interested"),
            ("2", "Undecided"),
            ("1", "Declining"),
        ],
        copy=False,
        help="How the customer took it.",
    )
    next_step = fields.Char(copy=False)
    date_next = fields.Date(string="Next Contact", copy=False)
    answer_ids = fields.One2many("crm.yishang.visit.answer", "visit_id", copy=False)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("in_progress", "In Progress"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    cancel_reason = fields.Char(copy=False, readonly=True)

    _check_real = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A visit cannot end before it starts. Correct its start or its end.",
    )
    _check_started = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NOT NULL)",
        "A visit that never started cannot end. Enter when it started, or check in.",
    )
    # Whom one is with; also what two check-ins at the same moment run into.
    _under_way_uniq = models.UniqueIndex(
        "(user_id) WHERE state = 'in_progress' AND date_end IS NULL",
        "You are at a customer already. Check out there before you check in here.",
    )
    _customer_idx = models.Index("(yishang_customer_id, day DESC, id DESC)")
    _scope_idx = models.Index("(yishang_scope_key, day DESC, id DESC)")
    _scope_region_idx = models.Index("(yishang_scope_region_id, day DESC, id DESC)")
    # Everything supervision counts is in it, so that no row is read.
    _user_idx = models.Index(
        "(user_id, day DESC, id DESC) INCLUDE (state, category_id, company_id,"
        " department_id, date_planned_start, record_delay, check_in_status,"
        " yishang_scope_key, yishang_scope_region_id, yishang_customer_id)"
    )
    _day_idx = models.Index(
        "(day DESC, id DESC) INCLUDE (user_id, state, category_id, company_id)"
    )

    @api.depends("user_id", "partner_id")
    def _compute_place_of_day(self):
        for visit in self:
            # sudo: the department of a colleague is no secret, the employee is.
            visit.department_id = visit.user_id.sudo().employee_id.department_id
            visit.region_id = visit.partner_id.yishang_region_id

    @api.depends("date_planned_start", "date_start", "company_id")
    def _compute_day(self):
        for visit in self:
            moment = visit.date_start or visit.date_planned_start
            visit.day = visit.company_id._yishang_get_day(moment)

    @api.depends("category_id", "partner_id")
    def _compute_subject(self):
        for visit in self.filtered(lambda visit: not visit.subject):
            customer = visit.partner_id.yishang_short_name or visit.partner_id.name
            visit.subject = " ".join(filter(None, (visit.category_id.name, customer)))

    @api.constrains("partner_id", "contact_id", "lead_id")
    def _check_one_customer(self):
        """Everything on a visit belongs to its customer, or it would show another."""
        for visit in self:
            customer = visit.partner_id.yishang_customer_id
            if not visit.partner_id.yishang_is_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer of the CRM. Choose a customer, or "
                        "make one of it in the list of customers.",
                        partner=visit.partner_id.display_name,
                    )
                )
            others = (visit.contact_id | visit.lead_id.partner_id).filtered(
                lambda partner, customer=customer: (
                    partner.yishang_customer_id != customer
                )
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(visit)s: contact and opportunity must belong to "
                        "%(customer)s. Choose others, or leave them empty.",
                        visit=visit.name,
                        customer=visit.partner_id.display_name,
                    )
                )

    @api.constrains("date_start", "date_end")
    def _check_not_ahead(self):
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=CLOCK_TOLERANCE)
        for visit in self:
            if max(filter(None, (visit.date_start, visit.date_end)), default=latest) > (
                latest
            ):
                raise ValidationError(
                    self.env._(
                        "%(visit)s: start and end tell what happened and cannot lie in "
                        "the future. Enter the planned start instead.",
                        visit=visit.subject,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._drop_system_vals(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if done := self.filtered(lambda visit: visit.state in ("in_progress", "done")):
            raise UserError(
                self.env._(
                    "%(visits)s: what happened is not deleted. Correct the record, or "
                    "have your manager reopen it.",
                    visits=", ".join(done.mapped("display_name")),
                )
            )

    @api.model
    def _get_visible_domain(self, mode):
        """Visits are changed by whoever makes them and by those above."""
        domain = super()._get_visible_domain(mode)
        if mode == "write":
            domain &= self.env["crm.yishang.people"]._get_domain("user_id")
        return domain

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "user_id"]

    def _yishang_is_open_work(self):
        return self.state in ("planned", "in_progress")

    @api.model
    def _sql_is_open_work(self, alias):
        return SQL("%s IN ('planned', 'in_progress')", SQL.identifier(alias, "state"))

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="visits",
            title=self.env._("Contact Records"),
            sequence=25,
            domain=Domain("state", "=", "done"),
            order="day DESC, id DESC",
            columns=(
                LedgerColumn("day", self.env._("Date")),
                "category_id",
                "user_id",
                "subject",
                "content",
                "result",
                "next_step",
            ),
        )
        return [*super()._get_ledger_tables(), table]
