from odoo import api, models
from odoo.tools import SQL

# What follows people instead of customers, see ``crm.yishang.people``.
MODELS_OF_PEOPLE = ("crm.yishang.instruction", "crm.yishang.work.report")


class MailNotification(models.Model):
    """A notification is hidden with its recipient and with its message.

    That somebody was told something of an instruction concerns whoever was told and
    whoever wrote it; of customers, whoever sees them all sees all notifications.
    """

    _name = "mail.notification"
    _inherit = [
        "crm.yishang.attached.mixin",
        "crm.yishang.visible.mixin",
        "mail.notification",
    ]

    _visible_through = ("res_partner_id",)

    def _get_document(self):
        message = self.mail_message_id
        return message.model, message.res_id

    @api.model
    def _is_narrowed(self):
        return True

    @api.model
    def _narrow_query(self, query, order):
        if self._hides_work():
            query.add_where(self._sql_is_for_user(query.table))
        if self.env["crm.yishang.policy"]._get_sight().reads_all:
            return query
        return super()._narrow_query(query, order)

    @api.model
    def _hides_work(self):
        """Return whether there is anybody whose work the user may not look at."""
        return self.env["crm.yishang.people"]._get_ids() is not None

    @api.model
    def _sql_is_for_user(self, alias):
        """Return whether a notification is no word to somebody else about the work.

        Raw SQL: as a domain, all messages about work would be gathered first, for each
        search of anybody; this looks at those of the notifications that are found.
        """
        partner = self.env.user.partner_id.id
        self.env["mail.message"].flush_model(["author_id", "model"])
        return SQL(
            """
            (%(recipient)s = %(partner)s OR NOT EXISTS (
                SELECT FROM mail_message message
                WHERE message.id = %(message)s AND message.model IN %(models)s
                    AND message.author_id IS DISTINCT FROM %(partner)s
            ))
            """,
            recipient=SQL.identifier(alias, "res_partner_id"),
            message=SQL.identifier(alias, "mail_message_id"),
            models=MODELS_OF_PEOPLE,
            partner=partner,
        )

    def _get_hidden(self):
        """See ``_sql_is_for_user``, which says the same."""
        partner = self.env.user.partner_id
        hidden = super()._get_hidden()
        if not self._hides_work():
            return hidden
        # sudo: only the model and both sides are read.
        for notification in (self - hidden).sudo():
            message = notification.mail_message_id
            if message.model in MODELS_OF_PEOPLE and partner not in (
                notification.res_partner_id | message.author_id
            ):
                hidden |= notification.sudo(False)
        return hidden
