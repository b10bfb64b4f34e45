from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangOwnershipUndo(models.AbstractModel):
    """Give back what moved, as far as it has not changed hands since.

    Raw SQL, for the reason ``crm.yishang.ownership.mover`` gives.
    """

    _name = "crm.yishang.ownership.undo"
    _description = "Undoing a Move"

    @api.model
    def _undo(self, moves, reason):
        """Give customers and records of ``moves`` back to whom they were taken from.

        :param moves: ``crm.yishang.ownership.move``
        :return: the new move, and the customers that are somebody else's by now
        """
        # sudo: whoever may undo it is asked before; all that moved goes back.
        moves = moves.sudo()
        mover = moves.env["crm.yishang.ownership.mover"]
        rows, kept = self._find_rows(moves)
        move = moves._begin("undo", reason)
        mover._plan(rows)
        restored = [
            mover.env[name]
            for name in mover._get_moving_models()
            if self._restore(mover.env[name], move, moves, kept)
        ]
        self._restore_collaborations(move, moves)
        mover._move_customers(move)
        self.env["crm.yishang.ownership.work"]._finish(move, restored)
        self.env["crm.yishang.ownership"]._settle(move, rows)
        return move, self.env["res.partner"].browse(dict.fromkeys(kept))

    @api.model
    def _find_rows(self, moves):
        """Return the rows for ``_plan``, and the ids of customers that went on."""
        mover = moves.env["crm.yishang.ownership.mover"]
        changes = self.env.execute_query(
            SQL(
                """
                SELECT moved.customer_id, moved.old_owner_id, moved.new_owner_id,
                    bool_or(since.id IS NOT NULL) AS is_merged
                FROM crm_yishang_ownership_change moved
                LEFT JOIN crm_yishang_ownership_change since
                    ON since.customer_id = moved.customer_id AND since.id > moved.id
                    AND since.kind = 'merge'
                WHERE moved.move_id = ANY(%s)
                GROUP BY moved.id ORDER BY moved.id
                """,
                moves.ids,
            )
        )
        held = {row[0]: row for row in mover._lock([row[0] for row in changes])}
        rows, kept = [], []
        for customer_id, old, new, is_merged in changes:
            _id, owner, region = held.get(customer_id, (customer_id, 0, None))
            # What became one with another customer stays with that one.
            if owner == new and not is_merged:
                rows.append((customer_id, new, old, region, region))
            else:
                kept.append(customer_id)
        return rows, kept

    @api.model
    def _restore(self, model, move, moves, kept):
        """Return how many records of one model went back.

        :param kept: ids of customers that went on, with what hangs on them
        """
        mover = move.env["crm.yishang.ownership.mover"]
        targets = self._sql_moved(model, moves)
        if kept:
            targets = SQL(
                "SELECT * FROM (%s) moved WHERE id NOT IN"
                " (SELECT id FROM (%s) link WHERE customer_id = ANY(%s))",
                targets,
                mover._sql_links(model),
                kept,
            )
        return mover._write_targets(model, move, targets, is_undo=True)

    @api.model
    def _sql_moved(self, model, moves):
        """Return the records of a model that are where ``moves`` brought them.

        What is done by now stays with who did it.
        """
        mover = moves.env["crm.yishang.ownership.mover"]
        moving = model._yishang_moving
        held = mover._sql_holder(moving, "old_owner_id")
        if moving.is_required:
            held = SQL(
                "COALESCE(%s, %s)", held, mover._sql_holder(moving, "new_owner_id")
            )
        is_back = mover._sql_is_open(model, moving)
        if moving.unpooled:
            is_back = SQL(
                """
                (%s OR moving.old_owner_id IS NULL AND document.yishang_customer_id
                    IN (SELECT customer_id FROM crm_yishang_moving))
                """,
                is_back,
            )
        return SQL(
            """
            SELECT document.id, moving.old_owner_id, moving.new_owner_id,
                moving.moment
            FROM (
                SELECT res_id, new_user_id AS old_owner_id,
                    old_user_id AS new_owner_id, %(moment)s::timestamp AS moment
                FROM crm_yishang_ownership_item
                WHERE move_id = ANY(%(moves)s) AND res_model = %(model)s
            ) moving
            JOIN %(table)s document ON document.id = moving.res_id
            WHERE document.%(column)s IS NOT DISTINCT FROM %(held)s AND %(is_back)s
            """,
            moment=fields.Datetime.now(),
            moves=moves.ids,
            model=model._name,
            table=SQL.identifier(model._table),
            column=SQL.identifier(moving.column),
            held=held,
            is_back=is_back,
        )

    @api.model
    def _restore_collaborations(self, move, moves):
        grants = move.env["crm.yishang.grant"]
        targets = SQL(
            """
            SELECT res_id AS id, new_user_id AS old_owner_id,
                old_user_id AS new_owner_id
            FROM crm_yishang_ownership_item
            WHERE move_id = ANY(%s) AND res_model = %s
            """,
            moves.ids,
            grants._name,
        )
        grants._move_collaborations(move, targets)
