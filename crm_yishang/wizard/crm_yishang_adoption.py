from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..models.crm_yishang_policy import HOST_DECIDES
from ..tools.adoption import Choice
from .crm_yishang_adoption_line import KINDS

# Groups of host apps whose people need every customer for their own work.
HOST_APPS = (
    "account.group_account_readonly",
    "account.group_account_invoice",
    "mrp.group_mrp_user",
    "project.group_project_user",
    "purchase.group_purchase_user",
    "stock.group_stock_user",
)
DEFAULTS = ("type_id", "source_id")


class CrmYishangAdoption(models.TransientModel):
    """Choose the existing partners that become customers of the CRM."""

    _name = "crm.yishang.adoption"
    _description = "Adoption of Existing Customers"

    state = fields.Selection(
        [("choose", "Choose"), ("preview", "Preview"), ("done", "Done")],
        default="choose",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="Its orders and leads count, its numbering rule gives the codes.",
    )
    has_orders = fields.Boolean(
        string="With Quotations or Orders",
        default=True,
    )
    has_leads = fields.Boolean(string="With Leads or Opportunities", default=True)
    tag_ids = fields.Many2many("res.partner.category", string="With One of These Tags")
    has_filter = fields.Boolean(string="Matching a Filter")
    partner_domain = fields.Char(string="Filter", default="[]")
    kind = fields.Selection(
        [("company", "Companies only"), ("all", "Companies and persons")],
        string="Who",
        required=True,
        default="company",
        help="Contacts of a company always follow it; a person counts that belongs to "
        "no company.",
    )
    has_archived = fields.Boolean(
        string="Archived Ones as Well",
        default=True,
        help="They stay archived. Left out, they and their orders stay visible to "
        "everybody.",
    )
    maps_owner = fields.Boolean(
        string="Salesperson from the Latest Order or Lead",
        default=True,
        help="For partners that have none. Without salesperson a customer is in the "
        "public pool.",
    )
    maps_region = fields.Boolean(
        string="Region from the Address",
        default=True,
        help="By district, city or province, as exact as the address tells.",
    )
    type_id = fields.Many2one(
        "crm.yishang.customer.type", help="For those that have none."
    )
    source_id = fields.Many2one(
        "crm.yishang.customer.source", help="For those that have none."
    )
    all_customers_user_ids = fields.Many2many(
        "res.users",
        string="See All Customers in Other Apps",
        default=lambda self: self._default_all_customers_user_ids(),
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Accountants, warehouse and the like: they get the group “All Customers "
        "(Host Apps)” and go on seeing every customer.",
    )
    is_put_in_force = fields.Boolean(
        string="Put Visibility in Force",
        help="From now on, users of the company see the customers their role gives "
        "them; without any role, none.",
    )
    is_in_force = fields.Boolean(related="company_id.yishang_visibility_in_force")
    line_ids = fields.One2many(
        "crm.yishang.adoption.line", "adoption_id", string="Effect", readonly=True
    )

    def _compute_display_name(self):
        self.display_name = self.env._("Adopt Existing Customers")

    @api.model
    def _default_all_customers_user_ids(self):
        """Return who works with customers in other apps and has no role here."""
        groups = self.env["res.groups"].union(
            *filter(None, (self.env.ref(name, False) for name in HOST_APPS))
        )
        blind = self.env["crm.yishang.adopter"]._get_blind_user_ids()
        users = self.env["res.users"].search(
            [
                ("id", "in", blind),
                ("company_ids", "in", self.env.company.ids),
                ("all_group_ids", "in", groups.ids),
            ]
        )
        return users - self.env.ref(HOST_DECIDES).all_user_ids

    def action_preview(self):
        """Count what adopting would change, and change nothing."""
        self.ensure_one()
        counts = self.env["crm.yishang.adopter"]._count(self._get_choice())
        self._show("preview", {**counts, **self._count_users()})
        return True

    def action_back(self):
        """Choose again."""
        self.ensure_one()
        self.state = "choose"
        return True

    def action_adopt(self):
        """Make customers of the chosen partners, then give groups and switch on."""
        self.ensure_one()
        counts = self.env["crm.yishang.adopter"]._adopt(self._get_choice())
        self._apply_to_users()
        self._show("done", {**counts, **self._count_users()})
        return True

    def action_view_customers(self):
        """Open the customers."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_customer_action_team"
        )

    def _apply_to_users(self):
        group = self.env.ref(HOST_DECIDES)
        if users := self.all_customers_user_ids:
            group.write({"user_ids": [Command.link(user.id) for user in users]})
        if self.is_put_in_force and not self.is_in_force:
            self.company_id.yishang_visibility_in_force = True

    def _get_choice(self):
        """Return the ``Choice`` that the fields make.

        :raise UserError: if nothing is chosen
        """
        choice = Choice(
            company_id=self.company_id.id,
            has_orders=self.has_orders,
            has_leads=self.has_leads,
            tag_ids=tuple(self.tag_ids.ids),
            domain=Domain(literal_eval(self.partner_domain or "[]"))
            if self.has_filter
            else Domain.FALSE,
            has_persons=self.kind == "all",
            has_archived=self.has_archived,
            maps_owner=self.maps_owner,
            maps_region=self.maps_region,
            defaults=tuple(
                (f"yishang_{name}", self[name].id) for name in DEFAULTS if self[name]
            ),
        )
        if not any(
            (choice.has_orders, choice.has_leads, choice.tag_ids, self.has_filter)
        ):
            raise UserError(
                self.env._(
                    "Choose at least one kind of partners: with orders, with leads, "
                    "with a tag or matching a filter."
                )
            )
        return choice

    def _count_users(self):
        """Tell how many users see what once visibility is in force."""
        users = self._get_users_by_kind()
        return {kind: len(users[kind]) for kind in users}

    def _get_users_by_kind(self):
        """Return ``{kind of line: users of the company}``."""
        users = self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.company_id.ids)]
        )
        opened = self.all_customers_user_ids & users
        open_groups = self.env["crm.yishang.policy"]._get_open_groups()
        opened |= users.filtered(lambda user: user.all_group_ids & open_groups)
        blind = users.browse(self.env["crm.yishang.adopter"]._get_blind_user_ids())
        blind = (users & blind) - opened
        return {
            "user_open": opened,
            "user_narrowed": users - opened - blind,
            "user_blind": blind,
        }

    def _show(self, state, counts):
        """Show ``{kind: number}`` as lines, without warnings of nobody."""
        self.state = state
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({"kind": kind, "count": counts[kind]})
                for kind, (_label, is_warning) in KINDS.items()
                if counts.get(kind) or (kind in counts and not is_warning)
            ),
        ]
