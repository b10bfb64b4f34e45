from odoo import api, models

from ..tools.secret_text import EMAIL, mask

TO_MANY = frozenset(("one2many", "many2many"))


class CrmYishangMaskRoad(models.AbstractModel):
    """Masks on the roads by which numbers leave the server."""

    _name = "crm.yishang.mask.road"
    _description = "Masks on the Way Out"

    @api.model
    def _mask_rows(self, records, rows, names):
        """Mask what ``_read_format`` brings, in place."""
        for name, (kind, ids) in (
            self.env["crm.yishang.mask"]._find(records, names).items()
        ):
            for row in rows:
                if row.get(name) and row["id"] in ids:
                    row[name] = mask(kind, row[name])

    @api.model
    def _mask_export(self, records, paths, rows):
        """Mask the cells of an export, in place.

        Further paths lead to what hangs on the record, and follow it.

        :param paths: list of lists of names, the first one is ``.id``
        :param rows: one or more for each record; its first one begins with its id
        """
        columns = {}
        for position, names in enumerate(paths):
            if kind := self._get_kind(records._name, names):
                columns[position] = kind
        if not columns:
            return
        hidden = self.env["crm.yishang.mask"]._get_hidden_holders(records)
        is_hidden = False
        for row in rows:
            if row[0]:
                is_hidden = int(row[0]) in hidden
            for position, kind in columns.items():
                if is_hidden and row[position]:
                    row[position] = mask(kind, row[position])

    @api.model
    def _get_kind(self, model, names):
        """Return the kind of secret at the end of a path, or None."""
        secrets = self.env["crm.yishang.mask"]._get_secrets(model)
        if names[0] in secrets:
            return secrets[names[0]][0]
        field = self.env[model]._fields.get(names[0])
        if field is None or not field.relational or len(names) < 2:
            return None
        return self._get_kind(field.comodel_name, names[1:])

    @api.model
    def _mask_snapshot(self, records, result, values):
        """Mask what an onchange computed, in place, but not what the user entered.

        :param records: the record that is edited, none if it is new
        :param result: the values of a form that change
        :param values: what the browser sent
        """
        mask_model = self.env["crm.yishang.mask"]
        if not isinstance(result, dict) or not mask_model._is_masked():
            return
        secrets = mask_model._get_secrets(records._name)
        is_hidden = self._names_hidden(records, values) or self._names_hidden(
            records, result
        )
        is_hidden = is_hidden or bool(mask_model._get_hidden_holders(records))
        for name, value in result.items():
            field = records._fields.get(name)
            if name in secrets and isinstance(value, str):
                if is_hidden and value != values.get(name):
                    result[name] = mask(secrets[name][0], value)
            elif field is not None and field.type in TO_MANY:
                for command in value or ():
                    if len(command) > 2:
                        lines = self.env[field.comodel_name].browse(command[1] or [])
                        self._mask_snapshot(lines, command[2], {})

    @api.model
    def _names_hidden(self, model, values):
        """Return whether values of a form name somebody whose secrets are masked."""
        ids = set()
        for name, value in values.items():
            field = model._fields.get(name)
            if field is not None and field.comodel_name == "res.partner":
                value = value.get("id") if isinstance(value, dict) else value
                if field.type == "many2one" and isinstance(value, int) and value:
                    ids.add(value)
        # sudo: whether they are there at all tells nothing.
        partners = self.env["res.partner"].browse(ids).sudo().exists()
        return bool(self.env["crm.yishang.mask"]._get_hidden_ids(partners))

    @api.model
    def _drop_copied(self, records, vals_list):
        """Leave the secrets of others out of what a copy starts from, in place."""
        names = self.env["crm.yishang.mask"]._get_secrets(records._name)
        for name, (_kind, ids) in (
            self.env["crm.yishang.mask"]._find(records, names).items()
        ):
            for record, vals in zip(records, vals_list, strict=True):
                if record.id in ids:
                    vals.pop(name, None)

    @api.model
    def _mask_history(self, model, trackings, formatted):
        """Mask values of tracked fields as the chatter shows them, in place.

        :param trackings: the ``mail.tracking.value`` records
        """
        # sudo: who may read the message is told what changed.
        changed = {one.id: one for one in trackings.sudo()}
        names = {one.field_id.name for one in changed.values()} - {False}
        documents = model.browse(trackings.sudo().mail_message_id.mapped("res_id"))
        found = self.env["crm.yishang.mask"]._find(documents, names)
        for row in formatted if found else ():
            tracking = changed[row["id"]]
            kind, ids = found.get(tracking.field_id.name, ("", ()))
            if tracking.mail_message_id.res_id in ids:
                for side in ("newValue", "oldValue"):
                    row[side] = mask(kind, row[side] or "")

    @api.model
    def _mask_recipients(self, records, suggested):
        """Return whom a message may go to, with masked addresses.

        Addresses without a partner cannot be written to by name: they are left out.
        """
        hidden = self.env["crm.yishang.mask"]._get_hidden_holders(records)
        partners = self.env["res.partner"].browse(
            {one["partner_id"] for ones in suggested.values() for one in ones}
        )
        hidden_partners = self.env["crm.yishang.mask"]._get_hidden_ids(
            partners.filtered("id")
        )
        found = {}
        for id_, recipients in suggested.items():
            found[id_] = [
                {**one, "email": mask(EMAIL, one["email"])}
                if one["partner_id"] in hidden_partners
                else one
                for one in recipients
                if one["partner_id"] or id_ not in hidden
            ]
        return found
