from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

GROUP = "crm_yishang.crm_yishang_group_"

# Field on the user -> the groups of its privilege, the highest first.
ROLE_GROUPS = {
    "yishang_role_sales": ("director", "regional_manager", "leader", "salesperson"),
    "yishang_role_service": ("service_manager", "service_agent"),
    "yishang_is_cashier": ("cashier",),
    "yishang_is_marketing": ("marketing",),
    "yishang_is_report_viewer": ("report_viewer",),
    "yishang_is_administrator": ("administrator",),
    "yishang_is_all_customers": ("all_customers",),
}


class CrmYishangRoleMixin(models.AbstractModel):
    """The CRM roles of a user as plain fields, one for each privilege.

    The groups stay the only truth: the fields say which of them are given explicitly.
    Groups of other apps are neither shown nor touched.
    """

    _name = "crm.yishang.role.mixin"
    _description = "CRM Roles of a User"

    yishang_role_sales = fields.Selection(
        [
            ("salesperson", "Salesperson"),
            ("leader", "Team Leader"),
            ("regional_manager", "Regional Manager"),
            ("director", "Director"),
        ],
        string="Sales Role",
        compute="_compute_yishang_roles",
        readonly=False,
        help="Each role includes those before it. Whose customers one sees follows "
        "from the manager and the regions in charge.",
    )
    yishang_role_service = fields.Selection(
        [("service_agent", "Service Agent"), ("service_manager", "Service Manager")],
        string="Service Role",
        compute="_compute_yishang_roles",
        readonly=False,
    )
    yishang_is_cashier = fields.Boolean(
        string="Cashier",
        compute="_compute_yishang_roles",
        readonly=False,
        help="Confirms receipts; reads every customer and every order.",
    )
    yishang_is_marketing = fields.Boolean(
        string="Marketing",
        compute="_compute_yishang_roles",
        readonly=False,
        help="Campaigns and segments; sees the customers of the regions in charge.",
    )
    yishang_is_report_viewer = fields.Boolean(
        string="Report Viewer",
        compute="_compute_yishang_roles",
        readonly=False,
        help="The report center, for the regions in charge.",
    )
    yishang_is_administrator = fields.Boolean(
        string="CRM Administrator",
        compute="_compute_yishang_roles",
        readonly=False,
        help="Sees everything; keeps dictionaries, operators and rules.",
    )
    yishang_is_all_customers = fields.Boolean(
        string="All Customers in Other Apps",
        compute="_compute_yishang_roles",
        readonly=False,
        help="For accountants, warehouse and the like: other apps show them every "
        "customer, as without the CRM.",
    )
    yishang_role_names = fields.Char(
        string="Roles",
        compute="_compute_yishang_role_names",
        search="_search_yishang_role_names",
    )
    yishang_is_operator = fields.Boolean(
        string="Operator",
        compute="_compute_yishang_is_operator",
        search="_search_yishang_is_operator",
        help="Has an operator code or a CRM role.",
    )

    @api.depends("group_ids")
    def _compute_yishang_roles(self):
        group_ids = self._yishang_get_role_group_ids()
        for user in self:
            held = set(user.group_ids.ids)
            for fname, names in ROLE_GROUPS.items():
                role = next((name for name in names if group_ids[name] in held), False)
                is_choice = self._fields[fname].type == "selection"
                user[fname] = role if is_choice else bool(role)

    @api.depends("group_ids")
    @api.depends_context("lang")
    def _compute_yishang_role_names(self):
        roles = self._yishang_get_role_groups()
        for user in self:
            held = user.group_ids._origin & roles
            implied = (held.implied_ids.all_implied_ids) & held
            user.yishang_role_names = ", ".join((held - implied).mapped("name"))

    @api.model
    def _search_yishang_role_names(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        roles = self._yishang_get_role_groups()
        found = roles.filtered_domain(Domain("name", operator, value))
        domain = Domain("group_ids", "in", found.ids)
        if operator == "in" and False in value:
            domain |= ~Domain("group_ids", "in", roles.ids)
        return domain

    @api.depends("all_group_ids", "yishang_code")
    def _compute_yishang_is_operator(self):
        role_ids = set(self._yishang_get_role_group_ids().values())
        for user in self:
            held = user.all_group_ids.ids
            user.yishang_is_operator = user.yishang_code or role_ids.intersection(held)

    @api.model
    def _search_yishang_is_operator(self, operator, value):
        if operator != "in":
            return NotImplemented
        role_ids = list(self._yishang_get_role_group_ids().values())
        domain = Domain("yishang_code", "!=", False) | Domain(
            "all_group_ids", "in", role_ids
        )
        return domain if True in value else ~domain

    @api.model_create_multi
    def create(self, vals_list):
        guarded = self._yishang_is_guarded()
        users = super().create(
            [self._yishang_roles_to_groups(vals, is_new=True) for vals in vals_list]
        )
        if guarded:
            users._yishang_check_no_system()
        return users

    def write(self, vals):
        guarded = self._yishang_is_guarded()
        if guarded:
            self._yishang_check_no_system()
        vals = self._yishang_roles_to_groups(vals)
        result = super().write(vals)
        if guarded and "group_ids" in vals:
            self._yishang_check_no_system()
        return result

    @api.model
    def _yishang_roles_to_groups(self, vals, is_new=False):
        """Return values that give groups instead of roles.

        No inverse does this: the roles share one compute, so that an inverse called
        for one of them would find the others empty.
        """
        if ROLE_GROUPS.keys().isdisjoint(vals):
            return vals
        vals = dict(vals)
        group_ids = self._yishang_get_role_group_ids()
        commands = []
        for fname in ROLE_GROUPS.keys() & vals.keys():
            names = ROLE_GROUPS[fname]
            role = self._fields[fname].convert_to_cache(vals.pop(fname), self)
            if not is_new:
                commands += [Command.unlink(group_ids[name]) for name in names]
            if role:
                commands.append(
                    Command.link(group_ids[names[0] if role is True else role])
                )
        before = self._default_groups().ids if is_new else ()
        before = [Command.link(group_id) for group_id in before]
        vals["group_ids"] = [*(vals.get("group_ids") or before), *commands]
        return vals

    @api.model
    def _yishang_get_role_group_ids(self):
        """Return ``{name of the role: id of its group}``."""
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        names = [name for names in ROLE_GROUPS.values() for name in names]
        return {name: get_id(f"{GROUP}{name}") for name in names}

    @api.model
    def _yishang_get_role_groups(self):
        return self.env["res.groups"].browse(
            self._yishang_get_role_group_ids().values()
        )

    @api.model
    def _yishang_is_guarded(self):
        """Tell whether the current user may not touch system administrators.

        The role of CRM administrator brings the host's right to manage users along;
        it must not become the right to manage the whole Odoo.
        """
        actor = self.env.user
        return (
            not self.env.su
            and actor.has_group(f"{GROUP}administrator")
            and not actor._is_system()
        )

    def _yishang_check_no_system(self):
        """Check that none of the users is a system administrator of Odoo.

        :raise AccessError: naming them
        """
        # Not `_is_system`: it remembers groups that are refused here.
        group = self.env.ref("base.group_system")
        if system := self.filtered(lambda user: group in user.all_group_ids):
            raise AccessError(
                self.env._(
                    "%(names)s: a system administrator of Odoo is appointed, changed "
                    "and deactivated by system administrators only.",
                    names=", ".join(system.sudo().mapped("name")),
                )
            )
