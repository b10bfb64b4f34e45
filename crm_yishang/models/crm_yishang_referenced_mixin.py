from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmYishangReferencedMixin(models.AbstractModel):
    """Records that are archived, never deleted, once something refers to them."""

    _name = "crm.yishang.referenced.mixin"
    _description = "Record Kept While in Use"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_referenced(self):
        if not (references := self._count_references()):
            return
        lines = [
            self.env._(
                "%(record)s: used by %(references)s",
                record=record.display_name,
                references=", ".join(
                    f"{count} × {document}" for document, count in counts.items()
                ),
            )
            for record, counts in references.items()
        ]
        raise UserError(
            self.env._(
                "What is in use cannot be deleted. Archive it instead: it stays where"
                " it is used and can no longer be chosen.\n%(references)s",
                references="\n".join(lines),
            )
        )

    def _count_references(self):
        """Count what refers to these records, in one query per referring field.

        Rows that are deleted with the record they refer to do not count, nor does
        what is deleted together with it.

        :return: ``{record: {name of the document kind: number}}``
        """
        references = {}
        # sudo: what the user does not see is in use all the same; only numbers are told
        for field in self.sudo()._get_referring_fields():
            model = self.env[field.model].sudo().with_context(active_test=False)
            domain = Domain(field.name, "in", self.ids)
            if model._name == self._name:
                domain &= Domain("id", "not in", self.ids)
            groups = model._read_group(domain, [field.name], ["__count"])
            for record, count in groups:
                if record.id in self.ids:
                    counts = references.setdefault(self.browse(record.id), {})
                    label = field.model_id.name
                    counts[label] = max(counts.get(label, 0), count)
        return references

    def _get_referring_fields(self):
        """Return the stored fields of lasting models that refer to this model."""
        candidates = self.env["ir.model.fields"].search(
            [
                ("relation", "=", self._name),
                ("ttype", "in", ["many2one", "many2many"]),
                ("store", "=", True),
            ]
        )
        return candidates.filtered(self._is_lasting_reference)

    @api.model
    def _is_lasting_reference(self, field):
        """Tell whether ``field`` is in a table and outlives what it refers to."""
        model = self.env.get(field.model)
        if model is None or not model._auto or model._transient:
            return False
        return field.ttype == "many2many" or field.on_delete != "cascade"
