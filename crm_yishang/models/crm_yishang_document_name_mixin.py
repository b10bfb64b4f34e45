from odoo import api, fields, models


class CrmYishangDocumentNameMixin(models.AbstractModel):
    """A record about any document, by model and id, that says which one.

    It has the fields ``res_model`` and ``res_id``.
    """

    _name = "crm.yishang.document.name.mixin"
    _description = "Names Its Document"

    document_name = fields.Char(
        string="Name of the Document", compute="_compute_document_name"
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_document_name(self):
        """Name the document as far as the user sees it (see the visible mixin)."""
        self.document_name = False
        about = self.filtered(lambda one: one.res_id and one.res_model in self.env)
        for model, group in about.grouped("res_model").items():
            # sudo: names of hidden documents are masked by ``env.uid``.
            documents = self.env[model].sudo().browse(group.mapped("res_id")).exists()
            names = {document.id: document.display_name for document in documents}
            for record in group:
                record.document_name = names.get(record.res_id)
