from odoo import api, fields, models
from odoo.tools import SQL


class CrmYishangOwnershipWork(models.AbstractModel):
    """What somebody has to do beside the own customers, given to somebody else.

    That is work on customers of others, leads without customer and collaborations.
    Raw SQL, for the reason ``crm.yishang.ownership.mover`` gives.
    """

    _name = "crm.yishang.ownership.work"
    _description = "Moving the Work of a Person"

    @api.model
    def _move(self, move, user, successor, moved_before):
        """Give the open work of ``user`` to ``successor``.

        :param move: the ``crm.yishang.ownership.move`` that remembers it
        :param moved_before: the one of the customers, whose documents have gone
        """
        # sudo: all open work moves, whoever may see it.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        skipped = SQL(
            "SELECT res_model, res_id FROM crm_yishang_ownership_item"
            " WHERE move_id = ANY(%s)",
            moved_before.ids,
        )
        mover.env.flush_all()
        moved = [
            model
            for model in self._get_models()
            if mover._write_targets(
                model,
                move,
                self._sql_targets(
                    model,
                    user,
                    successor,
                    SQL("(%s, document.id) NOT IN (%s)", model._name, skipped),
                ),
            )
        ]
        self._finish(move, moved)
        grants = mover.env["crm.yishang.grant"]
        grants._move_collaborations(
            move, self._sql_collaborations(user, successor, grants)
        )

    @api.model
    def _finish(self, move, models_moved):
        """Bring in step what follows from records that moved."""
        # sudo: a move covers all records of the person, whoever started it.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        self.env.invalidate_all(flush=False)
        for model in models_moved:
            if then := model._yishang_moving.then:
                getattr(mover.env[model._name], then)(move)
        mover.env["crm.yishang.grant"]._settle_work(move)
        self._write_lead_scope(move)
        self.env.invalidate_all(flush=False)
        self.env["crm.yishang.policy"]._forget()

    @api.model
    def _count(self, user, moving_along=False):
        """Return how much open work of ``user`` there is: ``{model: number}``.

        :param moving_along: whether what goes with the customers that are planned,
            see ``crm.yishang.ownership.mover``, is left out
        """
        # sudo: a number of all open work, also of what the asker does not see.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        mover.env.flush_all()
        counts = {}
        for model in self._get_models():
            besides = SQL("TRUE")
            if moving_along:
                targets = mover._sql_targets(model)
                besides = SQL("document.id NOT IN (SELECT id FROM (%s) gone)", targets)
            targets = self._sql_targets(model, user, user, besides)
            counts[model._name] = mover._count_targets(targets)
        grants = mover.env["crm.yishang.grant"]
        counts[grants._name] = mover._count_targets(grants._sql_collaborations(user.id))
        return {name: count for name, count in counts.items() if count}

    @api.model
    def _get_models(self):
        """Return the models whose records are somebody's work."""
        # sudo: the mover is nobody's; only names of models are read.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        names = mover._get_moving_models()
        return [
            mover.env[name]
            for name in names
            if self.env[name]._yishang_moving.holds == "user"
        ]

    @api.model
    def _sql_targets(self, model, user, successor, besides):
        # sudo: the mover is nobody's; only names of columns are read.
        mover = self.env["crm.yishang.ownership.mover"].sudo()
        moving = model._yishang_moving
        return SQL(
            """
            SELECT document.id, moving.old_owner_id, moving.new_owner_id,
                moving.moment
            FROM (
                SELECT %(old)s AS old_owner_id, %(new)s AS new_owner_id,
                    %(moment)s::timestamp AS moment
            ) moving
            JOIN %(table)s document ON document.%(column)s = moving.old_owner_id
            WHERE %(is_open)s AND %(is_work)s AND %(besides)s
            """,
            old=user.id,
            new=successor.id,
            moment=fields.Datetime.now(),
            table=SQL.identifier(model._table),
            column=SQL.identifier(moving.column),
            is_open=mover._sql_is_open(model, moving),
            is_work=self._sql_is_work(moving),
            besides=besides,
        )

    @api.model
    def _sql_is_work(self, moving):
        """Return the condition that a record is about a customer or a lead.

        Meetings and activities of the private life stay where they are.
        """
        if not moving.is_attached:
            return SQL(
                "(document.yishang_customer_id IS NOT NULL OR %s)", moving.besides
            )
        holders = self.env["crm.yishang.scope.writer"]._get_document_models()
        names = ["res.partner", *(holder._name for holder in holders)]
        return SQL("document.res_model = ANY(%s)", names)

    @api.model
    def _sql_collaborations(self, user, successor, grants):
        return SQL(
            "SELECT id, %s AS old_owner_id, %s AS new_owner_id FROM (%s) given",
            user.id,
            successor.id,
            grants._sql_collaborations(user.id),
        )

    @api.model
    def _write_lead_scope(self, move):
        """Leads without customer are visible as their salesperson; meetings on them.

        Raw SQL, as the move itself: it says what both models compute.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH lead AS (
                    UPDATE crm_lead lead SET yishang_scope_key = lead.user_id
                    FROM crm_yishang_ownership_item item
                    WHERE item.move_id = %(move)s AND item.res_model = 'crm.lead'
                        AND lead.id = item.res_id AND lead.partner_id IS NULL
                        AND lead.user_id IS NOT NULL
                    RETURNING lead.id, lead.yishang_scope_key
                )
                UPDATE calendar_event event
                SET yishang_scope_key = lead.yishang_scope_key
                FROM lead WHERE event.opportunity_id = lead.id
                """,
                move=move.id,
            )
        )
