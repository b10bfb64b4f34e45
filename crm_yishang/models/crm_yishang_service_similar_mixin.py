from odoo import api, fields, models
from odoo.fields import Domain

from .crm_yishang_service_progress_mixin import DONE_KINDS

CASE = "crm.yishang.service.case"


class CrmYishangServiceSimilarMixin(models.AbstractModel):
    """Whoever takes a case down sees how similar ones were solved."""

    _name = "crm.yishang.service.similar.mixin"
    _description = "Similar Solved Cases"

    similar_case_ids = fields.Many2many(
        CASE,
        string="Similar Cases",
        compute="_compute_similar_case_ids",
        help="Solved cases with the same words, as far as you may see them; those of "
        "the same product and type first.",
    )

    @api.depends("description", "product_id", "subject", "type_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_similar_case_ids(self):
        for case in self:
            case.similar_case_ids = case._find_similar_cases()

    def _find_similar_cases(self):
        cases = self.env[CASE]
        if not self.subject or not cases.has_access("read"):
            return cases
        domain = Domain("state", "in", DONE_KINDS)
        if self._name == CASE:
            if self.state in DONE_KINDS:
                return cases
            domain &= Domain("id", "!=", self._origin.id)
        # sudo: texts are read by nobody; the query is that of the user.
        texts = self.env["crm.yishang.service.text"].sudo()
        texts.flush_model()
        cases.flush_model()
        return cases.browse(
            texts._find_case_ids(
                cases._search(domain),
                f"{self.subject} {self.description or ''}",
                self.product_id.id,
                self.type_id.id,
            )
        )
