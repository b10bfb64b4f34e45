from datetime import timedelta

from odoo import api, models

from ..tools.protection import OWNERSHIP, PROTECTABLE


class CrmYishangRevisionPast(models.AbstractModel):
    """What the key data of a customer were at the end of a day.

    They are what stands there now, unless something changed later: then what the
    first of these changes found. Changes are known since the field is protected,
    moves of owner and region always.
    """

    _name = "crm.yishang.revision.past"
    _description = "Key Data of the Past"

    @api.model
    def _get_rows(self, customer, day):
        """Return the key data of a customer as of a day.

        :return: ``[{"label", "text": as it was, "now": as it is, "is_changed"}]``, of
            the fields that are protected or have a history
        """
        customer.check_access("read")
        moment = self.env.company._yishang_get_moment(day + timedelta(days=1))
        past = {
            **self._get_changed(customer, moment),
            **self._get_moved(customer, moment),
        }
        labels = self.env["crm.yishang.revision.value"]._get_field_labels()
        return [
            self._get_row(customer, name, label, past)
            for name, label in labels.items()
            if name in self._get_shown(customer) or name in past
        ]

    @api.model
    def _get_shown(self, customer):
        protections = self.env["res.company"]._yishang_get_protections()
        names = frozenset().union(*(one.names for one in protections.values()))
        return names.intersection(PROTECTABLE)

    @api.model
    def _get_row(self, customer, name, label, past):
        value = self.env["crm.yishang.revision.value"]
        # sudo: the user reads the customer; numbers are masked below.
        raw = value._get_raw(customer.sudo(), name)
        now = value._get_masked(customer, name, value._get_text(name, raw))
        text = value._get_masked(customer, name, past.get(name, now))
        return {
            "label": label,
            "text": text or "",
            "now": now or "",
            "is_changed": text != now,
        }

    @api.model
    def _get_changed(self, customer, moment):
        """Return ``{field: text}`` as the first change after ``moment`` found it."""
        # sudo: the kept texts are readable for nobody, masked they are shown.
        entries = self.env["crm.yishang.revision.entry"].sudo()
        found = entries.search(
            [
                ("customer_id", "=", customer.id),
                ("date", ">=", moment),
                ("field_name", "not in", list(OWNERSHIP)),
            ],
            order="date DESC, id DESC",
        )
        return {entry.field_name: entry.old_label for entry in found}

    @api.model
    def _get_moved(self, customer, moment):
        """Return the same of owner and region, from the ownership history."""
        # sudo: see _get_changed.
        changes = self.env["crm.yishang.ownership.change"].sudo()
        first = changes.search(
            [("customer_id", "=", customer.id), ("date", ">=", moment)],
            order="date, id",
            limit=1,
        )
        if not first:
            return {}
        return {
            "user_id": first.old_owner_id.display_name,
            "yishang_region_id": first.old_region_id.display_name,
        }
