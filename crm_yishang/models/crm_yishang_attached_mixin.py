from odoo import api, models


class CrmYishangAttachedMixin(models.AbstractModel):
    """What hangs on any document by model and id, and is hidden with it.

    The host shows it to whoever it is meant for, sight of the document or not. To be
    named before the model it extends.
    """

    _name = "crm.yishang.attached.mixin"
    _description = "Attached to a Document"

    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        query = super()._search(domain, offset, limit, order, **kwargs)
        if self.env.su or kwargs.get("bypass_access") or not self._is_narrowed():
            return query
        return self._narrow_query(query, order)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self.ids or not self._is_narrowed():
            return result
        hidden = (self - result[0] if result else self)._get_hidden()
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        make_error = self.env["ir.rule"]._make_access_error
        return forbidden, lambda: make_error(operation, forbidden)

    @api.model
    def _narrow_query(self, query, order):
        """Return a query without what the user must not see."""
        found = self.browse(query)
        return (found - found._get_hidden())._as_query(order)

    def _get_hidden(self):
        """Return those of ``self`` whose document the user must not see."""
        # sudo: only model and id of the documents are read.
        documents = {record.id: record._get_document() for record in self.sudo()}
        hidden = self.env["crm.yishang.policy"]._get_hidden_documents(
            documents.values()
        )
        return self.filtered(lambda record: documents[record.id] in hidden)

    def _get_document(self):
        """Return (model name, id) of what the record is attached to."""
        raise NotImplementedError

    @api.model
    def _is_narrowed(self):
        return not self.env["crm.yishang.policy"]._get_sight().reads_all

    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        if self._is_narrowed():
            self.filtered("id")._get_hidden().display_name = self.env._("No access")
