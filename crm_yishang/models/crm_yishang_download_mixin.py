import base64
from urllib.parse import quote

from odoo import api, fields, models


class CrmYishangDownloadMixin(models.AbstractModel):
    """A wizard that writes a workbook.

    Made at the moment it is downloaded, for whoever downloads it; nothing is kept.
    """

    _name = "crm.yishang.download.mixin"
    _description = "Workbook Made When It Is Downloaded"

    # The fields it is made of.
    _download_fields = ()

    file = fields.Binary(compute="_compute_file", export_string_translation=False)

    @api.depends(lambda self: self._download_fields)
    @api.depends_context("uid")
    def _compute_file(self):
        # The route of downloads may speak another language than the user.
        for export in self.with_context(lang=self.env.user.lang, tz=self.env.user.tz):
            export.file = base64.b64encode(export._write_xlsx())

    def _write_xlsx(self):
        """Return the bytes of the workbook, after the checks of an export."""
        raise NotImplementedError

    def _get_download_action(self, name):
        """Return the client's action that downloads the workbook.

        :param name: of the file, without its ending
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/"
            f"{quote(name, safe='')}.xlsx?download=1",
            "target": "download",
        }
