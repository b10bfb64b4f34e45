from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# What the policy derives; a user who could write them would widen sight.
SCOPE_COLUMNS = frozenset(
    ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
)


class CrmYishangVisibleMixin(models.AbstractModel):
    """Records that are visible as their customer is.

    A model declares where owner, region and customer stand, or through which of
    its records it hangs on a customer; the policy does the rest. Search and
    compute are the same domain, evaluated by the database or in memory.

    To be named before the model it extends, so that the mask has the last word.
    """

    _name = "crm.yishang.visible.mixin"
    _description = "Visible as its Customer"

    _visible_key = "yishang_scope_key"
    _visible_region = "yishang_scope_region_id"
    _visible_customer = "yishang_customer_id"
    # Many2ones to other visible models, instead of the three above: a record is
    # visible if all that are set are.
    _visible_through = ()

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

    def write(self, vals):
        """The host asks for the right before a change, not after it.

        Whoever put an own opportunity on a customer of the pool would hold both.
        """
        if not self._yishang_is_narrowed():
            return super().write(vals)
        editable = self._filter_visible("write")
        result = super().write(vals)
        if lost := editable - editable._filter_visible("write"):
            raise AccessError(
                self.env._(
                    "%(records)s: with these values you could not change it any more. "
                    "Choose a customer you work on, or ask your manager.",
                    # sudo: names of what the user could change until now.
                    records=", ".join(lost.sudo().mapped("display_name")),
                )
            )
        return result

    @api.model
    def _get_visible_columns(self):
        through = self._get_visible_through()
        if through:
            return [*through, *(f"{name}.yishang_is_visible" for name in through)]
        return [
            name
            for name in (
                self._visible_key,
                self._visible_region,
                self._visible_customer,
            )
            if name
        ]

    @api.model
    def _get_visible_through(self):
        return self._visible_through

    def _filter_visible(self, mode):
        """Return the records of ``self`` the current user may see or change.

        The columns are read in superuser mode: who asks is ``env.uid``.
        """
        domain = self._get_visible_domain(mode)
        if domain.is_true():
            return self
        # sudo: the answer itself decides on access, it cannot depend on it.
        context = {**self.env.context, "active_test": False}
        allowed = self.with_env(self.env(su=True, context=context))
        return allowed.filtered_domain(domain).with_env(self.env)

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
        policy = self.env["crm.yishang.policy"]
        memo, key = policy._get_memo(), (self.env.uid, self._name, mode)
        if key not in memo:
            memo[key] = self._get_sight_domain(policy._get_sight(), mode)
        return memo[key]

    @api.model
    def _get_sight_domain(self, sight, mode):
        """Return the records a ``Sight`` reaches in that mode, as a ``Domain``."""
        if sight.is_open(mode):
            return Domain.TRUE
        if through := self._get_visible_through():
            return Domain.AND(
                self._get_sight_domain_through(name, sight, mode) for name in through
            )
        return Domain.OR(self._list_sight_parts(sight, mode))

    @api.model
    def _list_sight_parts(self, sight, mode):
        """Return the conditions any of which opens a record, by the columns asked.

        The first is that of the scope keys.
        """
        parts = [Domain(self._visible_key, "in", sight.get_keys(mode))]
        if sight.covers_all:
            parts.append(Domain(self._visible_region, "!=", False))
        elif sight.regions:
            parts.append(Domain(self._visible_region, "in", sorted(sight.regions)))
        if customers := sight.get_customers(mode):
            parts.append(Domain(self._visible_customer, "in", customers))
        return parts

    @api.model
    def _get_sight_domain_through(self, name, sight, mode):
        comodel = self.env[self._fields[name].comodel_name]
        parent = comodel._get_sight_domain(sight, mode)
        return Domain(name, "=", False) | Domain(name, "any", parent)

    @api.depends("yishang_is_visible")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Mask the names of hidden records, which the host shows under sudo."""
        super()._compute_display_name()
        hidden = self.filtered("id") - self._filter_visible("read")
        if hidden:
            hidden.display_name = self.env._("No access")

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in SCOPE_COLUMNS and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        return self.env["crm.yishang.policy"]._drop_blind_recipients(self, recipients)
