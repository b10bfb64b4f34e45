"""How far the prices of an order are below those they are compared with."""


def get_discounts(order):
    """Return how far each line and the whole order are below their reference.

    A line counts by its own price, so that a gift does not hide behind a dear one; the
    whole counts as well, because a discount may stand in a line of its own.

    :return: list of percents, one a line, that of the whole order last; 0 where
        nothing is lower
    """
    lines = [
        (_get_reference(line), _get_price(line), line.product_uom_qty)
        for line in order.order_line
        if not line.display_type and not line.is_downpayment
    ]
    single = [
        _get_percent(reference, price)
        for reference, price, quantity in lines
        if quantity > 0
    ]
    expected = sum(
        max(reference, 0) * quantity for reference, _price, quantity in lines
    )
    given = sum(price * quantity for _reference, price, quantity in lines)
    return [*single, _get_percent(expected, given)]


def _get_percent(reference, price):
    return max((reference - price) / reference * 100, 0) if reference > 0 else 0


def _get_price(line):
    return line.price_unit * (1 - line.discount / 100)


def _get_reference(line):
    """Return the price a line is compared with, without any discount by hand.

    The list price, or what the price list of the customer says; that of the order does
    not count, because whoever gives the discount chooses it. Products in a set are
    priced by the set, and a line that takes away stands for no product.
    """
    company = line.company_id
    if line.price_unit < 0 or line.combo_item_id or line.product_type == "combo":
        return _get_price(line) if line.price_unit >= 0 else 0
    pricelist = line.env["product.pricelist"]
    if company.yishang_discount_basis == "pricelist":
        # sudo: the price list of the customer holds, whoever may read it.
        customer = line.order_id.partner_id.sudo().with_company(company)
        pricelist = customer.property_product_pricelist
    product = line.product_id.with_context(**line._get_product_price_context())
    if not product or line.product_uom_qty <= 0:
        return 0
    price = pricelist._get_product_price(
        product,
        quantity=line.product_uom_qty,
        uom=line.product_uom_id,
        date=line.order_id.date_order,
        currency=line.currency_id,
    )
    return line.product_id._get_tax_included_unit_price_from_price(
        price,
        product_taxes=line.product_id.taxes_id._filter_taxes_by_company(company),
        fiscal_position=line.order_id.fiscal_position_id,
    )
