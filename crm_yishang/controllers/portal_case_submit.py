from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

CASE = "crm.yishang.service.case"
LONGEST_SUBJECT = 200
LONGEST_TEXT = 10000


class YishangCaseSubmitPortal(CustomerPortal):
    """The form with which a customer opens a case."""

    def _yishang_can_submit(self):
        """Whether the user belongs to a customer, for whom cases are opened."""
        # sudo: of the own company.
        customer = request.env.user.partner_id.commercial_partner_id.sudo()
        return customer.yishang_is_customer

    @route(
        ["/my/cases/new"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_case_new(self, **kwargs):
        """Show the form of a new case."""
        return self._yishang_show_form(kwargs)

    @route(
        ["/my/cases/submit"], type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_case_submit(self, **kwargs):
        """Open a case with what the form says, or show the form again and say why not.

        Nothing is stored before everything has been checked.
        """
        files = request.httprequest.files.getlist("files")
        try:
            vals = self._yishang_get_vals(kwargs)
            uploads = request.env[CASE]._check_uploads(
                [file for file in files if file.filename]
            )
            with request.env.cr.savepoint():
                case = request.env[CASE]._submit_from_portal(vals, uploads)
        except UserError as error:
            return self._yishang_show_form(kwargs, str(error))
        return request.redirect(f"/my/cases/{case.id}?submitted=1")

    def _yishang_show_form(self, entered, error=None):
        if not self._yishang_can_submit():
            error = request.env._(
                "Your company is not entered as a customer yet. Please call us."
            )
        size, count = request.env[CASE]._get_upload_limits()
        values = {
            **self._prepare_portal_layout_values(),
            "choices": request.env[CASE]._get_portal_choices(),
            "can_submit": self._yishang_can_submit(),
            "entered": entered,
            "error": error,
            "limit_size": size,
            "limit_count": count,
            "page_name": "yishang_case",
            "is_new_case": True,
        }
        return request.render("crm_yishang.crm_yishang_case_portal_form", values)

    def _yishang_get_vals(self, entered):
        """Return the values of a new case.

        :raise UserError: if something is missing or too long, or somebody else's
        """
        if not self._yishang_can_submit():
            raise UserError(request.env._("Your company is no customer yet."))
        vals = {
            "subject": (entered.get("subject") or "").strip(),
            "description": (entered.get("description") or "").strip(),
        }
        if not all(vals.values()):
            raise UserError(
                request.env._("Tell us in a few words what it is about, and then more.")
            )
        if len(vals["subject"]) > LONGEST_SUBJECT:
            raise UserError(
                request.env._(
                    "The subject has at most %(limit)s characters. Write the rest into "
                    "the description.",
                    limit=LONGEST_SUBJECT,
                )
            )
        if len(vals["description"]) > LONGEST_TEXT:
            raise UserError(
                request.env._(
                    "The description has at most %(limit)s characters. Attach the rest "
                    "as a file.",
                    limit=LONGEST_TEXT,
                )
            )
        return vals | self._yishang_get_links(entered)

    def _yishang_get_links(self, entered):
        """Return what the customer named, as values; the own documents alone."""
        vals = {}
        for name, offered in request.env[CASE]._get_portal_choices().items():
            chosen = entered.get(name) or ""
            if not chosen and name != "type_id":
                continue
            known = {str(record.id): record for record in offered}
            if chosen not in known:
                raise UserError(
                    request.env._("Choose type and documents from the lists.")
                )
            vals[name] = known[chosen].id
        return vals
