import json
import threading
from contextlib import contextmanager

from odoo.fields import Command
from odoo.tools import SQL

from .common import YishangCommon

# Rows of customers, orders, invoices and opportunities that belong to others. With
# this many, reading a table whole costs more than any way through an index.
MANY = 20_000
# How many belong to the viewer.
OWN = 60


class PlanCommon(YishangCommon):
    """Many customers and orders of other people, and the plans of what one user asks.

    All rows are copies of a few that the ORM made, written by SQL, because the ORM
    takes 20 ms for each.
    """

    # The tables nobody narrowed may read whole.
    big_tables = (
        "crm_yishang_duplicate_key",
        "crm_yishang_instalment",
        "res_partner",
        "sale_order",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = cls.sales_sjz1
        # The host shows its report on invoices to nobody without it.
        cls.viewer.group_ids += cls.env.ref("account.group_account_readonly")
        cls._multiply_partners()
        cls._multiply_orders()
        cls._multiply_invoices()
        cls._multiply_leads()
        cls.env.invalidate_all()

    @classmethod
    def _multiply(cls, record, source, **values):
        """Copy the row of ``record`` for each row ``source`` of a query.

        :param values: expressions of the columns that are no copy
        """
        cls.env.flush_all()
        table = SQL.identifier(record._table)
        columns = {
            field.name: values.get(field.name, SQL.identifier("prototype", field.name))
            for field in record._fields.values()
            if field.store and field.column_type
        }
        # The checks of foreign keys keep a plan made for few rows, and read the growing
        # table for each new one.
        cls.env.cr.execute("SET LOCAL enable_seqscan = off; DISCARD PLANS")
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s prototype, (%s) source"
                " WHERE prototype.id = %s",
                table,
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(columns.values()),
                table,
                source,
                record.id,
            )
        )
        cls.env.cr.execute("SET LOCAL enable_seqscan = on")
        # Without statistics of the new rows the planner takes the table for small.
        cls.env.cr.execute(SQL("ANALYZE %s", table))

    @classmethod
    def _multiply_partners(cls):
        """Owned customers, one in twenty of them in the pool instead."""
        owners = (cls.staff - cls.viewer).ids
        region = SQL(
            "CASE WHEN source.key < 0 THEN -source.key ELSE %s END", cls.baoding.id
        )
        cls._multiply(
            cls.customer_bd1,
            SQL(
                """
                SELECT nextval('res_partner_id_seq') AS id, n,
                    CASE
                        WHEN n <= %(own)s THEN %(own_key)s
                        WHEN n <= 2 * %(own)s THEN %(pool_key)s
                        WHEN n %% 20 = 0 THEN %(other_pool)s
                        ELSE (%(owners)s)[1 + n %% %(number)s]
                    END AS key
                FROM generate_series(1, %(many)s) n
                """,
                own=OWN,
                many=MANY,
                own_key=cls.viewer.id,
                pool_key=-cls.changan.id,
                other_pool=-cls.guangzhou.id,
                owners=owners,
                number=len(owners),
            ),
            id=SQL("source.id"),
            name=SQL("'客户' || source.n"),
            complete_name=SQL("'客户' || source.n"),
            phone=SQL("(13900000000 + source.n)::text"),
            email=SQL("source.n || '@example.com'"),
            yishang_code=SQL("'PLAN' || source.n"),
            commercial_partner_id=SQL("source.id"),
            user_id=SQL("CASE WHEN source.key > 0 THEN source.key END"),
            yishang_region_id=region,
            yishang_customer_id=SQL("source.id"),
            yishang_scope_key=SQL("source.key"),
            yishang_scope_region_id=region,
        )
        cls.env.cr.execute("SELECT id FROM res_partner WHERE yishang_code ~ '^PLAN'")
        ids = [id_ for (id_,) in cls.env.cr.fetchall()]
        cls.env["crm.yishang.search"]._refresh(ids)
        cls.env["crm.yishang.duplicate.key"]._refresh(ids)

    @classmethod
    def _multiply_documents(cls, record, **values):
        """Copy a document once for every customer with an owner."""
        table = record._table
        cls._multiply(
            record,
            SQL(
                """
                SELECT nextval(%s) AS id, row_number() OVER (ORDER BY id) AS n,
                    id AS partner_id, user_id, yishang_scope_key,
                    yishang_scope_region_id
                FROM res_partner WHERE yishang_code ~ '^PLAN' AND user_id IS NOT NULL
                """,
                f"{table}_id_seq",
            ),
            id=SQL("source.id"),
            name=SQL("'PLAN' || source.n"),
            partner_id=SQL("source.partner_id"),
            yishang_customer_id=SQL("source.partner_id"),
            yishang_scope_key=SQL("source.yishang_scope_key"),
            yishang_scope_region_id=SQL("source.yishang_scope_region_id"),
            **values,
        )

    @classmethod
    def _multiply_orders(cls):
        order = cls._create_order(cls.customer_bd1)
        order.action_confirm()
        cls._multiply_documents(
            order,
            user_id=SQL("source.user_id"),
            partner_invoice_id=SQL("source.partner_id"),
            partner_shipping_id=SQL("source.partner_id"),
            date_order=SQL("prototype.date_order - source.n %% 700 * interval '1 day'"),
            access_token=SQL("NULL"),
        )
        cls._multiply_lines(order.order_line, "order_id", order)
        cls._multiply_lines(
            order.yishang_instalment_ids,
            "order_id",
            order,
            partner_id=SQL("source.partner_id"),
        )

    @classmethod
    def _multiply_lines(cls, line, parent, document, **values):
        """Copy a line once for each copy of its document."""
        names = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
        copied = {
            name: SQL("source.%s", SQL.identifier(name))
            for name in names
            if name in line._fields
        }
        cls._multiply(
            line,
            SQL(
                "SELECT * FROM %s WHERE name ~ '^PLAN'",
                SQL.identifier(document._table),
            ),
            id=SQL("nextval(%s)", f"{line._table}_id_seq"),
            **{parent: SQL("source.id")},
            **copied,
            **values,
        )

    @classmethod
    def _multiply_invoices(cls):
        account = cls.env["account.account"].create(
            {"name": "Income", "code": "PLAN1", "account_type": "income"}
        )
        journal = cls.env["account.journal"].create(
            {"name": "Plan", "code": "PLAN", "type": "sale"}
        )
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer_bd1.id,
                "journal_id": journal.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "x", "price_unit": 1, "account_id": account.id}
                    )
                ],
            }
        )
        cls._multiply_documents(
            invoice,
            commercial_partner_id=SQL("source.partner_id"),
            invoice_user_id=SQL("source.user_id"),
            invoice_date=SQL("current_date - (source.n %% 700)::int"),
            access_token=SQL("NULL"),
        )
        cls._multiply_lines(
            invoice.invoice_line_ids,
            "move_id",
            invoice,
            partner_id=SQL("source.partner_id"),
        )

    @classmethod
    def _multiply_leads(cls):
        lead = cls.env["crm.lead"].create(
            {
                "name": "Plan",
                "partner_id": cls.customer_bd1.id,
                "user_id": cls.sales_bd1.id,
                "type": "opportunity",
            }
        )
        lead.message_post(body="x")
        message = lead.message_ids[:1]
        message.mail_activity_type_id = cls.env.ref("mail.mail_activity_data_call")
        cls._multiply_documents(lead, user_id=SQL("source.user_id"))
        cls._multiply(
            message,
            SQL("SELECT * FROM crm_lead WHERE name ~ '^PLAN'"),
            id=SQL("nextval('mail_message_id_seq')"),
            res_id=SQL("source.id"),
            message_id=SQL("'<plan' || source.id || '@example.com>'"),
        )

    @contextmanager
    def _capture(self):
        """Yield the list of the statements that the block has the database run."""
        statements, thread = [], threading.current_thread()
        hooks = getattr(thread, "query_hooks", ())
        thread.query_hooks = (
            *hooks,
            lambda cr, *_details: statements.append(cr._obj.query.decode()),
        )
        try:
            yield statements
        finally:
            thread.query_hooks = hooks

    def _iter_nodes(self, statement):
        """Yield the nodes of the plan of a statement."""
        # The database has just run it. pylint: disable=sql-injection
        self.env.cr.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        ((plans,),) = self.env.cr.fetchall()
        plans = json.loads(plans) if isinstance(plans, str) else plans
        nodes = [plans[0]["Plan"]]
        while nodes:
            node = nodes.pop()
            yield node
            nodes.extend(node.get("Plans", ()))

    @contextmanager
    def assertNothingReadWhole(self):
        """Check the plans of all queries of the block, as they are run there."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self._capture() as statements:
            yield
        queries = [
            statement
            for statement in statements
            if statement.lstrip().upper().startswith(("SELECT", "WITH"))
        ]
        self.assertTrue(queries, "nothing was asked")
        self.assertEqual(
            [
                statement
                for statement in queries
                for node in self._iter_nodes(statement)
                if node["Node Type"] == "Seq Scan"
                and node["Relation Name"] in self.big_tables
            ],
            [],
        )
