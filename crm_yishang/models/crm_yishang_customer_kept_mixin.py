from odoo import api, models
from odoo.exceptions import UserError


class CrmYishangCustomerKeptMixin(models.AbstractModel):
    """A customer with a history is archived, nobody deletes it."""

    _name = "crm.yishang.customer.kept.mixin"
    _description = "Customer With a History"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_yishang_told(self):
        """Refuse to delete whoever changed hands or stage, was visited or bought.

        :raise UserError: naming them
        """
        # sudo: the history counts, whoever may see it.
        env = self.sudo().with_context(active_test=False).env
        kept = self.browse().sudo()
        for model, name in self._yishang_get_histories():
            told = env[model]._read_group([(name, "in", self.ids)], [name])
            kept |= kept.union(*(partner for (partner,) in told))
        if kept:
            raise UserError(
                self.env._(
                    "%(customers)s: customers with a history are not deleted. Archive "
                    "them instead.",
                    customers=self.env["crm.yishang.ownership"]._get_names(
                        self.browse(kept.ids)
                    ),
                )
            )

    @api.model
    def _yishang_get_histories(self):
        """Return what tells of a customer for good: (model, field of the partner)."""
        return [
            ("crm.yishang.ownership.change", "customer_id"),
            ("crm.yishang.lifecycle.change", "customer_id"),
            ("crm.yishang.revision", "customer_id"),
            ("crm.yishang.revision.entry", "customer_id"),
            ("crm.yishang.receipt", "partner_id"),
            ("crm.yishang.receipt", "payer_id"),
            ("crm.yishang.service.case", "partner_id"),
            ("crm.yishang.visit", "partner_id"),
            ("crm.yishang.contract", "partner_id"),
            ("sale.order", "partner_id"),
        ]
