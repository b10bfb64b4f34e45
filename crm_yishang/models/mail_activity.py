from odoo import SUPERUSER_ID, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _compute_res_name(self):
        # The name is stored for everybody: not as the current user may see it.
        return super(MailActivity, self.with_user(SUPERUSER_ID))._compute_res_name()

    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Hide activities on hidden customers, which the host shows to assignees."""
        policy = self.env["crm.yishang.policy"]
        query = super()._search(domain, offset, limit, order, **kwargs)
        if self.env.su or kwargs.get("bypass_access") or policy._get_sight().reads_all:
            return query
        found = self.browse(query)
        return (found - found._get_hidden())._as_query(order)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self.ids:
            return result
        hidden = (self - result[0] if result else self)._get_hidden()
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return forbidden, lambda: forbidden._make_access_error(operation)

    def _get_hidden(self):
        """Return those of ``self`` whose document the user must not see."""
        # sudo: only model and id of the documents are read.
        rows = {activity.id: activity for activity in self.sudo()}
        hidden = self.env["crm.yishang.policy"]._get_hidden_documents(
            (row.res_model, row.res_id) for row in rows.values()
        )
        return self.filtered(
            lambda record: (rows[record.id].res_model, rows[record.id].res_id) in hidden
        )
