from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangPoolClock(models.AbstractModel):
    """Nobody loses a customer whose case is open."""

    _inherit = "crm.yishang.pool.clock"

    @api.model
    def _sql_exempt(self):
        return [
            *super()._sql_exempt(),
            SQL(
                """
                EXISTS (
                    SELECT FROM crm_yishang_service_case service
                    WHERE service.yishang_customer_id = customer.id
                        AND service.state = ANY(%s)
                )
                """,
                list(OPEN_KINDS),
            ),
        ]
