from odoo.fields import Command


class LeakAccountRecords:
    """Builders of what accounting hangs on a customer, see ``LeakRecords``."""

    @classmethod
    def _build_invoice(cls, customer, secret):
        invoice = cls._add(cls.built["sale.order"][0]._create_invoices())
        invoice.write({"ref": secret.word, "narration": secret.word})
        invoice.action_post()
        bill = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": secret.word,
                            "price_unit": secret.amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        cls._add(bill)
        cls._add((invoice | bill).line_ids)

    @classmethod
    def _build_payment(cls, customer, secret):
        invoice = cls.built["account.move"][0]
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        payment = cls._add(
            wizard.create({"communication": secret.word})._create_payments()
        )
        payment.memo = secret.word
        if payment.move_id:
            cls._add(payment.move_id)
            cls._add(payment.move_id.line_ids)
        receivable = invoice.line_ids.matched_credit_ids
        cls._add(receivable | invoice.line_ids.matched_debit_ids)
        journal = cls.env["account.journal"].search([("type", "=", "bank")], limit=1)
        line = cls.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "partner_id": customer.id,
                "partner_name": secret.word,
                "payment_ref": secret.word,
                "amount": secret.amount,
            }
        )
        cls._add(line)
        cls._add(line.move_id)
        cls._add(line.move_id.line_ids)

    @classmethod
    def _build_online_payment(cls, customer, secret):
        provider = cls.env["payment.provider"].search([], limit=1)
        method = cls.env.ref("payment.payment_method_unknown")
        common = {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "partner_id": customer.id,
        }
        cls._add(
            cls.env["payment.token"].create(
                {**common, "payment_details": secret.word, "provider_ref": secret.word}
            )
        )
        cls._add(
            cls.env["payment.transaction"].create(
                {
                    **common,
                    "amount": secret.amount,
                    "currency_id": cls.env.company.currency_id.id,
                    "reference": secret.word,
                    "sale_order_ids": [Command.link(cls.built["sale.order"][0].id)],
                }
            )
        )

    @classmethod
    def _build_analytics(cls, customer, secret):
        plan = cls.env["account.analytic.plan"].search([], limit=1)
        account = cls._add(
            cls.env["account.analytic.account"].create(
                {"name": secret.word, "plan_id": plan.id, "partner_id": customer.id}
            )
        )
        cls._add(
            cls.env["account.analytic.line"].create(
                [
                    {
                        "name": secret.word,
                        "amount": secret.amount,
                        "partner_id": partner_id,
                        "account_id": account.id,
                    }
                    for partner_id in (customer.id, False)
                ]
            )
        )

    @classmethod
    def _build_vendor(cls, customer, secret):
        """The customer also sells to the company."""
        product = cls.env["product.product"].create({"name": "钢板"})
        cls._add(
            cls.env["product.supplierinfo"].create(
                {
                    "partner_id": customer.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                }
            )
        )
        cls._add(
            cls.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "partner_id": customer.id,
                    "invoice_date": "2026-01-05",
                    "invoice_line_ids": [
                        Command.create({"name": "钢板", "price_unit": 100})
                    ],
                }
            )
        )
