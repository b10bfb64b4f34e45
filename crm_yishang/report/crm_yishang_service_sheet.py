from odoo import api, fields, models

from ..models.crm_yishang_print import DATETIME_FORMAT


class CrmYishangServiceSheet(models.AbstractModel):
    """What the service sheet (服务单) of a case says on paper.

    Everything is read as the user: who may read the case may print it.
    """

    _name = "crm.yishang.service.sheet"
    _description = "Printed Service Sheet"

    @api.model
    def get_data(self, cases):
        """Return what is printed of cases, as plain values.

        :return: list of ``{"id", "title", "number", "notice": text or "", "facts":
            [(label, text)], "texts": [(label, text)], "signatures": [label]}``
        """
        return [self._describe(case) for case in cases]

    @api.model
    def _describe(self, case):
        is_cancelled = case.state == "cancelled"
        return {
            "id": case.id,
            "title": self.env._("Service Sheet"),
            "number": case.name,
            "notice": self.env._("CANCELLED") if is_cancelled else "",
            "facts": self._get_facts(case),
            "texts": self._get_texts(case),
            "signatures": [
                self.env._("Agent"),
                self.env._("Customer (signature)"),
                self.env._("Date"),
            ],
        }

    @api.model
    def _get_facts(self, case):
        (row,) = case.read(["phone"])
        # sudo: names of colleagues, dictionaries and documents of the case are no
        # secret of whoever reads it.
        known = case.sudo()
        return [
            (self.env._("Customer"), case.partner_id.name or ""),
            (self.env._("Contact"), case.contact_id.name or ""),
            # As the user sees it, masked or not.
            (self.env._("Phone"), row["phone"] or ""),
            (self.env._("Service Type"), known.type_id.name),
            (self.env._("Product"), known.product_id.display_name or ""),
            (self.env._("Sales Order"), known.order_id.name or ""),
            (self.env._("Service Contract"), known.contract_id.name or ""),
            (self.env._("State"), self._get_label(case, "state")),
            (self.env._("Agent"), known.user_id.name or ""),
            (self.env._("Received At"), self._format(case, case.date_received)),
            (self.env._("First Response"), self._format(case, case.date_responded)),
            (self.env._("Solved At"), self._format(case, case.date_solved)),
        ]

    @api.model
    def _get_texts(self, case):
        hours = f"{case.hours:g}" if case.hours else ""
        return [
            (self.env._("Subject"), case.subject),
            (self.env._("Description"), case.description or ""),
            (self.env._("Result"), case.result or ""),
            (self.env._("Parts"), case.parts or ""),
            (self.env._("Hours"), hours),
        ]

    @api.model
    def _get_label(self, case, name):
        labels = case._fields[name]._description_selection(self.env)
        return dict(labels)[case[name]]

    @api.model
    def _format(self, case, moment):
        """Return a moment where the company is, empty if there is none."""
        if not moment:
            return ""
        zone = case.company_id._yishang_get_tz().zone
        local = fields.Datetime.context_timestamp(case.with_context(tz=zone), moment)
        return local.strftime(DATETIME_FORMAT)
