from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmYishangAddressedMixin(models.AbstractModel):
    """Records that know an e-mail address, and whose it is only by that.

    Hidden with the customers that have the address. To be named before the model it
    extends.
    """

    _name = "crm.yishang.addressed.mixin"
    _description = "Hidden with the Owner of its Address"
    _inherit = "crm.yishang.visible.mixin"

    # Stored column with the normalized address.
    _visible_address = "email_normalized"

    @api.model
    def _get_visible_columns(self):
        return [self._visible_address]

    def _filter_visible(self, mode):
        domain = self._get_visible_domain(mode)
        if domain.is_true() or not self.ids:
            return self
        # sudo: the answer itself decides on access.
        records = self.sudo().with_context(active_test=False)
        found = records.search(domain & Domain("id", "in", self.ids))
        return self.filtered(lambda one: not one.id or one.id in found._ids)

    @api.model
    def _get_sight_domain(self, sight, mode):
        if sight.is_open("read"):
            return Domain.TRUE
        # sudo: whose address it is, seen or not.
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        hidden = ~customers._get_sight_domain(sight, "read")
        return Domain.custom(
            to_sql=lambda model, alias, _query: model._sql_not_of(
                alias, customers._search(hidden)
            )
        )

    @api.model
    def _sql_not_of(self, alias, customers):
        """Return whether the address of a row is of none of these customers.

        Raw SQL: looked up row by row in the index of all addresses.
        """
        self.env["crm.yishang.duplicate.key"].flush_model()
        customers.add_where(
            SQL("%s = address.customer_id", SQL.identifier(customers.table, "id"))
        )
        return SQL(
            """
            NOT EXISTS (
                SELECT FROM crm_yishang_duplicate_key address
                WHERE address.kind = 'email' AND address.key = %s AND EXISTS %s
            )
            """,
            SQL.identifier(alias, self._visible_address),
            customers.subselect(SQL("1")),
        )
