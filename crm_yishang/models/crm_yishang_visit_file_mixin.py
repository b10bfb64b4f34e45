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
                    "A photo or file of a visit has at most %(limit)s MB. Take the "
                    "photo with a lower resolution, or attach a smaller file.",
                    limit=MAX_PHOTO_SIZE // 1024 // 1024,
                )
            )

    @api.model
    def _check_new_files(self, vals_list):
        """Check values of ``ir.attachment`` that put a file on a visit.

        :raise ValidationError: if it is too large
        :raise UserError: if it would stand in for the photo of a locked visit
        """
        photographed = set()
        for vals in vals_list:
            if vals.get("res_model") != self._name:
                continue
            coded = len(vals.get("datas") or "") * 3 / 4
            self._check_size(max(len(vals.get("raw") or ""), coded))
            if vals.get("res_field"):
                photographed.add(int(vals.get("res_id") or 0))
        self.browse(photographed - {0})._check_files_open()

    @api.model
    def _check_files(self, files):
        """Check that files may be changed or deleted, as far as visits are concerned.

        Those of the record itself are its author's as long as it is open. What was
        posted below it stays as it was when the record got locked.

        :param files: records of ``ir.attachment``
        """
        if self.env.su or not files:
            return
        # sudo: a file may be on a visit one does not see any more.
        files, visits = files.sudo(), self.sudo()
        mine = files.filtered(lambda f: f.res_model == self._name and f.res_id)
        photos = mine.filtered("res_field")
        told = visits.search([("attachment_ids", "in", files.ids)])
        told |= visits.browse(photos.mapped("res_id")).exists()
        told.sudo(False)._check_files_open()
        posted = (mine - photos - told.attachment_ids).grouped("res_id")
        kept = (
            visits.browse(posted)
            .exists()
            .filtered(
                lambda visit: visit.is_locked
                and min(posted[visit.id].mapped("create_date")) <= visit.date_lock
            )
        )
        kept.sudo(False)._check_unlocked({"attachment_ids": None})

    def _check_files_open(self):
        """Check that the user may say what the records say, see the author mixin."""
        self._check_author({"attachment_ids": None})
        self._check_unlocked({"attachment_ids": None})

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
