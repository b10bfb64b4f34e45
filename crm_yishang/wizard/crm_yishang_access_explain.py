from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

# Kinds of documents the counts are given for: name of the model and domain.
KINDS = (
    ("res.partner", [("yishang_is_customer", "=", True)]),
    ("crm.lead", []),
    ("sale.order", []),
    ("account.move", [("move_type", "in", ("out_invoice", "out_refund"))]),
)


class CrmYishangAccessExplain(models.TransientModel):
    """What does a user see, and why? For administrators who are asked."""

    _name = "crm.yishang.access.explain"
    _description = "Who Sees What"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    customer_id = fields.Many2one(
        "res.partner",
        domain="[('yishang_is_customer', '=', True)]",
        help="Shows what opens this customer to the user.",
    )
    line_ids = fields.One2many(
        "crm.yishang.access.explain.line",
        "explain_id",
        string="Visible Records",
        compute="_compute_line_ids",
        store=True,
    )
    reasons = fields.Text(string="Why", compute="_compute_reasons")

    @api.depends("user_id")
    def _compute_line_ids(self):
        for explain in self:
            counts = explain._get_counts() if explain.user_id else []
            explain.line_ids = [
                Command.clear(),
                *(Command.create(vals) for vals in counts),
            ]

    @api.depends("user_id", "customer_id")
    def _compute_reasons(self):
        for explain in self:
            explain.reasons = False
            if explain.user_id and explain.customer_id:
                explain.reasons = "\n".join(explain._get_reasons())

    def _get_counts(self):
        """Return the number of records the user sees and of all there are, by kind.

        A kind the user's roles do not read at all counts nothing.
        """
        counts = []
        for name, domain in KINDS:
            model = self.env[name].with_user(self.user_id)
            readable = model.has_access("read")
            counts.append(
                {
                    "model_id": self.env["ir.model"]._get_id(name),
                    "count": model.search_count(domain) if readable else 0,
                    # sudo: all there are, as a measure of what is hidden.
                    "total": self.env[name].sudo().search_count(domain),
                    "is_readable": readable,
                }
            )
        return counts

    def _get_reasons(self):
        """Return every path that opens the customer to the user, as sentences."""
        self.ensure_one()
        policy = self.env["crm.yishang.policy"].with_user(self.user_id)
        # sudo: administrators explain the sight of others.
        customer = self.customer_id.sudo()
        if not policy._is_in_force():
            return [self.env._("Visibility is not in force: the other apps decide.")]
        if not customer.yishang_customer_id:
            return [self.env._("Not a CRM customer: never narrowed.")]
        sight = policy._get_sight()
        if sight.reads_all:
            return [self.env._("A role of the user sees everything.")]
        reasons = [
            *self._get_owner_reasons(customer, sight),
            *self._get_region_reasons(customer, sight),
            *self._get_grant_reasons(customer),
        ]
        return reasons or [self.env._("Nothing: the customer is hidden.")]

    def _get_owner_reasons(self, customer, sight):
        owner = customer.user_id
        if owner == self.user_id and owner.id in sight.owners:
            yield self.env._("Owner of the customer.")
        elif owner.id in sight.owners:
            yield self.env._("Superior of the owner %(owner)s.", owner=owner.name)
        elif not owner and not customer.yishang_region_id and sight.has_orphans:
            yield self.env._("In the public pool without region: regional managers.")

    def _get_region_reasons(self, customer, sight):
        region = customer.yishang_region_id
        if not region:
            return
        if region.id in sight.regions:
            # sudo: administrators explain the sight of others.
            charge = self.user_id.sudo().yishang_managed_region_ids.filtered(
                lambda above: region.parent_path.startswith(above.parent_path)
            )
            yield self.env._(
                "In charge of %(regions)s.",
                regions=self.env._(", ").join(charge.mapped("display_name")),
            )
        elif not customer.user_id and region.id in sight.pool:
            yield self.env._("In the public pool of the user's own region.")

    def _get_grant_reasons(self, customer):
        # sudo: the question is about every grant, not the asker's.
        grants = customer.yishang_collaborator_ids.sudo().filtered(
            lambda grant: grant.user_id == self.user_id and grant._is_open()
        )
        for grant in grants:
            if grant.lead_id:
                yield self.env._(
                    "Works on the open opportunity %(lead)s.", lead=grant.lead_id.name
                )
            elif grant.date_end:
                yield self.env._("Collaborator until %(date)s.", date=grant.date_end)
            else:
                yield self.env._("Collaborator.")

    def action_open_user(self):
        """Open the user, to change roles or regions."""
        if not self.env.user.has_group("base.group_erp_manager"):
            raise AccessError(self.env._("Only an administrator may open users."))
        return self.user_id.get_formview_action()
