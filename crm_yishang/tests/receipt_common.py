from odoo.fields import Command

from odoo.addons.crm_yishang.tests.common import RefusalCase, YishangCommon

DAY = "2026-03-05"


class ReceiptCommon(YishangCommon, RefusalCase):
    """A customer with orders, a salesperson who registers and a cashier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {
                "name": "泵",
                "taxes_id": False,
                "invoice_policy": "order",
                "type": "service",
            }
        )
        cls.customer = cls.customer_sjz1
        cls.order = cls._sell(1000)
        cls.other_order = cls._sell(500)
        cls.money = cls.env["crm.yishang.money"]
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.env.company.id)], limit=1
        )

    @classmethod
    def _sell(cls, amount, customer=None, **values):
        """Return a confirmed order of one line with that total."""
        customer = customer or cls.customer
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": customer.user_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )
        order.action_confirm()
        cls.env.flush_all()
        return order

    @classmethod
    def _register(cls, *parts, user=None, **values):
        """Register a receipt as the salesperson.

        :param parts: ``(order, amount)`` of each line
        """
        customer = parts[0][0].partner_id if parts else cls.customer
        receipts = cls.env["crm.yishang.receipt"].with_user(user or cls.sales_sjz1)
        receipt = receipts.create(
            {
                "partner_id": customer.id,
                "date": DAY,
                "amount": sum(amount for _order, amount in parts),
                "line_ids": [
                    Command.create({"order_id": order.id, "amount": amount})
                    for order, amount in parts
                ],
                **values,
            }
        )
        return receipt.with_env(cls.env)

    @classmethod
    def _confirm(cls, receipt):
        receipt.with_user(cls.cashier).action_confirm()
        cls.env.flush_all()
        return receipt

    @classmethod
    def _collect(cls, *parts, **values):
        return cls._confirm(cls._register(*parts, **values))

    @classmethod
    def _pay_in_accounting(cls, invoices, amount=None):
        """Register a payment of invoices as accounting does."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        values = {"payment_date": DAY, "group_payment": True}
        if amount:
            values["amount"] = amount
        payment = wizard.create(values)._create_payments()
        cls.env.flush_all()
        return payment

    @classmethod
    def _invoice(cls, orders):
        invoice = orders._create_invoices()
        invoice.invoice_date = DAY
        invoice.action_post()
        cls.env.flush_all()
        return invoice

    def assertMoney(self, order, collected, accounted, owed, state):
        """Check the stored columns of an order, and that they are the sums."""
        self.env.flush_all()
        order.invalidate_recordset()
        self.assertEqual(
            (
                order.yishang_amount_collected,
                order.yishang_amount_accounted,
                order.yishang_amount_received,
                order.yishang_amount_owed,
                order.yishang_payment_state,
            ),
            (collected, accounted, collected + accounted, owed, state),
        )
        self.assertEqual(self.money._verify(), [])
