from odoo import api, fields, models

from ..tools.ledger_table import LedgerColumn, LedgerTable

# Whatever moves a meeting or changes its length.
TIME_FIELDS = frozenset(
    ("allday", "duration", "start", "start_date", "stop", "stop_date")
)


class CalendarEvent(models.Model):
    """A meeting on a customer, or with one, is visible as the customer is.

    It follows its document, and the first customer invited if it has none.
    """

    _name = "calendar.event"
    _inherit = [
        "crm.yishang.visible.mixin",
        "crm.yishang.ledger.mixin",
        "calendar.event",
    ]

    yishang_customer_id = fields.Many2one(
        "res.partner",
        string="CRM Customer",
        compute="_compute_yishang_customer_id",
        store=True,
        index="btree_not_null",
    )
    yishang_scope_key = fields.Integer(
        compute="_compute_yishang_scope", store=True, export_string_translation=False
    )
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region of the Customer",
        compute="_compute_yishang_scope",
        store=True,
    )

    @api.depends(
        "opportunity_id.yishang_customer_id",
        "partner_ids.yishang_customer_id",
        "res_model",
        "res_id",
    )
    def _compute_yishang_customer_id(self):
        for event in self:
            holders = event._yishang_get_document()
            if holders is None:
                holders = event.partner_ids.sorted("id")
            event.yishang_customer_id = holders.yishang_customer_id[:1]

    @api.depends(
        "opportunity_id.yishang_scope_key",
        "opportunity_id.yishang_scope_region_id",
        "yishang_customer_id.yishang_scope_key",
        "yishang_customer_id.yishang_scope_region_id",
    )
    def _compute_yishang_scope(self):
        for event in self:
            # An opportunity without customer is visible as its own salesperson.
            holder = event.opportunity_id or event.yishang_customer_id
            event.yishang_scope_key = holder.yishang_scope_key
            event.yishang_scope_region_id = holder.yishang_scope_region_id

    def write(self, vals):
        """A planned visit moves with its entry, as people drag it in the calendar."""
        result = super().write(vals)
        if TIME_FIELDS & vals.keys() and not self.env.context.get("yishang_from_visit"):
            self._yishang_move_visits()
        return result

    def _yishang_move_visits(self):
        # sudo: whoever may move the entry may move the visit.
        visits = self.env["crm.yishang.visit"].sudo()
        visits = visits.search(
            [("event_id", "in", self.ids), ("state", "=", "planned")]
        )
        for visit in visits.with_context(yishang_from_visit=True):
            visit.write(
                {
                    "date_planned_start": visit.event_id.start,
                    "date_planned_end": visit.event_id.stop,
                }
            )

    def _sync_activities(self, fields):
        """Move the activity of a meeting, and not the meeting once more because of it.

        The host's activity would write the start it was just given back to the meeting,
        which then ends after its old length, whatever end was entered.
        """
        events = self.with_context(calendar_event_meeting_update=True)
        return super(CalendarEvent, events)._sync_activities(fields)

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="meetings",
            title=self.env._("Meetings"),
            sequence=60,
            order="start DESC, id DESC",
            columns=(
                LedgerColumn("start", self.env._("Date"), "date"),
                "name",
                "user_id",
                "location",
            ),
        )
        return [*super()._get_ledger_tables(), table]

    @api.model
    def _yishang_get_document_models(self):
        """Return the models of documents whose meetings follow their customer."""
        documents = self.env["crm.yishang.scope.writer"]._get_document_models()
        return [self.env["res.partner"], *documents]

    def _yishang_get_document(self):
        """Return the document of a customer the meeting was planned on, or None."""
        if self.opportunity_id:
            return self.opportunity_id
        for model in self._yishang_get_document_models():
            if self.res_id and model._name == self.res_model:
                return model.browse(self.res_id).exists()
        return None

    @api.model
    def _get_public_fields(self):
        # The host empties the others in the cache of everybody, to keep the rest of
        # the transaction from seeing private meetings; access would go with them.
        columns = set(self._get_visible_columns())
        return super()._get_public_fields() | columns | {"opportunity_id", "res_id"}
