from odoo import api, models
from odoo.tools import html2plaintext

from ..tools.chinese_amount import get_chinese_amount


class CrmYishangVoucher(models.AbstractModel):
    """What sales orders (销售单) and receipts (收款单) say on paper.

    Everything is read as the user: who may read the document may print it.
    """

    _name = "crm.yishang.voucher"
    _description = "Printed Orders and Receipts"

    @api.model
    def get_data(self, documents):
        """Return what is printed of orders or of receipts, as plain values.

        :return: list of ``{"id", "title", "number", "notice": text or "", "facts":
            [(label, text)], "table": as ``crm_yishang_print_table`` draws it,
            "capitals": text or "", "remark": text, "signatures": [label]}``
        """
        is_order = documents._name == "sale.order"
        describe = self._describe_order if is_order else self._describe_receipt
        return [describe(document) for document in documents]

    @api.model
    def _describe_order(self, order):
        is_sold = order.state == "sale"
        return {
            "id": order.id,
            "title": self.env._("Sales Order") if is_sold else self.env._("Quotation"),
            "number": order.name,
            "notice": self.env._("CANCELLED") if order.state == "cancel" else "",
            "facts": self._get_order_facts(order),
            "table": self._get_order_table(order),
            "capitals": self._get_capitals(order.amount_total, order.currency_id),
            "remark": html2plaintext(order.note or "").strip(),
            "signatures": [
                self.env._("Prepared by"),
                self.env._("Approved by"),
                self.env._("Customer (seal)"),
            ],
        }

    @api.model
    def _get_order_facts(self, order):
        day = self.env["crm.yishang.print"]._format_cell(
            "date", order.company_id._yishang_get_day(order.date_order)
        )
        place = order.partner_shipping_id._display_address(without_company=True)
        return [
            (self.env._("Customer"), order.partner_id.commercial_partner_id.name),
            (self.env._("Date"), day),
            (self.env._("Contact"), order.yishang_contact_id.name or ""),
            (self.env._("Phone"), self._get_phone(order)),
            # sudo: the name of a colleague is no secret.
            (self.env._("Salesperson"), order.sudo().user_id.name or ""),
            (self.env._("Region"), order.yishang_region_id.name or ""),
            (self.env._("Delivery Address"), " ".join(place.split())),
            (self.env._("Payment Terms"), order.payment_term_id.name or ""),
        ]

    @api.model
    def _get_phone(self, order):
        """Return the phone as the user sees it, masked or not."""
        (row,) = order.read(["yishang_phone"])
        return row["yishang_phone"] or ""

    @api.model
    def _get_order_table(self, order):
        columns = [
            (self.env._("Product Code"), "text"),
            (self.env._("Product"), "text"),
            (self.env._("Unit"), "text"),
            (self.env._("Quantity"), "float"),
            (self.env._("Price"), "monetary"),
            (self.env._("Discount (%)"), "float"),
            (self.env._("Amount with Tax"), "monetary"),
        ]
        lines = order.order_line.filtered(lambda line: not line.display_type)
        has_discount = any(lines.mapped("discount"))
        rows = []
        for line in lines:
            cells = [
                line.product_id.default_code or "",
                line.product_id.name or line.name,
                line.product_uom_id.name or "",
                line.product_uom_qty,
                line.price_unit,
                line.discount,
                line.price_total,
            ]
            rows.append(cells)
        if not has_discount:
            columns.pop(5)
            for cells in rows:
                cells.pop(5)
        return self._make_table(
            self.env._("Products"), columns, rows, order.amount_total, order.currency_id
        )

    @api.model
    def _describe_receipt(self, receipt):
        is_refund = receipt.kind == "refund"
        notices = {
            "draft": self.env._("NOT CONFIRMED"),
            "cancelled": self.env._("CANCELLED"),
        }
        return {
            "id": receipt.id,
            "title": self.env._("Refund") if is_refund else self.env._("Receipt"),
            "number": receipt.name,
            "notice": notices.get(receipt.state, ""),
            "facts": self._get_receipt_facts(receipt),
            "table": self._get_receipt_table(receipt),
            "capitals": self._get_capitals(receipt.amount, receipt.currency_id),
            "remark": receipt.remark or "",
            "signatures": [
                self.env._("Handler"),
                self.env._("Cashier"),
                self.env._("Payer (seal)"),
            ],
        }

    @api.model
    def _get_receipt_facts(self, receipt):
        day = self.env["crm.yishang.print"]._format_cell("date", receipt.date)
        # sudo: names of colleagues are no secret.
        people = receipt.sudo()
        return [
            (self.env._("Customer"), receipt.partner_id.name),
            (self.env._("Date"), day),
            (self.env._("Payer"), receipt.payer_id.name or ""),
            (self.env._("Payment Method"), receipt.method_id.name),
            (self.env._("Handler"), people.user_id.name),
            (self.env._("Cashier"), people.cashier_id.name or ""),
        ]

    @api.model
    def _get_receipt_table(self, receipt):
        columns = [
            (self.env._("Order"), "text"),
            (self.env._("Order Total"), "monetary"),
            (self.env._("Amount"), "monetary"),
        ]
        rows = [
            [line.order_id.name, line.order_id.amount_total, line.amount]
            for line in receipt.line_ids
        ]
        rest = receipt.amount - sum(receipt.line_ids.mapped("amount"))
        if receipt.currency_id.compare_amounts(rest, 0) > 0:
            rows.append([self.env._("Advance"), 0, rest])
        return self._make_table(
            self.env._("Paid For"), columns, rows, receipt.amount, receipt.currency_id
        )

    @api.model
    def _make_table(self, title, columns, rows, total, currency):
        return {
            "title": title,
            "columns": [{"label": label, "kind": kind} for label, kind in columns],
            "rows": [{"cells": cells, "currency_id": currency.id} for cells in rows],
            "count": len(rows),
            "total": {
                "label": self.env._("Total"),
                "kind": "monetary",
                "value": total,
                "currency_id": currency.id,
            },
        }

    @api.model
    def _get_capitals(self, amount, currency):
        """Return the amount as banks want it; other money than yuan has none."""
        return get_chinese_amount(amount) if currency.name == "CNY" else ""
