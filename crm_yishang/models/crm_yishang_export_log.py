from odoo import fields, models
from odoo.exceptions import UserError


class CrmYishangExportLog(models.Model):
    """One time data were taken out of the system, or somebody tried to.

    Nobody changes or deletes an entry, and users write none.
    """

    _name = "crm.yishang.export.log"
    _description = "Record of Exports"
    _inherit = [
        "crm.yishang.document.name.mixin",
        "crm.yishang.immutable.mixin",
        "crm.yishang.people.mixin",
    ]
    _yishang_stays = ("user_id",)
    _order = "date DESC, id DESC"
    _rec_name = "model_label"

    date = fields.Datetime(
        string="Moment", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    road = fields.Selection(
        [
            ("list", "List Export"),
            ("pivot", "Pivot"),
            ("xlsx", "Report as Workbook"),
            ("pdf", "Several Documents on Paper"),
            ("card", "Contact Cards"),
            ("json", "JSON of a Screen"),
            ("program", "Read by a Program"),
            ("reveal", "Number Shown in Full"),
            ("lookup", "Customer Found by Whole Number"),
        ],
        required=True,
        readonly=True,
    )
    is_refused = fields.Boolean(string="Refused", readonly=True)
    is_from_browser = fields.Boolean(
        string="As Sent by the Browser",
        readonly=True,
        help="The server was not told otherwise what was exported; a browser can be "
        "made to send something else.",
    )
    res_model = fields.Char(string="Model", readonly=True)
    model_label = fields.Char(string="What", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    document_name = fields.Char(string="Record Concerned")
    filter_text = fields.Text(string="Filter", readonly=True)
    domain = fields.Text(string="Filter as Domain", readonly=True)
    field_labels = fields.Text(string="Fields", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    ip_address = fields.Char(string="IP Address", readonly=True)

    _user_idx = models.Index("(user_id, date DESC)")
    _date_idx = models.Index("(date DESC, id DESC)")

    def _make_immutable_error(self):
        return UserError(
            self.env._(
                "The export ledger is kept as it was written: nobody changes or "
                "deletes entries, administrators included."
            )
        )
