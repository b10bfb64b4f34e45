"""Sales orders with lines, stored as the ORM would have stored them."""

from odoo.fields import Command

from . import bulk

PRODUCTS = 500
# Few customers have many orders.
CUSTOMER_SKEW = 2
CREATE_STAGING = """
    CREATE TEMPORARY TABLE staging ON COMMIT DROP AS
    SELECT
        %(first_order)s + number AS id,
        partner.id AS partner_id,
        partner.user_id,
        partner.yishang_customer_id,
        partner.yishang_scope_key,
        partner.yishang_scope_region_id,
        timestamp '2021-01-01 02:00' + interval '1 minute' * (
            number::bigint * 1825 * 1440 / %(orders)s
        ) AS date_order,
        CASE number %% 20 WHEN 0 THEN 'cancel' WHEN 1 THEN 'draft' ELSE 'sale' END
            AS state
    FROM (
        SELECT
            number,
            %(first_customer)s
                + floor(%(customers)s * power(random(), %(skew)s))::int AS customer
        FROM generate_series(0, %(orders)s - 1) number
    ) drawn
    JOIN res_partner partner ON partner.id = drawn.customer
"""
CREATE_LINES = """
    CREATE TEMPORARY TABLE staging_line ON COMMIT DROP AS
    SELECT
        %(first_line)s + line AS id,
        staging.id AS order_id,
        staging.partner_id,
        staging.user_id,
        staging.state,
        staging.date_order,
        product.id AS product_id,
        product.name,
        product.price,
        1 + line %% 7 AS quantity
    FROM generate_series(0, %(lines)s - 1) line
    JOIN staging ON staging.id = %(first_order)s + line %% %(orders)s
    JOIN staging_product product
        ON product.number = (line + line / %(orders)s * 17) %% %(products)s
"""
# Of ten orders eight are paid, one is paid by half, one not at all.
RECEIVED = """
    CASE WHEN staging.state != 'sale' OR staging.id %% 10 = 9 THEN 0
        WHEN staging.id %% 10 = 8 THEN round(total.amount / 2, 2)
        ELSE total.amount END
"""
ORDER_COLUMNS = {
    "id": "staging.id",
    "name": "'S' || lpad(staging.id::text, 8, '0')",
    "state": "staging.state",
    "invoice_status": "CASE staging.state WHEN 'sale' THEN 'to invoice' ELSE 'no' END",
    "partner_id": "staging.partner_id",
    "partner_invoice_id": "staging.partner_id",
    "partner_shipping_id": "staging.partner_id",
    "user_id": "staging.user_id",
    "date_order": "staging.date_order",
    "create_uid": "coalesce(staging.user_id, 1)",
    "write_uid": "coalesce(staging.user_id, 1)",
    "create_date": "staging.date_order",
    "write_date": "staging.date_order",
    "access_token": "md5(staging.id::text)",
    "amount_untaxed": "total.amount",
    "amount_tax": "0",
    "amount_total": "total.amount",
    "yishang_amount_collected": RECEIVED,
    "yishang_amount_accounted": "0",
    "yishang_amount_received": RECEIVED,
    "yishang_amount_owed": "CASE staging.state WHEN 'sale'"
    f" THEN total.amount - ({RECEIVED}) ELSE 0 END",
    "yishang_payment_state": """
        CASE WHEN staging.state != 'sale' THEN 'none'
            WHEN staging.id %% 10 = 9 THEN 'open'
            WHEN staging.id %% 10 = 8 THEN 'partly'
            ELSE 'paid' END
    """,
    "yishang_customer_id": "staging.yishang_customer_id",
    "yishang_scope_key": "staging.yishang_scope_key",
    "yishang_scope_region_id": "staging.yishang_scope_region_id",
}
IF_SOLD = "CASE staging_line.state WHEN 'sale' THEN {} ELSE {} END"
AMOUNT = "staging_line.price * staging_line.quantity"
LINE_COLUMNS = {
    "id": "staging_line.id",
    "order_id": "staging_line.order_id",
    "order_partner_id": "staging_line.partner_id",
    "salesman_id": "staging_line.user_id",
    "state": "staging_line.state",
    "invoice_status": IF_SOLD.format("'to invoice'", "'no'"),
    "product_id": "staging_line.product_id",
    "name": "staging_line.name",
    "product_uom_qty": "staging_line.quantity",
    "qty_to_invoice": IF_SOLD.format("staging_line.quantity", "0"),
    "price_unit": "staging_line.price",
    "price_subtotal": AMOUNT,
    "price_tax": "0",
    "price_total": AMOUNT,
    "price_reduce_taxexcl": "staging_line.price",
    "price_reduce_taxinc": "staging_line.price",
    "untaxed_amount_to_invoice": IF_SOLD.format(AMOUNT, "0"),
    "create_uid": "coalesce(staging_line.user_id, 1)",
    "write_uid": "coalesce(staging_line.user_id, 1)",
    "create_date": "staging_line.date_order",
    "write_date": "staging_line.date_order",
}


def fill(env, size, first_customer):
    """Insert the orders of a size and their lines."""
    cr = env.cr
    products = create_products(env)
    order, line = _make_prototypes(env, products[0])
    cr.execute(
        "CREATE TEMPORARY TABLE staging_product"
        " (number int, id int, name text, price numeric) ON COMMIT DROP"
    )
    values = {
        "first_order": bulk.next_id(cr, "sale_order"),
        "first_line": bulk.next_id(cr, "sale_order_line"),
        "first_customer": first_customer,
        "customers": size.customers,
        "orders": size.orders,
        "lines": size.lines,
        "products": len(products),
        "skew": CUSTOMER_SKEW,
    }
    rows = (
        (number, product.id, product.display_name, product.list_price)
        for number, product in enumerate(products)
    )
    bulk.copy(cr, "staging_product", ["number", "id", "name", "price"], rows)
    cr.execute("SELECT setseed(0.19)")
    cr.execute(CREATE_STAGING, values)
    cr.execute("ANALYZE staging")
    cr.execute(CREATE_LINES, values)
    totals = (
        "staging JOIN (SELECT order_id, sum(price * quantity) AS amount"
        " FROM staging_line GROUP BY order_id) total ON total.order_id = staging.id"
    )
    bulk.insert(cr, "sale_order", order, ORDER_COLUMNS, totals)
    bulk.insert(cr, "sale_order_line", line, LINE_COLUMNS, "staging_line")


def create_products(env):
    """Create the products that are sold, without taxes."""
    return env["product.product"].create(
        [
            {
                "name": f"产品{number:03}",
                "default_code": f"BENCH{number:03}",
                "list_price": 10 + number,
                "invoice_policy": "order",
                "taxes_id": [],
            }
            for number in range(PRODUCTS)
        ]
    )


def _make_prototypes(env, product):
    """Return the rows of a confirmed order and of its line, made by the ORM."""
    with env.cr.savepoint() as savepoint:
        customer = env["res.partner"].search(
            [("yishang_is_customer", "=", True)], limit=1
        )
        order = env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        rows = [bulk.read_prototype(record) for record in (order, order.order_line)]
        savepoint.rollback()
    env.invalidate_all()
    return rows
