from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_yishang_contract_lock_mixin import BINDING_STATES


class CrmYishangContractFileMixin(models.AbstractModel):
    """Scans and files of a contract: visible as it is, kept once it is signed.

    The signed scan is not demanded: it often comes days after the signature. Its
    absence is shown.
    """

    _name = "crm.yishang.contract.file.mixin"
    _description = "Files of a Contract"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="crm_yishang_contract_attachment_rel",
        string="Scans and Files",
        copy=False,
    )
    is_scan_missing = fields.Boolean(
        string="Scan Missing",
        compute="_compute_is_scan_missing",
        search="_search_is_scan_missing",
        help="Signed, and there is no file that shows it.",
    )

    @api.depends("attachment_ids", "state")
    def _compute_is_scan_missing(self):
        for contract in self:
            contract.is_scan_missing = (
                contract.state in ("signed", "running") and not contract.attachment_ids
            )

    @api.model
    def _search_is_scan_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = fields.Domain("state", "in", ("signed", "running")) & fields.Domain(
            "attachment_ids", "=", False
        )
        return missing if True in value else ~missing

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._take_files()
        return contracts

    def write(self, vals):
        if "attachment_ids" not in vals:
            return super().write(vals)
        # sudo: which files there were, to compare; nothing of them is shown.
        before = {contract: contract.sudo().attachment_ids for contract in self}
        result = super().write(vals)
        for contract, files in before.items():
            if contract.state in BINDING_STATES and files - contract.attachment_ids:
                raise contract._make_file_error()
        self._take_files()
        return result

    def _take_files(self):
        """Put files uploaded before the contract was saved on it.

        Until then they belong to nothing, and nobody but their author sees them.
        """
        for contract in self.filtered("attachment_ids"):
            # sudo: a file of somebody else, or of another document, stays where it is.
            loose = contract.sudo().attachment_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            loose.write({"res_model": contract._name, "res_id": contract.id})

    @api.model
    def _check_files(self, files):
        """Check that files may be changed or deleted, as far as contracts go.

        :raise UserError: naming the signed contract a file belongs to
        """
        # sudo: what is kept does not depend on who may see it.
        files = files.sudo().filtered(lambda one: one.res_model == self._name)
        if not files:
            return
        kept = self.sudo().search(
            [("attachment_ids", "in", files.ids), ("state", "in", BINDING_STATES)],
            limit=1,
        )
        if kept:
            raise kept.sudo(False)._make_file_error()

    def _make_file_error(self):
        return UserError(
            self.env._(
                "%(contract)s is signed: its files are kept. Add the corrected one "
                "beside it.",
                contract=self.display_name,
            )
        )
