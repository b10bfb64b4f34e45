from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmYishangSchedule(models.Model):
    """What the own people have before them, one row an item.

    A row is visible as its customer is, and only if it is of one of the own people.
    """

    _name = "crm.yishang.schedule"
    _description = "Schedule"
    _inherit = ["crm.yishang.schedule.source.mixin", "crm.yishang.visible.mixin"]
    _auto = False
    _order = "start, id"
    _rec_name = "title"
    _depends = {
        "calendar.attendee": ["event_id", "partner_id", "state"],
        "calendar.event": [
            "active",
            "allday",
            "name",
            "privacy",
            "res_model",
            "start",
            "stop",
            "user_id",
            "yishang_customer_id",
            "yishang_scope_key",
            "yishang_scope_region_id",
        ],
        "crm.yishang.contract": [
            "company_id",
            "date_end",
            "is_renewed",
            "state",
            "subject",
            "user_id",
            "yishang_customer_id",
            "yishang_scope_key",
            "yishang_scope_region_id",
        ],
        "crm.yishang.visit": [
            "company_id",
            "date_planned_end",
            "date_planned_start",
            "day",
            "state",
            "subject",
            "user_id",
            "yishang_customer_id",
            "yishang_scope_key",
            "yishang_scope_region_id",
        ],
        "mail.activity": [
            "active",
            "calendar_event_id",
            "date_deadline",
            "res_id",
            "res_model",
            "res_name",
            "summary",
            "user_id",
        ],
        "res.partner": [
            "active",
            "company_id",
            "name",
            "yishang_customer_id",
            "yishang_date_next_contact",
            "yishang_is_customer",
            "yishang_scope_key",
            "yishang_scope_region_id",
            "yishang_short_name",
        ],
        "res.users": ["partner_id"],
        "res.users.settings": ["calendar_default_privacy", "user_id"],
    }

    kind = fields.Selection(
        [
            ("visit", "Planned Visit"),
            ("meeting", "Meeting"),
            ("follow_up", "Follow-up Due"),
            ("activity", "Activity"),
            ("contract", "End of a Contract"),
        ],
        readonly=True,
    )
    title = fields.Char(readonly=True)
    start = fields.Datetime(readonly=True)
    stop = fields.Datetime(string="End", readonly=True)
    is_all_day = fields.Boolean(string="All Day", readonly=True)
    is_private = fields.Boolean(string="Private", readonly=True)
    user_id = fields.Many2one("res.users", string="Employee", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_model = fields.Char(string="Kind of Document", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    yishang_customer_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True
    )
    yishang_scope_key = fields.Integer(readonly=True, export_string_translation=False)
    yishang_scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region", readonly=True
    )

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._get_sources())

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "is_private", "user_id"]

    @api.model
    def _get_visible_domain(self, mode):
        """Of others nobody sees what the host's calendar hides as private, either."""
        own = Domain("user_id", "=", self.env.uid)
        people = self.env["crm.yishang.people"]._get_domain("user_id")
        return (
            super()._get_visible_domain(mode)
            & people
            & (own | Domain("is_private", "=", False))
        )

    def _compute_display_name(self):
        super()._compute_display_name()
        follow_ups = self.filtered(lambda item: item.kind == "follow_up")
        for item in follow_ups._filter_visible("read"):
            item.display_name = self.env._(
                "Follow up %(customer)s", customer=item.title
            )

    def action_open_document(self):
        """Open what the item stands for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
        }
