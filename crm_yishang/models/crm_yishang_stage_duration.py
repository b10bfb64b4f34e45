from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangStageDuration(models.Model):
    """How long an opportunity was in one stage, and with whom.

    Written by the opportunities themselves, any number of them in two statements.
    """

    _name = "crm.yishang.stage.duration"
    _description = "Time in a Stage"
    _inherit = "crm.yishang.visible.mixin"
    _order = "date_in, id"
    _rec_name = "stage_id"

    _visible_through = ("lead_id",)
    # Who had it in that stage; it does not move with the opportunity.
    _yishang_stays = ("user_id",)

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    stage_id = fields.Many2one(
        "crm.stage", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        readonly=True,
        help="Who had the opportunity when it came into the stage.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        readonly=True,
        help="Of the opportunity when it came into the stage.",
    )
    date_in = fields.Datetime(string="Entered", required=True, readonly=True)
    date_out = fields.Datetime(string="Left", readonly=True)
    days = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Calendar days from entering to leaving the stage.",
    )

    _now_uniq = models.UniqueIndex(
        "(lead_id) WHERE date_out IS NULL", "An opportunity is in one stage at a time."
    )
    _user_idx = models.Index("(user_id, date_in)")

    @api.model
    def _follow(self, leads):
        """Close the stages that opportunities left and open those they are in.

        Raw SQL: two statements for any number of opportunities.
        """
        if not leads.ids:
            return
        leads.flush_recordset()
        self.flush_model()
        moment = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_stage_duration stay
                SET date_out = GREATEST(%(moment)s, stay.date_in),
                    days = GREATEST(
                        EXTRACT(EPOCH FROM %(moment)s - stay.date_in) / 86400, 0)
                FROM crm_lead lead
                WHERE lead.id = stay.lead_id AND lead.id = ANY(%(ids)s)
                    AND stay.date_out IS NULL
                    AND NOT (stay.stage_id = lead.stage_id AND %(is_open)s)
                """,
                moment=moment,
                ids=list(leads.ids),
                is_open=self._sql_is_in_stage(),
            )
        )
        self.env.cr.execute(
            self._sql_open(SQL("lead.id = ANY(%s)", list(leads.ids)), moment)
        )
        self.invalidate_model(flush=False)
        leads.invalidate_recordset(["yishang_stage_duration_ids"], flush=False)

    @api.model
    def _follow_all(self):
        """Begin with the opportunities that were there before: since they came in."""
        self.env.flush_all()
        self.env.cr.execute(
            self._sql_open(
                SQL("TRUE"),
                SQL("COALESCE(lead.date_last_stage_update, lead.create_date)"),
            )
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _sql_open(self, condition, moment):
        """Return the statement that opens stages, the first since the creation."""
        return SQL(
            """
            INSERT INTO crm_yishang_stage_duration (
                lead_id, stage_id, company_id, user_id, region_id, date_in,
                create_uid, create_date, write_uid, write_date
            )
            SELECT lead.id, lead.stage_id, lead.company_id, lead.user_id,
                lead.yishang_region_id,
                CASE WHEN lead.date_conversion IS NULL AND NOT EXISTS (
                    SELECT FROM crm_yishang_stage_duration WHERE lead_id = lead.id
                ) THEN LEAST(lead.create_date, %(moment)s) ELSE %(moment)s END,
                %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
            FROM crm_lead lead
            WHERE %(condition)s AND lead.stage_id IS NOT NULL AND %(is_open)s
                AND NOT EXISTS (
                    SELECT FROM crm_yishang_stage_duration
                    WHERE lead_id = lead.id AND date_out IS NULL
                )
            """,
            moment=moment,
            uid=self.env.uid,
            condition=condition,
            is_open=self._sql_is_in_stage(),
        )

    @api.model
    def _sql_is_in_stage(self):
        """Return the condition that ``lead`` is an opportunity that was not lost."""
        return SQL(
            "lead.type = 'opportunity' AND lead.active"
            " AND lead.won_status IS DISTINCT FROM 'lost'"
        )
