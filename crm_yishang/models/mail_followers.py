from odoo import api, models
from odoo.tools import SQL

from ..tools.moving import Moving


class MailFollowers(models.Model):
    """Followers are visible as their partner, and follow as the customer moves.

    Answers of customers reach the followers of a document: a past owner would get the
    mail and the new one would not.
    """

    _name = "mail.followers"
    _inherit = ["crm.yishang.visible.mixin", "mail.followers"]

    _visible_through = ("partner_id",)
    _yishang_moving = Moving(
        "partner_id",
        is_open=SQL(
            """
            NOT EXISTS (
                SELECT FROM mail_followers other
                JOIN res_users new_user ON new_user.partner_id = other.partner_id
                WHERE new_user.id = moving.new_owner_id
                    AND other.res_model = document.res_model
                    AND other.res_id = document.res_id
            )
            """
        ),
        pooled=None,
        holds="partner",
        is_attached=True,
    )

    @api.model
    def _yishang_drop_past(self):
        """Have past owners follow nothing any more of the customers that move.

        Raw SQL, as the move itself.
        """
        links = self.env["crm.yishang.ownership.mover"]._sql_links(self)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM mail_followers WHERE id IN (
                    SELECT follower.id
                    FROM crm_yishang_moving moving
                    JOIN res_users past ON past.id = moving.old_owner_id
                    JOIN (%s) link ON link.customer_id = moving.customer_id
                    JOIN mail_followers follower ON follower.id = link.id
                        AND follower.partner_id = past.partner_id
                    WHERE moving.old_owner_id IS DISTINCT FROM moving.new_owner_id
                )
                """,
                links,
            )
        )
