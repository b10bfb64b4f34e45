from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Largest photo that is taken, in bytes as sent.
MAX_PHOTO_SIZE = 20 * 1024 * 1024


class CrmYishangVisitFileMixin(models.AbstractModel):
    """Photos and files of a visit: not too large, and visible as the visit is."""

    _name = "crm.yishang.visit.file.mixin"
    _description = "Photos and Files of a Visit"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        relation="crm_yishang_visit_attachment_rel",
        string="Photos and Files",
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_photo_size(vals)
        visits = super().create(vals_list)
        if any(vals.get("attachment_ids") for vals in vals_list):
            visits._take_files()
        return visits

    def write(self, vals):
        self._check_photo_size(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._take_files()
        return result

    @api.model
    def _check_photo_size(self, vals):
        # Base64 is a third longer than what it stands for.
        self._check_size(len(vals.get("check_in_photo") or "") * 3 / 4)

    @api.model
    def _check_size(self, size):
        if size > MAX_PHOTO_SIZE:
            raise ValidationError(
                self.env._(
                    "The photo is larger than %(limit)s MB. Take it with a lower "
                    "resolution.",
                    limit=MAX_PHOTO_SIZE // 1024 // 1024,
                )
            )

    def _take_files(self):
        """Put files uploaded before the visit was saved on it.

        Until then they belong to nothing, and nobody but their author sees them.
        """
        for visit in self.filtered("attachment_ids"):
            # sudo: a file of somebody else, or of another document, stays where it is.
            files = visit.sudo().attachment_ids
            for file in files:
                visit._check_size(file.file_size)
            loose = files.filtered(
                lambda file: (
                    not file.res_id
                    and not file.res_field
                    and file.create_uid == self.env.user
                )
            )
            loose.write({"res_model": self._name, "res_id": visit.id})
