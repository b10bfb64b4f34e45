from odoo import api, fields, models

from ..tools.lifecycle import STAGES
from ..tools.moving import Moving
from ..tools.sight import get_scope_key

TEXT_TYPES = frozenset(("char", "html", "text"))


class ResPartner(models.Model):
    """Customers of the CRM are partners with the flag ``yishang_is_customer``."""

    _name = "res.partner"
    _inherit = [
        # First: whoever writes a mask back changes nothing.
        "crm.yishang.secret.mixin",
        "crm.yishang.lifecycle.mixin",
        "crm.yishang.last.order.mixin",
        "crm.yishang.customer.mixin",
        "crm.yishang.tax.id.mixin",
        "crm.yishang.revised.mixin",
        "crm.yishang.duplicate.mixin",
        "crm.yishang.customer.receipts.mixin",
        "crm.yishang.customer.receivable.mixin",
        "crm.yishang.customer.figures.mixin",
        "crm.yishang.customer.ledger.mixin",
        "crm.yishang.customer.visits.mixin",
        "crm.yishang.customer.contracts.mixin",
        "crm.yishang.customer.cases.mixin",
        "crm.yishang.customer.campaigns.mixin",
        "crm.yishang.customer.answers.mixin",
        "crm.yishang.customer.due.mixin",
        "crm.yishang.customer.pool.mixin",
        "crm.yishang.customer.value.mixin",
        "crm.yishang.customer.value.card.mixin",
        "crm.yishang.customer.kept.mixin",
        "crm.yishang.customer.sold.mixin",
        "crm.yishang.customer.panel.mixin",
        "crm.yishang.customer.segments.mixin",
        "crm.yishang.customer.touches.mixin",
        "crm.yishang.search.mixin",
        "crm.yishang.bulk.mixin",
        "crm.yishang.foreseen.mixin",
        "crm.yishang.mobile.mixin",
        "crm.yishang.page.mixin",
        "crm.yishang.visible.mixin",
        "crm.yishang.never.narrowed.mixin",
        "crm.yishang.apart.mixin",
        "res.partner",
    ]
    # What visibility is decided on, and what documents show and compare.
    _yishang_prefetched = frozenset(
        (
            "yishang_customer_id",
            "yishang_is_customer",
            "yishang_region_id",
            "yishang_scope_key",
            "yishang_scope_region_id",
            "yishang_short_name",
            "yishang_type_id",
        )
    )
    _page_columns = ("company_id", "partner_share")
    # Contacts; the customers themselves are written by the service.
    _yishang_moving = Moving()

    yishang_is_customer = fields.Boolean(
        string="CRM Customer",
        copy=False,
        help="Carried by the company, or by a person without company; contacts follow.",
    )
    yishang_code = fields.Char(
        string="Customer Code",
        copy=False,
        help="Given by the numbering rule if left empty.",
    )
    yishang_short_name = fields.Char(string="Short Name")
    yishang_type_id = fields.Many2one(
        "crm.yishang.customer.type", string="Customer Type", ondelete="restrict"
    )
    yishang_source_id = fields.Many2one(
        "crm.yishang.customer.source", string="Customer Source", ondelete="restrict"
    )
    yishang_region_id = fields.Many2one(
        "crm.yishang.region", string="Region", index=True, ondelete="restrict"
    )
    yishang_customer_id = fields.Many2one(
        "res.partner",
        string="CRM Customer of the Contact",
        compute="_compute_yishang_scope",
        store=True,
        index="btree_not_null",
    )
    yishang_scope_key = fields.Integer(
        compute="_compute_yishang_scope",
        store=True,
        export_string_translation=False,
        help="Who holds the customer: the owner's id; minus the region's id without "
        "owner; 0 for partners that are never narrowed.",
    )
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region of the Customer",
        compute="_compute_yishang_scope",
        store=True,
    )
    yishang_collaborator_ids = fields.One2many(
        "crm.yishang.grant",
        "customer_id",
        string="Collaborators",
        domain=[("source", "!=", "case")],
    )
    yishang_ownership_ids = fields.One2many(
        "crm.yishang.ownership.change", "customer_id", string="Ownership History"
    )
    yishang_lifecycle = fields.Selection(
        STAGES,
        string="Lifecycle Stage",
        copy=False,
        group_expand=True,
        help="Moved by what happens: visits, confirmed orders, months without order.",
    )
    yishang_grade = fields.Selection(
        [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")],
        string="Value Grade",
        copy=False,
    )
    yishang_fax = fields.Char(string="Fax")
    yishang_scale = fields.Selection(
        [
            ("1", "Fewer than 20 People"),
            ("20", "20 to 99 People"),
            ("100", "100 to 499 People"),
            ("500", "500 to 999 People"),
            ("1000", "1,000 to 9,999 People"),
            ("10000", "10,000 People or More"),
        ],
        string="Scale",
    )
    yishang_revenue = fields.Monetary(
        string="Annual Revenue", currency_field="currency_id"
    )
    yishang_follow_stage_id = fields.Many2one(
        "crm.yishang.follow.stage",
        string="Follow-up Stage",
        copy=False,
        ondelete="restrict",
        help="How far the work on the customer has come, as the last record says.",
    )
    yishang_date_first_contact = fields.Date(string="First Contact", copy=False)
    yishang_date_last_contact = fields.Date(string="Last Contact", copy=False)
    yishang_date_next_contact = fields.Date(string="Next Contact", copy=False)
    yishang_birthday = fields.Date(string="Birthday")
    yishang_preferences = fields.Char(
        string="Preferences", help="What to remember when meeting this person."
    )
    yishang_decision_role = fields.Selection(
        [
            ("decider", "Decision Maker"),
            ("influencer", "Influencer"),
            ("buyer", "Buyer"),
            ("user", "User"),
            ("gatekeeper", "Gatekeeper"),
        ],
        string="Decision Role",
    )

    # Whatever the rules read is in it, so that counting touches no rows.
    _yishang_scope_idx = models.Index(
        "(yishang_scope_key, yishang_is_customer, complete_name, id DESC)"
        " INCLUDE (active, yishang_customer_id, company_id, partner_share)"
    )
    _yishang_scope_region_idx = models.Index(
        "(yishang_scope_region_id, yishang_is_customer, complete_name, id DESC)"
        " INCLUDE (active, yishang_scope_key, company_id, partner_share)"
    )
    # The few partners that are no customers, for searches by name (see the mixin).
    _yishang_others_idx = models.Index(
        "(complete_name) WHERE yishang_customer_id IS NULL"
    )
    # What supervision counts: who entered customers, and when.
    _yishang_entered_idx = models.Index(
        "(create_uid, create_date) WHERE yishang_is_customer IS TRUE"
    )
    _yishang_code_uniq = models.UniqueIndex(
        "(lower(yishang_code)) WHERE yishang_code IS NOT NULL",
        "This customer code is already used.",
    )

    @api.depends(
        "commercial_partner_id.user_id",
        "commercial_partner_id.yishang_is_customer",
        "commercial_partner_id.yishang_region_id",
        "commercial_partner_id.parent_id.commercial_partner_id.user_id",
        "commercial_partner_id.parent_id.commercial_partner_id.yishang_is_customer",
        "commercial_partner_id.parent_id.commercial_partner_id.yishang_region_id",
        "user_ids.share",
    )
    def _compute_yishang_scope(self):
        heads = {partner: partner._yishang_get_head() for partner in self}
        followers = self.filtered(heads.get)
        never = set(followers._yishang_get_never_narrowed()._ids)
        for partner, customer in heads.items():
            if not customer or partner.id in never or customer.id in never:
                partner.yishang_customer_id = False
                partner.yishang_scope_key = 0
                partner.yishang_scope_region_id = False
                continue
            owner, region = customer.user_id, customer.yishang_region_id
            partner.yishang_customer_id = customer
            partner.yishang_scope_key = get_scope_key(owner.id, region.id)
            partner.yishang_scope_region_id = region

    def _yishang_get_head(self):
        """Return the customer this partner follows, if it follows any.

        That is its company; if that is no customer itself but a branch, the company
        above it.
        """
        head = self.commercial_partner_id
        while head and not head.yishang_is_customer:
            head = head.parent_id.commercial_partner_id
        return head

    @api.depends_context("uid")
    def _compute_same_vat_partner_id(self):
        super()._compute_same_vat_partner_id()
        # The host looks for the other partner under sudo.
        for name in ("same_vat_partner_id", "same_company_registry_partner_id"):
            for partner in self.filtered(name):
                partner[name] = partner[name]._filter_visible("read")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._yishang_add_default_owner(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        ownership = self.env["crm.yishang.ownership"]
        moved, rest = ownership._split_vals(self, vals)
        result = super().write(rest) if rest or not moved else True
        if "tz" in rest:
            self._yishang_forget_zones()
        if moved:
            ownership._move(self, moved)
        return result

    def _yishang_forget_zones(self):
        """The days of a company begin by the clock of its contact."""
        # sudo: whether it is one, whoever may see the company.
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        if companies.search_count([("partner_id", "in", self.ids)], limit=1):
            self.env.registry.clear_cache()

    def _yishang_write_plain(self, vals):
        """Write without moving anybody: what becomes a customer changes no hands."""
        # Another name for the write below this class's own.
        # pylint: disable=super-method-mismatch
        return super().write(vals)

    @api.model
    def _yishang_add_default_owner(self, vals):
        """Return ``vals`` with the creating CRM user as owner of a new customer."""
        is_customer = vals.get(
            "yishang_is_customer", self.env.context.get("default_yishang_is_customer")
        )
        if not is_customer or "user_id" in vals or vals.get("parent_id"):
            return vals
        if not self.env.user.has_group("crm_yishang.crm_yishang_group_salesperson"):
            return vals
        return {**vals, "user_id": self.env.uid}

    def signup_get_auth_param(self):
        """Give the key to a contact's account to whoever works on it alone."""
        if self._yishang_is_narrowed():
            self.check_access("write")
        return super().signup_get_auth_param()

    def _get_hidden_partners(self):
        """Return those of ``self`` whose data the current user must not see."""
        return self - self._filter_visible("read")

    def _read_format(self, fnames, load="_classic_read"):
        """Blank names and addresses of hidden partners, which the host reads in
        superuser mode for authors, recipients and followers.
        """
        rows = super()._read_format(fnames, load)
        hidden = self._get_hidden_partners() if self.env.su else self.browse()
        texts = [name for name in fnames if self._fields[name].type in TEXT_TYPES]
        for partner, row in zip(self, rows, strict=True):
            if partner.id in hidden._ids:
                row.update(dict.fromkeys(texts, self.env._("No access")))
        return rows
