from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from .crm_yishang_receipt_cashier_mixin import CASHIER

# Receipts that are listed, the oldest first.
WAITING_LIMIT = 8


class CrmYishangWorkbenchReceiptMixin(models.AbstractModel):
    """What the workbench says about receipts that wait for a cashier."""

    _name = "crm.yishang.workbench.receipt.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Receipts on the Workbench"

    @api.model
    def _is_cashier(self):
        return self.env.user.has_group(CASHIER)

    @api.model
    def _get_receipt_tiles(self):
        """Return the tile with the receipts a cashier has to confirm."""
        if not self._is_cashier():
            return []
        return [
            self._get_count_tile(
                "receipts_waiting",
                self.env._("Receipts to confirm"),
                "crm.yishang.receipt",
                Domain("state", "=", "draft"),
                True,
            ),
            *self._get_expected_tiles(),
        ]

    @api.model
    def _get_expected_tiles(self):
        """Return what is to come in within the days of the settings, and what is late.

        For a cashier: of all customers.
        """
        instalments = self.env["crm.yishang.instalment"]
        # sudo: settings of the company are the administrator's.
        days = self.env.company.sudo().yishang_collection_days
        return [
            self._get_count_tile(
                "expected",
                self.env._("Instalments due soon"),
                instalments._name,
                instalments._get_due_domain(days),
            ),
            self._get_count_tile(
                "expected_overdue",
                self.env._("Instalments overdue, all customers"),
                instalments._name,
                instalments._get_overdue_domain(),
            ),
        ]

    @api.model
    def _get_waiting_section(self):
        """Return the receipts that wait, the oldest first, for a cashier."""
        if not self._is_cashier():
            return None
        receipts = self.env["crm.yishang.receipt"]
        domain = Domain("state", "=", "draft")
        found = receipts.search_fetch(
            domain,
            ["name", "date", "partner_id", "user_id", "amount", "currency_id"],
            order="date, id",
            limit=WAITING_LIMIT,
        )
        title = self.env._("Receipts to confirm")
        return self._make_section(
            "waiting",
            title,
            table=self._make_table(
                [
                    self.env._("Customer"),
                    self.env._("Date"),
                    self.env._("Handler"),
                    self.env._("Amount"),
                ],
                [self._get_waiting_row(receipt) for receipt in found],
                self.env._("No receipt waits for you."),
                texts=3,
            ),
            more=self._get_action(receipts._name, domain, title),
        )

    @api.model
    def _get_waiting_row(self, receipt):
        amount = formatLang(self.env, receipt.amount, currency_obj=receipt.currency_id)
        cells = [
            receipt.partner_id.display_name or "",
            str(receipt.date),
            # sudo: the name of a colleague.
            receipt.sudo().user_id.name,
            amount,
        ]
        return self._make_row(receipt.id, cells, self._get_form_action(receipt))

    @api.model
    def _get_expected_section(self):
        """Return the instalments due next, for a cashier."""
        if not self._is_cashier():
            return None
        instalments = self.env["crm.yishang.instalment"]
        # sudo: settings of the company are the administrator's.
        days = self.env.company.sudo().yishang_collection_days
        domain = instalments._get_due_domain(days)
        found = instalments.search_fetch(
            domain,
            ["partner_id", "date_due", "user_id", "amount_open", "currency_id"],
            order="date_due, id",
            limit=WAITING_LIMIT,
        )
        title = self.env._("Instalments due soon")
        return self._make_section(
            "expected",
            title,
            table=self._make_table(
                [
                    self.env._("Customer"),
                    self.env._("Due Date"),
                    self.env._("Salesperson"),
                    self.env._("Still Open"),
                ],
                [self._get_expected_row(one) for one in found],
                self.env._("Nothing is due in the next days."),
                texts=3,
            ),
            more=self._get_action(instalments._name, domain, title),
        )

    @api.model
    def _get_expected_row(self, instalment):
        amount = formatLang(
            self.env, instalment.amount_open, currency_obj=instalment.currency_id
        )
        cells = [
            instalment.partner_id.display_name or "",
            str(instalment.date_due),
            # sudo: the name of a colleague.
            instalment.sudo().user_id.name or "",
            amount,
        ]
        return self._make_row(instalment.id, cells, self._get_form_action(instalment))
