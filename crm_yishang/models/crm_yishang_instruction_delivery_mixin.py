from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from .crm_yishang_policy import ROLES

BUS_CHANNEL = "crm_yishang.instruction"
# Rows of the banner and of the menu in the top bar.
BANNER_LIMIT = 20


class CrmYishangInstructionDeliveryMixin(models.AbstractModel):
    """How an instruction reaches its recipient at once, and nobody else."""

    _name = "crm.yishang.instruction.delivery.mixin"
    _description = "Delivery of Instructions"

    @api.model
    @api.readonly
    def get_waiting(self):
        """Return what the current user still has to read or to answer.

        :return: ``{"count": number, "unread": number, "more": unread ones beside the
            newest, "rows": [{"id", "kind", "kind_label", "author", "line", "body",
            "document", "state", "needs_reply", "date_due", "is_overdue"}]}``, unread
            and newest ones first; ``line`` is the first line of the text, ``date_due``
            as the user writes dates
        """
        counts = self._count_waiting()
        rows = self.search(
            self._get_own_waiting_domain(), order="state, id DESC", limit=BANNER_LIMIT
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            **counts,
            "more": max(counts["unread"] - 1, 0),
            "rows": [
                {
                    "id": row.id,
                    "kind": row.kind,
                    "kind_label": kinds[row.kind],
                    # sudo: the recipient may know who wrote it.
                    "author": row.sudo().author_id.name,
                    "line": (row.body or "").partition("\n")[0],
                    "body": row.body or "",
                    "document": row.document_name or "",
                    "state": row.state,
                    "needs_reply": row.needs_reply,
                    "date_due": row.date_due and format_date(self.env, row.date_due),
                    "is_overdue": row.is_overdue,
                }
                for row in rows
            ],
        }

    @api.model
    def _get_own_waiting_domain(self):
        """Return what waits for the current user."""
        return Domain("recipient_id", "=", self.env.uid) & self._get_waiting_domain()

    @api.model
    def _count_waiting(self):
        """Return how much waits for the current user, in one statement.

        :return: ``{"count": all, "unread": those not read}``
        """
        groups = self._read_group(
            self._get_own_waiting_domain(), ["state"], ["__count"]
        )
        counts = dict(groups)
        return {"count": sum(counts.values()), "unread": counts.get("new", 0)}

    @api.model
    def _get_session_info(self):
        """Return what the browser knows from the start, or None.

        Nobody without a role in the CRM is bothered, unless instructions wait.

        :return: see ``_count_waiting``
        """
        # sudo: only own ones are counted; at every start of the client, rules would
        # cost statements of their own.
        counts = self.sudo()._count_waiting()
        if counts["count"] or any(map(self.env.user.has_group, ROLES)):
            return counts
        return None

    def _deliver(self):
        """Put instructions into the recipients' open browsers, inboxes or mail.

        What was written on many records at once is one message to each recipient.
        """
        subject = self.env._("Instruction: %(document)s")
        for (user, body), group in self.grouped(
            lambda instruction: (instruction.recipient_id, instruction.body)
        ).items():
            group._notify(user, subject, body)
        self._refresh_clients()

    def _announce_replies(self):
        for instruction in self:
            instruction._notify(
                instruction.author_id,
                self.env._("Reply: %(document)s"),
                instruction.reply,
            )

    def _notify(self, user, subject, body):
        """Tell one user what stands on the document of an instruction, or on several.

        :param subject: with a place for ``document``
        """
        if not user.active:
            return
        # sudo: who is told follows from the instruction, and so does what.
        document = self[:1].with_user(user).document_name or ""
        if len(self) > 1:
            document = self.env._(
                "%(document)s and others, %(number)s in all",
                document=document,
                number=len(self),
            )
        body = Markup("<p>%s</p>") % (body or "")
        self._tell(user, subject % {"document": document}, body)

    def _tell(self, user, subject, body):
        """Send a message to one user, by inbox or mail as the user prefers.

        It hangs on the (first) instruction, not on its document, whose followers and
        collaborators it is nothing for.
        """
        # sudo: see _notify.
        self.env["mail.thread"].sudo().message_notify(
            model=self._name,
            res_id=self[:1].id,
            author_id=self.env.user.partner_id.id,
            partner_ids=user.sudo().partner_id.ids,
            subject=subject,
            body=body,
        )

    def _refresh_clients(self):
        """Have the open browsers of both sides read again what is waiting.

        Nothing of the instruction travels: each browser asks with its own rights.
        """
        # sudo: the channel of a user is that of the partner.
        for user in self.sudo().recipient_id | self.sudo().author_id:
            user._bus_send(BUS_CHANNEL, {})

    @api.model
    def _refresh_moved(self, move):
        """Have browsers read again whose instructions came or went with a customer."""
        items = move.item_ids.filtered(lambda item: item.res_model == self._name)
        for user in items.old_user_id | items.new_user_id:
            user._bus_send(BUS_CHANNEL, {})
