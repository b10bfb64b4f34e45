from odoo import api, models
from odoo.exceptions import AccessError

CASE = "crm.yishang.service.case"
# What colleagues answer to a rating.
ANSWER_FIELDS = frozenset(("publisher_comment", "publisher_datetime", "publisher_id"))


class RatingRating(models.Model):
    """A rating is hidden with the document it is about.

    The host lets every colleague write ratings, and read the links with which customers
    give them. On service cases customers alone do.
    """

    _name = "rating.rating"
    _inherit = ["crm.yishang.attached.mixin", "rating.rating"]

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._check_customer_rates()
        return ratings

    def write(self, vals):
        is_answer = vals.keys() <= ANSWER_FIELDS
        if not is_answer:
            self._check_customer_rates()
        result = super().write(vals)
        if not is_answer:
            self._check_customer_rates()
        return result

    def _has_field_access(self, field, operation):
        """Keep the links of customers from colleagues, who could rate with them."""
        if field.name == "access_token" and not (
            self.env.su or self.env.user._is_system()
        ):
            return False
        return super()._has_field_access(field, operation)

    def _check_customer_rates(self):
        """Check that no colleague gives or changes the rating of a case.

        :raise AccessError: otherwise
        """
        if not self.env.su and CASE in self.mapped("res_model"):
            raise AccessError(
                self.env._("Customers rate cases themselves, by their link or page.")
            )

    def _get_document(self):
        return self.res_model, self.res_id
