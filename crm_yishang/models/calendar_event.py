from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.ledger_table import LedgerColumn, LedgerTable
from ..tools.moving import Moving

OF_NO_VISIT = SQL(
    "NOT EXISTS (SELECT FROM crm_yishang_visit WHERE event_id = document.id)"
)

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
    # Without new owner the plans are called off, other meetings stay what they are.
    _yishang_moving = Moving(
        is_open=SQL("document.active AND document.start >= moving.moment"),
        pooled=(("active", OF_NO_VISIT),),
        unpooled=(("active", SQL("TRUE")),),
        besides=SQL("document.opportunity_id IS NOT NULL"),
        is_required=True,
        then="_yishang_move_guests",
    )

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

    @api.model
    def _yishang_move_guests(self, move):
        """Invite new owners in the place of past ones.

        Raw SQL, as the move itself. Whoever was invited already stays so.
        """
        nothing = SQL()
        name = SQL(", common_name = partner.name")
        for table, event, guest, also in (
            (
                "calendar_event_res_partner_rel",
                "calendar_event_id",
                "res_partner_id",
                nothing,
            ),
            ("calendar_attendee", "event_id", "partner_id", name),
        ):
            self._yishang_move_guest(move, table, event, guest, also)

    @api.model
    def _yishang_move_guest(self, move, table, event, guest, also):
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s guest SET %(guest)s = partner.id %(also)s
                FROM crm_yishang_ownership_item item
                JOIN res_users old_user ON old_user.id = item.old_user_id
                JOIN res_users new_user ON new_user.id = item.new_user_id
                JOIN res_partner partner ON partner.id = new_user.partner_id
                WHERE item.move_id = %(move)s AND item.res_model = 'calendar.event'
                    AND guest.%(event)s = item.res_id
                    AND guest.%(guest)s = old_user.partner_id
                    AND NOT EXISTS (
                        SELECT FROM %(table)s other
                        WHERE other.%(event)s = item.res_id
                            AND other.%(guest)s = new_user.partner_id
                    )
                """,
                table=SQL.identifier(table),
                event=SQL.identifier(event),
                guest=SQL.identifier(guest),
                also=also,
                move=move.id,
            )
        )
