from odoo import api, models
from odoo.tools import SQL


class CrmYishangAssignedMixin(models.AbstractModel):
    """A document that opens its customer to whoever works on it, while it is open.

    A salesperson with an open opportunity on a colleague's customer collaborates on it
    until the opportunity is won, lost, archived or assigned to somebody else. To be
    named before the mixins that change the customer of a document.
    """

    _name = "crm.yishang.assigned.mixin"
    _description = "Assigned Document of a Customer"

    # The source of the grants, their many2one to this model, and the fields of this
    # model on which they depend.
    _grant_source = None
    _grant_link = None
    _grant_triggers = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._yishang_sync_grants()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if self._grant_triggers & vals.keys():
            self._yishang_sync_grants()
        return result

    def _yishang_sync_grants(self):
        """Open the customers of open documents to whoever works on them, no longer."""
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        # sudo: assigning a document opens the customer, whoever assigns it.
        documents, link = self.sudo(), self._grant_link
        grants = self.env["crm.yishang.grant"].sudo()
        known = grants.search([(link, "in", documents.ids)])
        needed = {doc.id: doc._yishang_get_grant_vals() for doc in documents}
        stale = known.filtered(
            lambda grant: not (vals := needed[grant[link].id])
            or (vals["user_id"], vals["customer_id"])
            != (grant.user_id.id, grant.customer_id.id)
        )
        kept = (known - stale)[link].ids
        stale.unlink()
        new = grants.create(
            [vals for id_, vals in needed.items() if vals and id_ not in kept]
        )
        new._log_on_customer()

    def _yishang_get_grant_vals(self):
        """Return the grant this document needs, or None."""
        customer = self.yishang_customer_id
        if (
            not (self._yishang_is_open_work() and self.user_id and customer)
            or self.user_id == customer.user_id
        ):
            return None
        return {
            "user_id": self.user_id.id,
            "customer_id": customer.id,
            "access_right": "write",
            "source": self._grant_source,
            self._grant_link: self.id,
        }

    def _yishang_is_open_work(self):
        """Return whether the document is still worked on."""
        raise NotImplementedError

    @api.model
    def _sql_is_open_work(self, alias):
        """Return the condition that says the same as ``_yishang_is_open_work``."""
        return SQL("TRUE")
