from .visit_common import VisitCommon


class LifecycleCommon(VisitCommon):
    """Short ways to let customers buy, and to read what became of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.customer_sjz1
        cls.history = cls.env["crm.yishang.lifecycle.change"]

    def _buy(self, customer, moment=None):
        """Confirm an order, dated then if told."""
        order = self._create_order(customer)
        order.action_confirm()
        if moment:
            order.date_order = moment
        return order

    def _enter(self, customer, stage):
        """Give a customer a stage as if it had always had it."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET yishang_lifecycle = %s WHERE id = %s",
            (stage, customer.id),
        )
        self.env.invalidate_all()

    def _get_steps(self, customer):
        """Return ``[(before, after, cause)]``, oldest first."""
        changes = self.history.search([("customer_id", "=", customer.id)], order="id")
        return [(one.stage_before, one.stage_after, one.kind) for one in changes]

    def _move(self, user, customer, direction, reason):
        wizard = self.env["crm.yishang.lifecycle.move"].with_user(user)
        return wizard.create(
            {
                "customer_ids": customer.ids,
                "direction": direction,
                "reason": reason,
            }
        ).action_move()
