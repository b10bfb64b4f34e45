from odoo import api, fields, models
from odoo.tools import SQL

CONTACTS = SQL("document.id != document.yishang_customer_id")
# What is planned for each customer.
COLUMNS = ("customer", "old owner", "new owner", "old region", "new region")

# How strongly rows are locked.
TO_MOVE = SQL("NO KEY UPDATE")
TO_DELETE = SQL("UPDATE")


class CrmYishangOwnershipMover(models.AbstractModel):
    """Write who holds customers, and who works on what hangs on them.

    Raw SQL: tens of thousands of customers move in one statement for each table; the
    ORM reads, computes and logs record by record. Who may do it is asked before, by
    ``crm.yishang.ownership``.
    """

    _name = "crm.yishang.ownership.mover"
    _description = "Moving Customers"

    @api.model
    def _lock(self, customer_ids, strength=TO_MOVE):
        """Make others wait who move the same customers now.

        :param strength: ``TO_MOVE`` or ``TO_DELETE``
        :return: ``[(customer id, owner id, region id)]`` as they are from now on
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, user_id, yishang_region_id FROM res_partner
                WHERE id = ANY(%s) ORDER BY id FOR %s
                """,
                sorted(customer_ids),
                strength,
            )
        )

    @api.model
    def _plan(self, rows):
        """Put down what moves: the table ``crm_yishang_moving`` of this transaction.

        :param rows: ``(customer id, past owner, new owner, past region, new region)``
        """
        self.env.cr.execute(
            """
            CREATE TEMPORARY TABLE IF NOT EXISTS crm_yishang_moving (
                customer_id integer PRIMARY KEY,
                old_owner_id integer, new_owner_id integer,
                old_region_id integer, new_region_id integer,
                moment timestamp
            ) ON COMMIT DROP
            """
        )
        self.env.cr.execute("TRUNCATE crm_yishang_moving")
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_yishang_moving"
                " SELECT planned.*, %s FROM unnest(%s::int[], %s::int[], %s::int[],"
                " %s::int[], %s::int[]) planned",
                fields.Datetime.now(),
                *(
                    [row[position] or None for row in rows]
                    for position in range(len(COLUMNS))
                ),
            )
        )
        self.env.cr.execute("ANALYZE crm_yishang_moving")

    @api.model
    def _move_documents(self, move):
        """Give the open records of past owners to the new ones, as they are planned.

        :param move: the ``crm.yishang.ownership.move`` that remembers each of them
        """
        names = self._get_moving_models()
        moved = [name for name in names if self._move_model(self.env[name], move)]
        # After all of them: what follows a record reads the others.
        for name in moved:
            if then := self.env[name]._yishang_moving.then:
                getattr(self.env[name], then)(move)

    @api.model
    def _get_moving_models(self):
        return sorted(
            name
            for name, model in self.env.registry.items()
            if model._yishang_moving and not model._abstract
        )

    @api.model
    def _move_model(self, model, move):
        """Return how many records of one model moved."""
        return self._write_targets(model, move, self._sql_targets(model))

    @api.model
    def _count_targets(self, targets):
        """Return how many records a query of ``_sql_targets`` and the like finds."""
        ((count,),) = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) target", targets)
        )
        return count

    @api.model
    def _sql_targets(self, model):
        """Return the records of a model that follow the customers that are planned.

        :return: query of ``id, old_owner_id, new_owner_id, moment``
        """
        moving = model._yishang_moving
        return SQL(
            """
            SELECT document.id, moving.old_owner_id, moving.new_owner_id,
                moving.moment
            FROM crm_yishang_moving moving
            JOIN (%(links)s) link ON link.customer_id = moving.customer_id
            JOIN %(table)s document ON document.id = link.id
            WHERE document.%(column)s IS NOT DISTINCT FROM %(old)s
                AND moving.old_owner_id IS DISTINCT FROM moving.new_owner_id
                AND %(is_open)s
            """,
            links=self._sql_links(model),
            table=SQL.identifier(model._table),
            column=SQL.identifier(moving.column),
            old=self._sql_holder(moving, "old_owner_id"),
            is_open=self._sql_is_open(model, moving),
        )

    @api.model
    def _write_targets(self, model, move, targets, is_undo=False):
        """Give records to others, and remember each of them.

        :param targets: query of ``id, old_owner_id, new_owner_id, moment``
        :param is_undo: whether what the pool changed changes back
        :return: how many
        """
        moving = model._yishang_moving
        new = self._sql_holder(moving, "new_owner_id")
        self.env.cr.execute(
            SQL(
                """
                WITH target AS MATERIALIZED (%(targets)s),
                moved AS (
                    UPDATE %(table)s document SET %(assignments)s
                    FROM target moving WHERE document.id = moving.id
                    RETURNING document.id, moving.old_owner_id, moving.new_owner_id
                )
                INSERT INTO crm_yishang_ownership_item
                    (move_id, res_model, res_id, old_user_id, new_user_id)
                SELECT %(move)s, %(model)s, id, old_owner_id, new_owner_id FROM moved
                """,
                targets=targets,
                table=SQL.identifier(model._table),
                assignments=self._sql_assignments(model, moving, new, is_undo),
                move=move.id,
                model=model._name,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _sql_holder(self, moving, owner):
        """Return what the column holds for one of the owners."""
        user = SQL("moving.%s", SQL.identifier(owner))
        if moving.holds == "user":
            return user
        return SQL("(SELECT partner_id FROM res_users WHERE id = %s)", user)

    @api.model
    def _sql_is_open(self, model, moving):
        conditions = [moving.is_open]
        if moving.pooled is None:
            conditions.append(SQL("moving.new_owner_id IS NOT NULL"))
        if model._name == "res.partner":
            conditions.append(CONTACTS)
        return SQL(" AND ").join(SQL("(%s)", part) for part in conditions)

    @api.model
    def _sql_assignments(self, model, moving, new, is_undo):
        column = SQL.identifier(moving.column)
        if moving.is_required:
            new = SQL("COALESCE(%s, document.%s)", new, column)
        assignments = [SQL("%s = %s", column, new)]
        if model._log_access:
            assignments += self._sql_stamps()
        for name, value in moving.also:
            assignments.append(SQL("%s = %s", SQL.identifier(name), value))
        pooled = moving.unpooled if is_undo else moving.pooled or ()
        owner = SQL.identifier("old_owner_id" if is_undo else "new_owner_id")
        for name, value in pooled:
            assignments.append(
                SQL(
                    "%(name)s = CASE WHEN moving.%(owner)s IS NULL"
                    " THEN %(value)s ELSE document.%(name)s END",
                    owner=owner,
                    name=SQL.identifier(name),
                    value=value,
                )
            )
        return SQL(", ").join(assignments)

    @api.model
    def _sql_stamps(self):
        return [
            SQL("write_uid = %s", self.env.uid),
            SQL("write_date = %s", self.env.cr.now()),
        ]

    @api.model
    def _sql_links(self, model):
        """Return the query of the records of a model with their customer."""
        if not model._yishang_moving.is_attached:
            return SQL(
                "SELECT id, yishang_customer_id AS customer_id FROM %s",
                SQL.identifier(model._table),
            )
        holders = self.env["crm.yishang.scope.writer"]._get_document_models()
        return SQL(" UNION ALL ").join(
            SQL(
                """
                SELECT attached.id, holder.yishang_customer_id AS customer_id
                FROM %s attached
                JOIN %s holder ON holder.id = attached.res_id
                WHERE attached.res_model = %s
                """,
                SQL.identifier(model._table),
                SQL.identifier(holder._table),
                holder._name,
            )
            for holder in (self.env["res.partner"], *holders)
        )

    @api.model
    def _move_customers(self, move):
        """Write the new owners and regions, and all that is derived from them."""
        rows = self.env.execute_query(SQL("SELECT customer_id FROM crm_yishang_moving"))
        customer_ids = [customer_id for (customer_id,) in rows]
        self.env["crm.yishang.scope.writer"]._write_scope(
            customer_ids,
            SQL(
                """
                SELECT moving.customer_id AS id, moving.new_owner_id AS owner_id,
                    moving.new_region_id AS region_id,
                    holder.yishang_is_customer AS is_customer
                FROM crm_yishang_moving moving
                JOIN res_partner holder ON holder.id = moving.customer_id
                """
            ),
            [
                SQL(
                    "user_id = CASE WHEN partner.id = customer.id"
                    " THEN customer.owner_id ELSE partner.user_id END"
                ),
                SQL(
                    "yishang_region_id = CASE WHEN partner.commercial_partner_id ="
                    " customer.id THEN customer.region_id"
                    " ELSE partner.yishang_region_id END"
                ),
                SQL(
                    "yishang_date_taken = CASE WHEN partner.id = customer.id"
                    " AND customer.owner_id IS DISTINCT FROM partner.user_id"
                    " THEN %s ELSE partner.yishang_date_taken END",
                    fields.Datetime.now(),
                ),
                *self._sql_stamps(),
            ],
        )
        self._write_history(move)

    @api.model
    def _write_history(self, move):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_ownership_change (
                    move_id, customer_id, date, kind, old_owner_id, new_owner_id,
                    old_region_id, new_region_id,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(move)s, customer_id, moment, %(kind)s, old_owner_id,
                    new_owner_id, old_region_id, new_region_id,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM crm_yishang_moving
                ORDER BY customer_id
                """,
                move=move.id,
                kind=move.kind,
                now=self.env.cr.now(),
                uid=self.env.uid,
            )
        )
