from odoo import api, fields, models


class CrmYishangReceiptFileMixin(models.AbstractModel):
    """Vouchers of a receipt: whoever confirms it sees them, and then they stay."""

    _name = "crm.yishang.receipt.file.mixin"
    _description = "Vouchers of a Receipt"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="crm_yishang_receipt_attachment_rel",
        string="Vouchers",
        copy=False,
        help="Photo of the transfer slip or of the cheque.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        if any(vals.get("attachment_ids") for vals in vals_list):
            receipts._take_files()
        return receipts

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._take_files()
        return result

    def _take_files(self):
        """Put files uploaded before the receipt was saved on it.

        Until then they belong to nothing, and nobody but their author sees them.
        """
        for receipt in self.filtered("attachment_ids"):
            # sudo: a file of somebody else, or of another document, stays where it is.
            loose = receipt.sudo().attachment_ids.filtered(
                lambda file: (
                    not file.res_id
                    and not file.res_field
                    and file.create_uid == self.env.user
                )
            )
            loose.write({"res_model": self._name, "res_id": receipt.id})

    @api.model
    def _check_files(self, files):
        """Check that files may be changed or deleted: not the vouchers of what counts.

        :param files: records of ``ir.attachment``
        """
        if self.env.su or not files:
            return
        # sudo: a file may be on a receipt one does not see.
        told = self.sudo().search(
            [("attachment_ids", "in", files.ids), ("state", "!=", "draft")]
        )
        told._check_open(self.env)
