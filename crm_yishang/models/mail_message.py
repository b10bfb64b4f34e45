from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Hide messages on hidden customers, which the host shows to recipients."""
        policy = self.env["crm.yishang.policy"]
        query = super()._search(domain, offset, limit, order, **kwargs)
        if self.env.su or kwargs.get("bypass_access") or policy._get_sight().reads_all:
            return query
        found = self.browse(query)
        return (found - found._get_hidden())._as_query(order)

    def _get_forbidden_access(self, operation):
        return super()._get_forbidden_access(operation) | self._get_hidden()

    def _get_hidden(self):
        """Return those of ``self`` whose document the user must not see."""
        # sudo: only model and id of the documents are read.
        rows = {message.id: message for message in self.sudo()}
        hidden = self.env["crm.yishang.policy"]._get_hidden_documents(
            (row.model, row.res_id) for row in rows.values()
        )
        return self.filtered(
            lambda record: (rows[record.id].model, rows[record.id].res_id) in hidden
        )

    def _read_format(self, fnames, load="_classic_read"):
        """Blank the sender's address of messages a hidden partner wrote."""
        rows = super()._read_format(fnames, load)
        if "email_from" not in fnames:
            return rows
        # sudo: authors are read for comparison only.
        hidden = self.sudo().author_id.sudo(False)._get_hidden_partners()
        for message, row in zip(self.sudo(), rows, strict=True):
            if message.author_id.id in hidden._ids:
                row["email_from"] = False
        return rows
