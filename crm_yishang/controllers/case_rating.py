from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.http import request, route

from odoo.addons.rating.controllers.main import Rating

CASE = "crm.yishang.service.case"


class YishangCaseRating(Rating):
    """The host's pages take any number of answers by one link, from anybody.

    A case is rated once for each closing, by its customer.
    """

    @route()
    def action_open_rating(self, token, rate, **kwargs):
        """Ask the customer, or say that the case is rated."""
        if self._yishang_is_over(token):
            return request.render("crm_yishang.crm_yishang_case_rating_over")
        return super().action_open_rating(token, rate, **kwargs)

    @route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Note the rating, or say that the case is rated."""
        is_answer = request.httprequest.method == "POST"
        if is_answer and self._yishang_is_over(token):
            return request.render("crm_yishang.crm_yishang_case_rating_over")
        try:
            return super().action_submit_rating(token, rate, **kwargs)
        except (AccessError, UserError):
            return request.render("crm_yishang.crm_yishang_case_rating_over")

    def _yishang_is_over(self, token):
        """Whether a case cannot be rated by that link any more, or by that user."""
        try:
            rating, case = self._get_rating_and_record(token)
        except NotFound:
            # The host finds nothing either.
            return False
        if rating.res_model != CASE:
            return False
        user = request.env.user
        is_foreign = (
            not user._is_public()
            and user.partner_id.commercial_partner_id
            != rating.partner_id.commercial_partner_id
        )
        return is_foreign or rating.consumed or not case._is_ratable
