from odoo import models

from ..tools.chinese_amount import get_chinese_amount
from .crm_yishang_contract_lock_mixin import BINDING_STATES


class CrmYishangContractPrintMixin(models.AbstractModel):
    """What the printed contract says, for colleagues and for the customer alike."""

    _name = "crm.yishang.contract.print.mixin"
    _description = "Printed Contract"

    def _get_print_data(self):
        """Return the contract as plain values, drawn on paper and in the portal.

        :return: ``{"parties": [{"title", "facts": [(label, text)]}], "terms":
            [(label, text)], "tables": [table], "clauses": markup or False, "notice":
            text or False, "signatures": [(label, name)]}``; a table is one of
            ``crm_yishang_print_table``
        """
        self.ensure_one()
        # sudo: who may read the contract reads what was agreed on, orders included.
        contract = self.sudo()
        tables = [contract._get_printed_lines(), *contract._get_printed_plan()]
        return {
            "parties": contract._get_printed_parties(),
            "terms": contract._get_printed_terms(),
            "tables": [table for table in tables if table["rows"]],
            "clauses": contract.clauses,
            "notice": contract._get_print_notice(),
            "signatures": [
                (self.env._("Party A (seal)"), contract.partner_id.name),
                (self.env._("Party B (seal)"), contract.company_id.name),
            ],
        }

    def _get_print_notice(self):
        """Return what is printed across a contract that binds nobody, or False."""
        if self.state in BINDING_STATES:
            return False
        if self.state == "cancelled":
            return self.env._("CANCELLED")
        return self.env._("DRAFT, NOT SIGNED")

    def _get_printed_parties(self):
        customer, company = self.partner_id, self.company_id.partner_id
        return [
            {
                "title": self.env._("Party A (customer)"),
                "facts": self._get_printed_party(customer, self.contact_id.name),
            },
            {
                "title": self.env._("Party B (supplier)"),
                "facts": self._get_printed_party(company, self.signatory_id.name),
            },
        ]

    def _get_printed_party(self, partner, signatory):
        return [
            (self.env._("Name"), partner.name),
            (self.env._("Unified social credit code"), partner.vat or ""),
            (self.env._("Address"), partner._yishang_get_place()),
            (self.env._("Phone"), partner.phone or ""),
            (self.env._("Signatory"), signatory or ""),
        ]

    def _get_printed_terms(self):
        terms = [
            (self.env._("Subject"), self.subject),
            (self.env._("Signed on"), self._format_date(self.date_sign)),
            (self.env._("In force"), self._get_printed_period()),
        ]
        if self.amount:
            format_cell = self.env["crm.yishang.print"]._format_cell
            amount = format_cell("monetary", self.amount, self.currency_id.id)
            terms.append((self.env._("Amount with tax"), amount))
            if self.currency_id.name == "CNY":
                capitals = get_chinese_amount(self.amount)
                terms.append((self.env._("In capitals"), capitals))
        if self.kind == "service":
            terms += self._get_printed_entitlement()
        return terms

    def _get_printed_entitlement(self):
        entries = [
            (self.env._("Cases included"), self.case_limit),
            (self.env._("Visits included"), self.visit_limit),
            (self.env._("Answer within, hours"), self.response_hours),
        ]
        return [(label, f"{value:g}") for label, value in entries if value]

    def _get_printed_period(self):
        end = self._format_date(self.date_end) or self.env._("until terminated")
        return f"{self._format_date(self.date_start)} – {end}"

    def _format_date(self, day):
        return self.env["crm.yishang.print"]._format_cell("date", day)

    def _get_printed_lines(self):
        """Return the lines of the orders of the contract as a table."""
        orders = self.order_ids.filtered(lambda order: order.state != "cancel")
        lines = orders.sorted("id").order_line.filtered(
            lambda line: not line.display_type
        )
        rows = [
            {
                "cells": [
                    line.product_id.default_code or "",
                    line.product_id.name or line.name,
                    line.product_uom_id.name or "",
                    line.product_uom_qty,
                    line.price_unit * (1 - line.discount / 100),
                    line.price_total,
                ],
                "currency_id": line.currency_id.id,
            }
            for line in lines
        ]
        columns = [
            (self.env._("Code"), "text"),
            (self.env._("Product"), "text"),
            (self.env._("Unit"), "text"),
            (self.env._("Quantity"), "float"),
            (self.env._("Price"), "monetary"),
            (self.env._("Amount with tax"), "monetary"),
        ]
        total = {
            "label": self.env._("Total"),
            "kind": "monetary",
            "value": sum(lines.mapped("price_total")),
            "currency_id": orders[:1].currency_id.id,
        }
        title = self.env._("Goods and Services")
        is_one = len(orders.currency_id) == 1
        return self._make_table(title, columns, rows, total if is_one else False)

    def _make_table(self, title, columns, rows, total=False):
        return {
            "title": title,
            "columns": [{"label": label, "kind": kind} for label, kind in columns],
            "rows": rows,
            "count": len(rows),
            "total": total,
        }

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.name} {self.subject}"
