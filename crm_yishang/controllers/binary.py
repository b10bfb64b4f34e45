import json
import os

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary


class YishangBinary(Binary):
    """The host's upload, which tells of any failure that something went wrong."""

    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        """Say that a file is too large for a visit, before anything is stored."""
        if model == "crm.yishang.visit":
            files = request.httprequest.files.getlist("ufile")
            sizes = [file.seek(0, os.SEEK_END) for file in files]
            for file in files:
                file.seek(0)
            try:
                request.env[model]._check_size(max(sizes, default=0))
            except ValidationError as error:
                return json.dumps([{"error": str(error)}])
        return super().upload_attachment(model, id, ufile, callback)
