from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangFunnelReport(models.Model):
    """The funnel (销售漏斗): what came into each stage, and what became of it.

    One row for each time an opportunity was in a stage. An opportunity that came back
    counts once, with its first time there. Whose it was and where is that of the day.
    """

    _name = "crm.yishang.funnel.report"
    _description = "Sales Funnel"
    _inherit = ["crm.yishang.report.mixin", "crm.yishang.visible.mixin"]
    _auto = False
    _depends = {
        "crm.lead": [
            "active",
            "company_id",
            "date_deadline",
            "expected_revenue",
            "lost_reason_id",
            "probability",
            "prorated_revenue",
            "stage_id",
            "type",
            "user_id",
            "won_status",
            "yishang_source_id",
        ],
        "crm.stage": ["is_won", "sequence"],
        "crm.yishang.stage.duration": [
            "company_id",
            "date_in",
            "date_out",
            "days",
            "lead_id",
            "region_id",
            "stage_id",
            "user_id",
        ],
    }
    _order = "date_in DESC, id DESC"
    _rec_name = "lead_id"

    _visible_through = ("lead_id",)
    # The one of the day, and the one of the opportunity, which moves with it.
    _yishang_stays = ("user_id", "seller_id")

    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    seller_id = fields.Many2one(
        "res.users",
        string="Salesperson Today",
        readonly=True,
        help="Who has the opportunity now.",
    )
    region_id = fields.Many2one("crm.yishang.region", readonly=True)
    source_id = fields.Many2one(
        "crm.yishang.customer.source", string="Customer Source", readonly=True
    )
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    won_status = fields.Selection(
        [("won", "Won"), ("lost", "Lost"), ("pending", "In Progress")],
        string="Outcome",
        readonly=True,
    )
    date_in = fields.Datetime(string="Entered", readonly=True)
    date_out = fields.Datetime(string="Left", readonly=True)
    entered = fields.Integer(string="Came In", readonly=True)
    here = fields.Integer(string="Still There", readonly=True)
    won = fields.Integer(string="Won Later", readonly=True)
    lost = fields.Integer(string="Lost from Here", readonly=True)
    conversion = fields.Float(
        string="Went On",
        readonly=True,
        aggregator="avg",
        help="Share of those that came in that reached a later stage.",
    )
    days = fields.Float(
        string="Average Days",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="Days in the stage, of those that left it.",
    )
    expected_revenue = fields.Float(
        string="Expected Revenue Still There",
        readonly=True,
        help="In the currency of the company.",
    )
    prorated_revenue = fields.Float(
        string="Weighted Revenue Still There",
        readonly=True,
        help="Expected revenue of open opportunities times their probability, in the "
        "currency of the company.",
    )
    date_deadline = fields.Date(string="Expected Closing", readonly=True)

    @api.model
    def _sql_columns(self):
        is_first = self._sql_is_first()
        return {
            "id": SQL("stay.id"),
            "lead_id": SQL("stay.lead_id"),
            "stage_id": SQL("stay.stage_id"),
            "company_id": SQL("stay.company_id"),
            "user_id": SQL("stay.user_id"),
            "seller_id": SQL("lead.user_id"),
            "region_id": SQL("stay.region_id"),
            "source_id": SQL("lead.yishang_source_id"),
            "lost_reason_id": SQL("lead.lost_reason_id"),
            "won_status": SQL("lead.won_status"),
            "date_in": SQL("stay.date_in"),
            "date_out": SQL("stay.date_out"),
            "entered": SQL("%s::int", is_first),
            "here": SQL("(stay.date_out IS NULL)::int"),
            "won": SQL("(%s AND lead.won_status = 'won')::int", is_first),
            "lost": SQL(
                "(lead.won_status = 'lost' AND lead.stage_id = stay.stage_id"
                " AND %s)::int",
                is_first,
            ),
            "conversion": SQL(
                "CASE WHEN %s AND stage.is_won IS NOT TRUE THEN (%s)::int END",
                is_first,
                self._sql_went_on(),
            ),
            "days": SQL("CASE WHEN stay.date_out IS NOT NULL THEN stay.days END"),
            "expected_revenue": SQL(
                "CASE WHEN stay.date_out IS NULL THEN lead.expected_revenue END"
            ),
            "prorated_revenue": SQL(
                "CASE WHEN stay.date_out IS NULL AND lead.won_status = 'pending'"
                " THEN lead.prorated_revenue END"
            ),
            "date_deadline": SQL("lead.date_deadline"),
        }

    @api.model
    def _sql_is_first(self):
        """Return whether it is the first time that the opportunity is in the stage."""
        return SQL(
            """
            (NOT EXISTS (
                SELECT FROM crm_yishang_stage_duration earlier
                WHERE earlier.lead_id = stay.lead_id
                    AND earlier.stage_id = stay.stage_id
                    AND (earlier.date_in, earlier.id) < (stay.date_in, stay.id)
            ))
            """
        )

    @api.model
    def _sql_went_on(self):
        """Return whether the opportunity came into a later stage afterwards."""
        return SQL(
            """
            EXISTS (
                SELECT FROM crm_yishang_stage_duration later
                JOIN crm_stage next_stage ON next_stage.id = later.stage_id
                WHERE later.lead_id = stay.lead_id
                    AND (later.date_in, later.id) > (stay.date_in, stay.id)
                    AND (next_stage.sequence, next_stage.id)
                        > (stage.sequence, stage.id)
            )
            """
        )

    @api.model
    def _sql_from(self):
        return SQL(
            """
            crm_yishang_stage_duration stay
            JOIN crm_lead lead ON lead.id = stay.lead_id
            JOIN crm_stage stage ON stage.id = stay.stage_id
            """
        )
