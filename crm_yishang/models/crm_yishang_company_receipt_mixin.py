from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmYishangCompanyReceiptMixin(models.AbstractModel):
    """Whether confirmed receipts of a company are posted, and where."""

    _name = "crm.yishang.company.receipt.mixin"
    _description = "Receipts of a Company"

    yishang_receipt_journal_id = fields.Many2one(
        "account.journal",
        string="Receipt Journal",
        domain="[('type', 'in', ('bank', 'cash', 'credit'))]",
        help="Confirmed receipts are posted there as payments and settle the invoices "
        "of their orders. Empty: receipts count without accounting. Choosing one later "
        "does not post what was confirmed before.",
    )

    @api.constrains("yishang_receipt_journal_id")
    def _check_yishang_receipt_journal_id(self):
        for company in self:
            # sudo: journals are read by accounting alone.
            journal = company.sudo().yishang_receipt_journal_id
            if not journal:
                continue
            if journal.type not in ("bank", "cash", "credit") or (
                journal.company_id != company
            ):
                raise ValidationError(
                    self.env._(
                        "%(journal)s takes no receipts of %(company)s. Choose a bank "
                        "or cash journal of this company.",
                        journal=journal.display_name,
                        company=company.name,
                    )
                )
            if not company.sudo().chart_template:
                raise ValidationError(
                    self.env._(
                        "%(company)s has no chart of accounts, so that nothing can be "
                        "posted. Install one in the settings of invoicing first, or "
                        "leave the receipt journal empty.",
                        company=company.name,
                    )
                )
