from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SCORE = "crm.yishang.value.score"
GROUPED = ("grade", "score_band", "revenue_step")


class ValueGroup(NamedTuple):
    """Customers of one grade, band of ten points and step of revenue.

    Those of one step have more revenue than all below: sums along the steps, the
    highest first, are points of the Pareto curve itself, not of an approximation.
    """

    grade: str
    band: int
    step: int
    number: int
    revenue: float
    vital: int


class CrmYishangValueTotal(models.Model):
    """How many customers have which value and what they bring, by owner and region.

    Distribution and Pareto curve of a manager with a hundred thousand customers are
    added up from these.
    """

    _name = "crm.yishang.value.total"
    _inherit = "crm.yishang.kept.total.mixin"
    _description = "Groups of Customer Value"
    _auto = False
    _log_access = False
    _rec_name = "grade"

    _kept_table = "crm_yishang_value_score"
    _kept_model = SCORE
    _kept_rules = (
        "crm_yishang.crm_yishang_value_score_rule_company",
        "crm_yishang.crm_yishang_value_score_rule_visible",
    )
    _kept_condition = "grade IS NOT NULL"
    _kept_function = "crm_yishang_add_up_values"
    _kept_columns = {
        "company_id": "company_id",
        "scope_key": "yishang_scope_key",
        "scope_region_id": "yishang_scope_region_id",
        **{name: name for name in GROUPED},
    }
    _kept_types = {"grade": "varchar", "score_band": "int2", "revenue_step": "int2"}
    _kept_sums = {
        "number": ("int4", "1"),
        "revenue": ("numeric", "COALESCE(revenue, 0)"),
        "vital_number": ("int4", "COALESCE(is_vital, FALSE)::int"),
    }

    company_id = fields.Many2one("res.company", readonly=True)
    scope_key = fields.Integer(readonly=True, export_string_translation=False)
    scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region of the Customer", readonly=True
    )
    grade = fields.Char(string="Value Grade", readonly=True)
    score_band = fields.Integer(readonly=True, help="Ten points of the score each.")
    revenue_step = fields.Integer(
        readonly=True, help="Customers of a step have more revenue than all below."
    )
    number = fields.Integer(string="Customers", readonly=True)
    revenue = fields.Float(readonly=True, digits=0)
    vital_number = fields.Integer(string="Vital Few", readonly=True)

    @api.model
    def _flush_kept(self):
        self.env[SCORE].flush_model()

    @api.model
    def _fetch_groups(self, company):
        """Return the groups of the values the current user sees in a company.

        Raw SQL around what the ORM searches: totals, and customers opened one by one,
        in one statement.

        :return: list of ``ValueGroup``
        """
        mine = Domain("company_id", "=", company.id)
        counted, arms = Domain.TRUE, []
        if self._is_ruled_alike():
            arms.append(self._sql_arm(self._search(mine), self._kept_sums))
            counted = self._get_opened_domain()
        if not counted.is_false():
            counted &= mine & Domain("grade", "!=", False)
            values = [value for _kind, value in self._kept_sums.values()]
            arms.append(self._sql_arm(self.env[SCORE]._search(counted), values))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(names)s, sum(number), sum(revenue)::float8, sum(vital_number)
                FROM (%(arms)s) arms (%(names)s, number, revenue, vital_number)
                GROUP BY %(names)s HAVING sum(number) != 0
                ORDER BY revenue_step DESC, grade, score_band
                """,
                names=SQL(", ").join(map(SQL.identifier, GROUPED)),
                arms=SQL(" UNION ALL ").join(arms),
            )
        )
        return [ValueGroup(*row) for row in rows]

    @api.model
    def _sql_arm(self, query, sums):
        names = (SQL.identifier(query.table, name) for name in GROUPED)
        return query.select(*names, *map(SQL, sums))
