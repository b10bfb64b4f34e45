from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.duplicate_keys import EMAIL, PHONE, TAX_ID
from ..tools.secret_text import mask

# Customers named in a line of the list.
NAMED = 3


class CrmYishangDuplicateGroup(models.Model):
    """Customers that share a key: what the check of the whole base has found.

    Seen by whoever sees one of them; the others are only counted.
    """

    _name = "crm.yishang.duplicate.group"
    _description = "Customers with the Same Key"
    _inherit = "crm.yishang.visible.mixin"
    _order = "customer_count DESC, id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("vat", "Tax ID"),
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("name", "Company Name"),
        ],
        string="The Same",
        required=True,
        readonly=True,
        index=True,
    )
    # Whoever sees masks could guess a number by searching for it.
    key = fields.Char(required=True, readonly=True, groups="base.group_system")
    shown_key = fields.Char(string="Value", compute="_compute_shown_key")
    customer_count = fields.Integer(
        string="Customers", readonly=True, help="Those you do not see included."
    )
    hidden_count = fields.Integer(string="Hidden", compute="_compute_customers")
    # Who is in it is told as far as the user sees the customers, see below.
    member_ids = fields.One2many(
        "crm.yishang.duplicate.member",
        "group_id",
        readonly=True,
        groups="base.group_system",
    )
    customer_id = fields.Many2one(
        "res.partner", store=False, search="_search_customer_id"
    )
    customer_names = fields.Char(string="Which", compute="_compute_customers")
    owner_names = fields.Char(string="Salespersons", compute="_compute_customers")
    region_id = fields.Many2one(
        "crm.yishang.region",
        store=False,
        search="_search_region_id",
        help="Finds groups with a customer of the region or below it.",
    )
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        help="Empty if the customers are not all of one company.",
    )
    state = fields.Selection(
        [("open", "To Check"), ("dismissed", "No Duplicates")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    dismisser_id = fields.Many2one(
        "res.users", string="Decided By", readonly=True, ondelete="restrict"
    )
    date_dismissed = fields.Datetime(string="Decided On", readonly=True)
    can_merge = fields.Boolean(
        compute="_compute_customers", export_string_translation=False
    )

    _yishang_stays = ("dismisser_id",)

    _key_uniq = models.Constraint("UNIQUE (kind, key)")

    @api.depends("kind", "key")
    @api.depends_context("uid")
    def _compute_shown_key(self):
        is_masked = self.env["crm.yishang.mask"]._is_masked()
        for group in self:
            # sudo: the field is closed to searches, not to whoever sees the group.
            key = group.sudo().key
            if group.kind == TAX_ID:
                key = key.upper()
            if is_masked and group.kind in (PHONE, EMAIL):
                key = mask(group.kind, key)
            group.shown_key = key

    @api.depends("kind", "key")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for group in self:
            group.display_name = f"{labels.get(group.kind, '')} {group.shown_key}"

    @api.depends("member_ids")
    @api.depends_context("uid")
    def _compute_customers(self):
        merger = self.env["base.partner.merge.automatic.wizard"]
        may_merge = merger.has_access("create")
        visible = self._get_customers()
        editable = visible._filter_visible("write")
        for group in self:
            # sudo: members are counted, those the user sees are named.
            customers = group.sudo().member_ids.customer_id.sudo(False) & visible
            group.hidden_count = max(0, group.customer_count - len(customers))
            group.customer_names = self._join(customers)
            # sudo: the name of a colleague is no secret.
            group.owner_names = self._join(customers.sudo().user_id)
            # Of a colleague's or the pool's, the guard would refuse it.
            group.can_merge = may_merge and len(customers) > 1 and customers <= editable

    @api.model
    def _join(self, records):
        names = records[:NAMED].mapped("display_name")
        if len(records) > NAMED:
            names.append("…")
        return self.env._(", ").join(names)

    @api.model
    def _search_customer_id(self, operator, value):
        name = "display_name" if operator in ("ilike", "like") else "id"
        return self._get_customers_domain(Domain(name, operator, value))

    @api.model
    def _search_region_id(self, operator, value):
        return self._get_customers_domain(Domain("yishang_region_id", operator, value))

    @api.model
    def _get_customers_domain(self, domain):
        """Return the groups with a customer of ``domain`` that the user sees."""
        partners = self.env["res.partner"].with_context(active_test=False)
        found = partners._search(Domain("yishang_is_customer", "=", True) & domain)
        # sudo: the customers are those the user finds.
        members = self.env["crm.yishang.duplicate.member"].sudo()
        members = members._search(Domain("customer_id", "in", found))
        return Domain("id", "in", members.subselect("group_id"))

    def _get_customers(self):
        """Return the customers of the groups that the current user sees."""
        # sudo: all of them are asked for the right to read.
        customers = self.sudo().member_ids.customer_id.sudo(False)
        return customers._filtered_access("read")

    @api.model
    def _get_visible_columns(self):
        return ["member_ids.yishang_is_visible"]

    @api.model
    def _get_sight_domain(self, sight, mode):
        if sight.is_open(mode):
            return Domain.TRUE
        members = self.env["crm.yishang.duplicate.member"]
        return Domain("member_ids", "any", members._get_sight_domain(sight, mode))

    def action_open(self):
        """Show the customers of a group as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_action_team"
        )
        return {
            **action,
            "name": self.display_name,
            "path": False,
            "context": {"active_test": False},
            "domain": [("id", "in", self._get_customers().ids)],
        }

    def action_merge(self):
        """Open the wizard that makes one customer of those of the group."""
        self.ensure_one()
        customers = self._get_customers()
        if len(customers) < 2:
            raise UserError(
                self.env._(
                    "%(group)s: you see one of these customers only. Ask a leader who "
                    "sees the others.",
                    group=self.display_name,
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.base_partner_merge_action_customer"
        )
        context = {"active_model": "res.partner", "active_ids": customers.ids}
        return {**action, "context": {**context, "active_id": customers[0].id}}

    def action_dismiss(self):
        """Remember that these customers are different ones.

        The group comes back as soon as another customer has the key, too.
        """
        self._check_all_seen()
        # sudo: groups are written by the job and by these buttons.
        self.sudo().write(
            {
                "state": "dismissed",
                "dismisser_id": self.env.uid,
                "date_dismissed": fields.Datetime.now(),
            }
        )

    def action_reopen(self):
        """Have these customers looked at again."""
        self._check_all_seen()
        # sudo: see action_dismiss.
        self.sudo().write(
            {"state": "open", "dismisser_id": False, "date_dismissed": False}
        )

    def _check_all_seen(self):
        """Check that nobody decides on customers without seeing them."""
        self.env["crm.yishang.duplicate.job"]._check_role()
        self.check_access("read")
        if partly := self.filtered("hidden_count")[:1]:
            raise UserError(
                self.env._(
                    "%(group)s: you do not see %(count)s of these customers. Have "
                    "somebody decide who sees them all.",
                    group=partly.display_name,
                    count=partly.hidden_count,
                )
            )

    def action_refresh(self):
        """Check the base again: at once, or in the background if it is big."""
        return self.env["crm.yishang.duplicate.job"]._start()
