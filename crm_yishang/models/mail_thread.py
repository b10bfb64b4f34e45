import logging

from odoo import api, models
from odoo.tools import email_normalize

from ..tools.incoming_mail import is_automatic, wants_no_answer

CASE = "crm.yishang.service.case"

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """Programs open no service cases by mail, and nobody answers them.

    A vacation notice on an open case is kept in its thread: the case stays as it is.
    """

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        if not any(route[0] == CASE for route in routes or ()):
            return super()._message_route_process(message, message_dict, routes)
        automatic = self._yishang_is_automatic(message, message_dict)
        if automatic:
            _logger.info(
                "No case is opened by the automatic mail %s",
                message_dict.get("message_id"),
            )
            routes = [route for route in routes if route[0] != CASE or route[1]]
        thread = self.with_context(
            yishang_automatic_mail=automatic,
            yishang_quiet_mail=automatic or wants_no_answer(message),
        )
        return super(MailThread, thread)._message_route_process(
            message, message_dict, routes
        )

    @api.model
    def _yishang_is_automatic(self, message, message_dict):
        """Return whether a program sent the mail, or an address of our own."""
        sender = email_normalize(message_dict.get("email_from") or "")
        # sudo: the gateway knows all addresses; senders named by hand are let in.
        allowed = self.env["mail.gateway.allowed"].sudo()
        if allowed.search_count([("email_normalized", "=", sender)], limit=1):
            return False
        own = self.env["mail.alias.domain"].sudo()._find_aliases([sender])
        return bool(own) or is_automatic(message)
