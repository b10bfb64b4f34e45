from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangVisibleMixin(models.AbstractModel):
    """Records that are visible as their customer is.

    A model declares where owner, region and customer stand, or through which of
    its records it hangs on a customer; the policy does the rest. Search and
    compute are the same domain, evaluated by the database or in memory.
    """

    _name = "crm.yishang.visible.mixin"
    _description = "Visible as its Customer"

    _visible_key = "yishang_scope_key"
    _visible_region = "yishang_scope_region_id"
    _visible_customer = "yishang_customer_id"
    # Name of a many2one to another visible model, instead of the three above.
    _visible_through = None

    yishang_is_visible = fields.Boolean(
        compute="_compute_yishang_is_visible",
        search="_search_yishang_is_visible",
        export_string_translation=False,
    )
    yishang_is_editable = fields.Boolean(
        compute="_compute_yishang_is_editable",
        search="_search_yishang_is_editable",
        export_string_translation=False,
    )

    @api.depends(lambda self: self._get_visible_columns())
    @api.depends_context("uid")
    def _compute_yishang_is_visible(self):
        visible = self._filter_visible("read")
        visible.yishang_is_visible = True
        (self - visible).yishang_is_visible = False

    @api.model
    def _search_yishang_is_visible(self, operator, value):
        return self._search_visible("read", operator, value)

    @api.depends(lambda self: self._get_visible_columns())
    @api.depends_context("uid")
    def _compute_yishang_is_editable(self):
        editable = self._filter_visible("write")
        editable.yishang_is_editable = True
        (self - editable).yishang_is_editable = False

    @api.model
    def _search_yishang_is_editable(self, operator, value):
        return self._search_visible("write", operator, value)

    @api.model
    def _get_visible_columns(self):
        if self._visible_through:
            through = self._visible_through
            return [through, f"{through}.yishang_is_visible"]
        return [
            name
            for name in (
                self._visible_key,
                self._visible_region,
                self._visible_customer,
            )
            if name
        ]

    def _filter_visible(self, mode):
        """Return the records of ``self`` the current user may see or change.

        The columns are read in superuser mode: who asks is ``env.uid``.
        """
        domain = self._get_visible_domain(mode)
        if domain.is_true():
            return self
        # sudo: the answer itself decides on access, it cannot depend on it.
        allowed = self.sudo().with_context(active_test=False).filtered_domain(domain)
        return allowed.with_env(self.env)

    @api.model
    def _search_visible(self, mode, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_visible_domain(mode)
        if True not in value:
            return ~domain if False in value else Domain.FALSE
        return Domain.TRUE if False in value else domain

    @api.model
    def _get_visible_domain(self, mode):
        """Return the records the current user may see ("read") or change ("write").

        :return: a ``Domain`` of literal ids on indexed columns
        """
        return self._get_sight_domain(self.env["crm.yishang.policy"]._get_sight(), mode)

    @api.model
    def _get_sight_domain(self, sight, mode):
        """Return the records a ``Sight`` reaches in that mode, as a ``Domain``."""
        if sight.is_open(mode):
            return Domain.TRUE
        if self._visible_through:
            return self._get_sight_domain_through(sight, mode)
        domain = Domain(self._visible_key, "in", sight.get_keys(mode))
        if sight.covers_all:
            domain |= Domain(self._visible_region, "!=", False)
        elif sight.regions:
            domain |= Domain(self._visible_region, "in", sorted(sight.regions))
        if customers := sight.get_customers(mode):
            domain |= Domain(self._visible_customer, "in", customers)
        return domain

    @api.model
    def _get_sight_domain_through(self, sight, mode):
        through = self._fields[self._visible_through]
        parent = self.env[through.comodel_name]._get_sight_domain(sight, mode)
        return Domain(through.name, "=", False) | Domain(through.name, "any", parent)

    def _mask_display_name(self):
        """Replace the names of hidden records, which the host shows under sudo."""
        hidden = self.filtered("id") - self._filter_visible("read")
        if hidden:
            hidden.display_name = self.env._("No access")
