from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq


def get_portal_document(model, document_id, access_token, is_shown, domain):
    """Return a document for whoever may see it in the portal, in superuser mode.

    Portal users have no right on these models, so that no program reads what is
    internal; the pages read for them what is theirs.

    :param is_shown: tells of a document whether customers are shown it at all
    :param domain: the documents of the user who is logged in
    :raise MissingError: if there is none
    :raise AccessError: if it is somebody else's, or the token is another one
    """
    document = request.env[model].browse(document_id)
    # Colleagues see it as in the back end.
    if request.env.user._is_internal():
        document.check_access("read")
        return document.with_user(SUPERUSER_ID)
    # sudo: see the docstring.
    known = document.sudo().exists()
    if not known or not is_shown(known):
        raise MissingError(request.env._("This document does not exist."))
    token = known.access_token
    if access_token and token and consteq(token, access_token):
        return known
    if request.env.user._is_public() or not known.filtered_domain(domain):
        raise AccessError(request.env._("This document is somebody else's."))
    return known
