from odoo.exceptions import ValidationError
from odoo.http import request, route

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.mail.tools.discuss import add_guest_to_context

CASE = "crm.yishang.service.case"


class YishangCaseUpload(AttachmentController):
    """Files for a message on a case: refused with a sentence, before they are stored.

    Other ways lead through ``ir.attachment``, which refuses them as well.
    """

    @route()
    @add_guest_to_context
    def mail_attachment_upload(
        self, ufile, thread_id, thread_model, is_pending=False, **kwargs
    ):
        """Say why a file of a customer is not taken."""
        if thread_model == CASE and not request.env.user._is_internal():
            try:
                request.env[CASE]._check_uploads([ufile])
            except ValidationError as error:
                return request.make_json_response({"error": str(error)})
            ufile.seek(0)
        return super().mail_attachment_upload(
            ufile, thread_id, thread_model, is_pending, **kwargs
        )
