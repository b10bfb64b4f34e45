import os
from base64 import b64decode

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.upload import (
    CLOSED_ARCHIVE,
    DISGUISED,
    EMPTY,
    PROGRAM,
    get_refusal,
)

MEGABYTE = 1024 * 1024


class CrmYishangServiceFileMixin(models.AbstractModel):
    """Files customers put on cases: few, small, and nothing that runs.

    Colleagues attach what they like; the rule is for portal users and for whoever has
    nothing but a link.
    """

    _name = "crm.yishang.service.file.mixin"
    _description = "Files of Customers on Service Cases"

    @api.model
    def _check_new_files(self, vals_list):
        """Check values of ``ir.attachment`` with which a customer puts files on cases.

        :raise ValidationError: naming the file, and what to do
        """
        if self.env.user._is_internal():
            return
        for vals in vals_list:
            if vals.get("res_model") == self._name and vals.get("type") != "url":
                content = vals.get("raw") or b64decode(vals.get("datas") or b"")
                if isinstance(content, str):
                    content = content.encode()
                self._check_upload(vals.get("name") or "", content)

    @api.model
    def _check_taken_files(self, files, vals):
        """Check files that a customer has sent before and now puts on a case."""
        if self.env.user._is_internal() or not files:
            return
        target = vals.get("res_model")
        if target == self._name:
            for file in files:
                self._check_upload(vals.get("name") or file.name, file.raw or b"")

    def _process_attachments_for_post(self, attachments, attachment_ids, values):
        """A customer sends as many files with one message as with a new case."""
        if not self.env.user._is_internal():
            self._check_upload_count(len(attachments or ()) + len(attachment_ids or ()))
        return super()._process_attachments_for_post(
            attachments, attachment_ids, values
        )

    @api.model
    def _check_uploads(self, files):
        """Check files as they come from a browser, before anything is stored.

        :param files: list of ``werkzeug.datastructures.FileStorage``
        :return: list of (name, content)
        :raise ValidationError: naming the first one that is not taken
        """
        self._check_upload_count(len(files))
        for file in files:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            self._check_upload_size(file.filename, size)
        uploads = [(file.filename, file.read()) for file in files]
        for name, content in uploads:
            self._check_upload(name, content)
        return uploads

    @api.model
    def _get_upload_limits(self):
        """Return (megabytes a file may have, files one may send at a time)."""
        # sudo: the limits are told to whoever sends files.
        company = self.env.company.sudo()
        return company.yishang_upload_megabytes, company.yishang_upload_count

    @api.model
    def _check_upload_count(self, count):
        _size, limit = self._get_upload_limits()
        if count > limit:
            raise ValidationError(
                self.env._(
                    "%(count)s files are too many: no more than %(limit)s at a time. "
                    "Send the others with a further message.",
                    count=count,
                    limit=limit,
                )
            )

    @api.model
    def _check_upload_size(self, name, size):
        limit, _count = self._get_upload_limits()
        if size > limit * MEGABYTE:
            raise ValidationError(
                self.env._(
                    "“%(file)s” is larger than %(limit)s MB. Send a smaller file.",
                    file=name,
                    limit=limit,
                )
            )

    @api.model
    def _check_upload(self, name, content):
        self._check_upload_size(name, len(content))
        if refusal := get_refusal(name, content):
            raise ValidationError(self._get_refusal_words(refusal, name))

    @api.model
    def _get_refusal_words(self, refusal, name):
        words = {
            EMPTY: self.env._("“%(file)s” is empty. Choose the file again.", file=name),
            PROGRAM: self.env._(
                "“%(file)s” can be run, or holds something that can. Such files are "
                "not accepted. Send a picture, a PDF or an ordinary document.",
                file=name,
            ),
            DISGUISED: self.env._(
                "“%(file)s” is not the kind of file its name says. Send it under its "
                "right name, or as a picture or PDF.",
                file=name,
            ),
            CLOSED_ARCHIVE: self.env._(
                "“%(file)s” is an archive that cannot be looked into. Send the files "
                "one by one, or in a plain ZIP archive.",
                file=name,
            ),
        }
        return words[refusal]
