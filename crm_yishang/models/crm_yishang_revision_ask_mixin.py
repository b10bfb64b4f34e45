from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

# Requests that wait for something.
OPEN_STATES = ("draft", "requested")


class CrmYishangRevisionAskMixin(models.AbstractModel):
    """How a change that was saved becomes a request, and is sent or withdrawn."""

    _name = "crm.yishang.revision.ask.mixin"
    _description = "Asking for a Revision"

    @api.model
    def _divert(self, customer, vals, reason=False):
        """Turn what the user cannot change alone into a request.

        :param customer: the one record a form or a line of a list saves
        :param reason: why, in words; without it the request waits for it
        :return: the values that are left to be saved
        :raise UserError: if the same is asked for already
        """
        guard = self.env["crm.yishang.revision.guard"]
        cleaned = customer._yishang_clean_asked(vals)
        changes = guard._get_refused(guard._find(customer, cleaned))
        if not changes:
            return vals
        customer.check_access("write")
        self._ask(customer, changes, reason)
        names = {change.name for change in changes}
        return {name: vals[name] for name in vals if name not in names}

    @api.model
    def _ask_moves(self, customers, vals, reason=False):
        """Ask for owners or regions that are not the current user's to decide on.

        :return: the customers that stay where they are until somebody has decided
        """
        guard = self.env["crm.yishang.revision.guard"]
        asked = customers.browse()
        for change in guard._get_refused(guard._find(customers, vals)):
            customer = customers.browse(change.customer.id)
            customer.check_access("write")
            self._ask(customer, [change], reason)
            asked |= customer
        return asked

    @api.model
    def _ask(self, customer, changes, reason=False):
        """Create a request of the current user, and send it if there is a reason.

        :param changes: ``Change``s of that one customer
        :return: the request
        """
        values = {change.name: change.value for change in changes}
        customer._yishang_check_references([values])
        customer._yishang_check_asked(values)
        self._check_unasked(customer, values)
        # sudo: a request is made by saving a customer, with the right on it.
        revision = self.sudo()._get_draft(customer)
        revision._replace_lines(changes)
        revision = revision.sudo(False)
        if (reason or "").strip():
            revision._send(reason.strip())
        revision._show_asked()
        return revision

    @api.model
    def _check_unasked(self, customer, values):
        """Check that nobody asks for a change of the same fields.

        :raise UserError: naming the request, who asks, and the way out
        """
        # sudo: a colleague's request counts as well; both see the customer.
        lines = self.env["crm.yishang.revision.line"].sudo()
        taken = lines.search(
            [
                ("customer_id", "=", customer.id),
                ("field_name", "in", list(values)),
                ("is_open", "=", True),
            ]
        ).filtered(lambda line: line.revision_id != self.sudo()._find_draft(customer))
        if taken:
            revision = taken[0].revision_id
            labels = self.env["crm.yishang.revision.value"]._get_field_labels()
            raise UserError(
                self.env._(
                    "%(customer)s: %(person)s asks for another %(field)s already "
                    "(%(number)s). Have that decided on or withdrawn first. Nothing "
                    "was saved.",
                    customer=customer.display_name,
                    person=revision.requester_id.name,
                    field=labels[taken[0].field_name],
                    number=revision.name,
                )
            )

    @api.model
    def _find_draft(self, customer):
        """Return the user's request for that customer that has not been sent yet."""
        return self.search(
            [
                ("customer_id", "=", customer.id),
                ("requester_id", "=", self.env.uid),
                ("state", "=", "draft"),
            ],
            limit=1,
        )

    @api.model
    def _get_draft(self, customer):
        if draft := self._find_draft(customer):
            return draft
        company = customer.company_id or self.env.company
        sequences = self.env["ir.sequence"]
        (number,) = sequences._yishang_next_many("crm.yishang.revision", 1, company)
        return self.create(
            {
                "name": number,
                "company_id": company.id,
                "customer_id": customer.id,
                "requester_id": self.env.uid,
            }
        )

    def _replace_lines(self, changes):
        """Put changes into a request that has not been sent, the last word counts."""
        names = {change.name for change in changes}
        self.line_ids.filtered(lambda line: line.field_name in names).unlink()
        value = self.env["crm.yishang.revision.value"]
        lines = self.env["crm.yishang.revision.line"]
        lines.create(
            [
                {
                    **lines._prepare_change(change),
                    "revision_id": self.id,
                    "commands": change.name == "bank_ids"
                    and value._get_bank_commands(change.customer, change.value),
                }
                for change in changes
            ]
        )

    def action_send(self):
        """Send a request to whoever decides on it."""
        for revision in self:
            revision._check_own()
            revision._check_state("draft")
            if not (revision.reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: say why the change is needed, then send it.",
                        request=revision.display_name,
                    )
                )
            revision._send(revision.reason.strip())
            revision._show_asked()
        return True

    def _send(self, reason):
        # sudo: the state moves by methods alone.
        self.sudo().write(
            {
                "state": "requested",
                "reason": reason,
                "date_requested": fields.Datetime.now(),
            }
        )
        subject = self.env._(
            "To approve: %(customer)s, %(request)s",
            customer=self.customer_id.display_name,
            request=self.name,
        )
        judge = self._get_judge()
        self._tell(judge - self.env.user, subject, self._get_told(judge, reason))

    def _get_told(self, user, reason=False):
        """Return what a message about the request says, as far as ``user`` sees it."""
        # sudo: texts for the reader, whose own sight cuts them inside.
        lines = self.with_user(user or self.env.user).sudo()._get_change_texts()
        if reason:
            lines.append(self.env._("Reason: %(reason)s", reason=reason))
        return Markup("<br/>").join(lines)

    def action_withdraw(self):
        """Give up what was asked for; the old values stand."""
        self._check_own()
        self._check_state(*OPEN_STATES)
        self._close("withdrawn")
        return True

    def _check_own(self):
        """Check that whoever sends or withdraws a request asks for it.

        Whoever holds the customer by now stands in for a predecessor.

        :raise UserError: naming who asked
        """
        for revision in self:
            if not self.env.su and not revision.is_own:
                raise UserError(
                    self.env._(
                        "%(request)s is asked for by %(person)s, who alone can send or "
                        "withdraw it.",
                        request=revision.display_name,
                        # sudo: the name of a colleague is no secret.
                        person=revision.requester_id.sudo().name,
                    )
                )

    def _show_asked(self):
        """Tell the user on the spot that the old values stand for now."""
        if self.state == "draft":
            title = self.env._("Not changed yet: the reason is missing")
            way = self.env._("Give the reason on the customer, and send it.")
        else:
            title = self.env._("Not changed yet: waiting for approval")
            # sudo: whom one waits for is told to whoever asks.
            judge = self._get_judge().sudo()
            way = self.env._(
                "%(number)s, waiting for %(person)s.",
                number=self.name,
                person=judge.name or self.env._("an administrator of the CRM"),
            )
        self.env.user._bus_send(
            "simple_notification",
            {
                "type": "warning",
                "title": title,
                "message": "\n".join([*self._get_change_texts(), way]),
                "sticky": True,
            },
        )
