from collections import defaultdict

from markupsafe import Markup

from odoo import api, models

# Customers a digest names; the others are counted.
NAMED = 10
# Moves nobody needs to be told about.
SILENT_KINDS = frozenset(("region", "system"))


class CrmYishangOwnershipDigest(models.AbstractModel):
    """One message for each person customers came to or left, however many they are."""

    _name = "crm.yishang.ownership.digest"
    _description = "Digest of Moved Customers"

    @api.model
    def _send(self, move, rows):
        """Tell past and new owners, except whoever moved the customers.

        :param rows: (customer id, past owner, new owner, …)
        """
        if move.kind in SILENT_KINDS:
            return
        came, left = defaultdict(list), defaultdict(list)
        for customer_id, old, new, *_regions in rows:
            if old != new:
                came[new].append(customer_id)
                left[old].append(customer_id)
        names = self._get_names([*came.values(), *left.values()])
        users = self.env["res.users"].browse({*came, *left} - {None, self.env.uid})
        # sudo: who is told follows from the move; the texts name what was theirs.
        for user in users.sudo().filtered("active"):
            lines = [
                self._get_line(text, ids, names)
                for text, ids in (
                    (self.env._("%(count)s customers came to you:"), came[user.id]),
                    (self.env._("%(count)s customers left you:"), left[user.id]),
                )
                if ids
            ]
            self._notify(user, move, lines)

    @api.model
    def _get_names(self, id_lists):
        """Return the names of the first customers of each list, by id."""
        ids = {id_ for ids in id_lists for id_ in ids[:NAMED]}
        # sudo: past owners no longer see the customers they had until now.
        customers = self.env["res.partner"].sudo().browse(ids)
        return {customer.id: customer.name for customer in customers}

    @api.model
    def _get_line(self, text, ids, names):
        listed = self.env._(", ").join(names[id_] or "" for id_ in ids[:NAMED])
        if len(ids) > NAMED:
            listed += self.env._(" and %(count)s more", count=len(ids) - NAMED)
        return Markup("<p>%s %s</p>") % (text % {"count": len(ids)}, listed)

    @api.model
    def _notify(self, user, move, lines):
        kind = move._get_kind_label(move.kind)
        if move.reason:
            lines.append(
                Markup("<p>%s</p>")
                % self.env._("Reason: %(reason)s", reason=move.reason)
            )
        # sudo: see _send.
        self.env["mail.thread"].sudo().message_notify(
            author_id=self.env.user.partner_id.id,
            partner_ids=user.partner_id.ids,
            subject=self.env._("Customers: %(kind)s", kind=kind),
            body=Markup().join(lines),
        )
