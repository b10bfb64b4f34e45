from odoo import api, models

# What makes a file that file: none of it changes once the record it proves is locked.
CONTENT_FIELDS = frozenset(
    (
        "datas",
        "db_datas",
        "mimetype",
        "name",
        "raw",
        "res_field",
        "res_id",
        "res_model",
        "type",
        "url",
    )
)


class IrAttachment(models.Model):
    """The host hides a file with its document, but shows its name under sudo.

    Files of visits are part of what the record says: not larger than it takes, and
    changed by its author alone, as long as it is not locked. So are the
    vouchers of receipts that were decided on. Customers put on cases what is harmless.
    """

    _name = "ir.attachment"
    _inherit = ["crm.yishang.attached.mixin", "ir.attachment"]

    @api.model_create_multi
    def create(self, vals_list):
        # Before the host stores them: it answers to an upload whatever happens.
        self.env["crm.yishang.visit"]._check_new_files(vals_list)
        self.env["crm.yishang.service.case"]._check_new_files(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        visits = self.env["crm.yishang.visit"]
        if CONTENT_FIELDS & vals.keys():
            self.env["crm.yishang.contract"]._check_files(self)
            visits._check_files(self)
            self.env["crm.yishang.receipt"]._check_files(self)
            self.env["crm.yishang.service.case"]._check_taken_files(self, vals)
            # sudo: where it is, to know what it may be.
            visits._check_new_files(
                [{"res_model": file.res_model, **vals} for file in self.sudo()]
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked_visit(self):
        self.env["crm.yishang.visit"]._check_files(self)
        self.env["crm.yishang.receipt"]._check_files(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_contract(self):
        self.env["crm.yishang.contract"]._check_files(self)

    def _delete_and_notify(self, message=None):
        # The host acts with superuser rights for whoever may write the file.
        self.env["crm.yishang.visit"].sudo(False)._check_files(self)
        self.env["crm.yishang.receipt"].sudo(False)._check_files(self)
        return super()._delete_and_notify(message)

    def _get_document(self):
        return self.res_model, self.res_id
