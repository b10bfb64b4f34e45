"""What customers are worth, once more, record by record in plain Python.

Nothing of the addon's SQL is used here; ``tests/test_value_score.py`` compares the two.
"""

from datetime import date, timedelta


def years_before(day, years):
    return day.replace(year=day.year - years)


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def part(some, whole):
    return 100 * some / whole if whole else None


class ValueBook:
    """The documents of one customer, up to a day."""

    def __init__(self, customer, company, day):
        self.customer, self.company, self.day = customer, company, day
        self.year, self.before = years_before(day, 1), years_before(day, 2)
        env = customer.env
        mine = [("yishang_customer_id", "=", customer.id)]
        own = [*mine, ("company_id", "=", company.id)]
        find = {
            name: env[name].search(own)
            for name in (
                "sale.order",
                "crm.yishang.receipt",
                "crm.yishang.instalment",
                "crm.yishang.visit",
                "crm.yishang.service.case",
            )
        }
        self.all_orders = find["sale.order"]
        self.orders = self.all_orders.filtered(lambda one: one.state == "sale").sorted(
            lambda one: (one.date_order, one.id)
        )
        self.recent = self.orders.filtered(lambda one: self.get_day(one) >= self.year)
        self.older = (self.orders - self.recent).filtered(
            lambda one: self.get_day(one) >= self.before
        )
        self.receipts = find["crm.yishang.receipt"].filtered(
            lambda one: one.state == "confirmed" and one.date >= self.year
        )
        self.due = find["crm.yishang.instalment"].filtered(
            lambda one: one.is_owed and one.state != "paid"
        )
        self.visits = find["crm.yishang.visit"]
        self.done = self.visits.filtered(lambda one: one.state == "done")
        self.seen = self.done.filtered(lambda one: one.day >= self.year)
        self.cases = find["crm.yishang.service.case"]
        self.contacts = env["res.partner"].search(
            [*mine, ("id", "!=", customer.id), ("type", "=", "contact")]
        )
        self.leads = env["crm.lead"].search([*mine, ("type", "=", "opportunity")])

    def get_day(self, order):
        return self.company._yishang_get_day(order.date_order)

    def since(self, day):
        return (self.day - day).days if day else None

    def measure(self):
        """Return ``{code: value}``, None where nothing is known."""
        return {
            **self.measure_characteristics(),
            **self.measure_transactions(),
            **self.measure_products(),
            **self.measure_finance(),
            **self.measure_contact(),
            **self.measure_service(),
        }

    def measure_characteristics(self):
        one, contacts = self.customer, self.contacts
        names = (
            "phone email street industry_id yishang_scale yishang_type_id"
            " yishang_source_id yishang_region_id yishang_revenue vat"
        ).split()
        stages = ["lost", "potential", "visited", "dormant", "member"]
        return {
            "C02": int(one.yishang_scale) if one.yishang_scale else None,
            "C03": one.yishang_revenue or None,
            "C04": 10 * sum(bool(one[name]) for name in names),
            "C05": int(bool(one.vat)),
            "C06": int(bool(one.website)),
            "C07": len(contacts),
            "C08": sum(x.yishang_decision_role == "decider" for x in contacts),
            "C09": len({x.yishang_decision_role for x in contacts} - {False}),
            "C10": part(len(contacts.filtered("phone")), len(contacts)),
            "C11": part(len(contacts.filtered("email")), len(contacts)),
            "C12": len(contacts.filtered("yishang_birthday")),
            "C13": len(contacts.filtered("yishang_preferences")),
            "C16": len(one.category_id),
            "C17": int(one.is_company),
            "C21": stages.index(one.yishang_lifecycle),
        }

    def measure_transactions(self):
        days = [self.get_day(one) for one in self.orders]
        moments = [one.date_order for one in self.orders]
        gaps = [
            (later - earlier) / timedelta(days=1)
            for earlier, later in zip(moments, moments[1:], strict=False)
        ]
        gap = mean(gaps)
        number, before = len(self.recent), len(self.older)
        cancelled = self.all_orders.filtered(
            lambda one: one.state == "cancel" and self.get_day(one) >= self.year
        )
        silence = self.since(days[-1]) if days else None
        return {
            "T01": silence,
            "T02": self.since(days[0]) if days else None,
            "T03": number,
            "T04": part(number - before, before),
            "T06": gap,
            "T07": (mean((x - gap) ** 2 for x in gaps) ** 0.5 / gap)
            if len(days) > 2
            else None,
            "T08": silence / gap if len(days) > 2 else None,
            "T09": max(gaps, default=None),
            "T19": part(sum(x.amount_untaxed < 0 for x in self.recent), number),
            "T20": part(len(cancelled), len(cancelled) + number),
            "T21": sum(x.state in ("draft", "sent") for x in self.all_orders),
            "T28": sum(x.won_status == "pending" for x in self.leads),
        }

    def measure_products(self):
        lines, past = self.recent.order_line, self.older.order_line
        products, known = lines.product_id, past.product_id
        sums = {
            product: sum(x.price_subtotal for x in lines if x.product_id == product)
            for product in products
        }
        listed = sum(
            x.price_unit * x.product_uom_qty for x in lines if x.product_uom_qty > 0
        )
        given = sum(
            x.price_unit * x.product_uom_qty * x.discount / 100
            for x in lines
            if x.product_uom_qty > 0
        )
        again = [
            product
            for product in products
            if len(lines.filtered(lambda x, p=product: x.product_id == p).order_id) > 1
        ]
        cost = sum(x.product_uom_qty * x.product_id.standard_price for x in lines)
        net = sum(lines.mapped("price_subtotal"))
        has_past = bool(self.older)
        positive = sum(max(amount, 0) for amount in sums.values())
        return {
            "T10": len(products),
            "T12": len(products - known) if has_past else None,
            "T13": len(known - products) if has_past else None,
            "T14": part(len(again), len(products)),
            "T15": part(max(sums.values(), default=0), positive) if sums else None,
            "T16": len(lines) / len(self.recent) if self.recent else None,
            "T17": part(given, listed) if products else None,
            "T18": part(sum(not x.discount for x in lines), len(lines)),
            "F09": net - cost if products else None,
            "F10": part(net - cost, net) if net > 0 else None,
        }

    def measure_finance(self):
        amounts = [x.amount_untaxed for x in self.recent]
        revenue, before = sum(amounts), sum(self.older.mapped("amount_untaxed"))
        quarter = self.day - timedelta(days=89)
        late = self.due.filtered(lambda x: x.date_due < self.day)
        overdue, has = sum(late.mapped("amount_open")), bool(self.orders)
        totals = sum(self.recent.mapped("amount_total"))
        owed = sum(self.orders.mapped("yishang_amount_owed"))
        returned = -sum(min(amount, 0) for amount in amounts)
        return {
            "F01": revenue,
            "F02": part(revenue - before, before) if before > 0 else None,
            "F03": sum(self.orders.mapped("amount_untaxed")) if has else None,
            "F04": mean(x for x in amounts if x > 0),
            "F05": max(self.orders.mapped("amount_untaxed")) if has else None,
            "F08": sum(
                x.amount_untaxed for x in self.recent if self.get_day(x) >= quarter
            )
            / revenue
            * 365
            / 90
            if revenue > 0
            else None,
            "F12": part(returned, revenue + returned) if self.recent else None,
            "F13": sum(self.receipts.mapped("amount_company")),
            "F14": part(sum(self.recent.mapped("yishang_amount_received")), totals)
            if totals > 0
            else None,
            "F15": owed if has else None,
            "F16": overdue if has else None,
            "F17": part(overdue, sum(self.due.mapped("amount_open"))),
            "F18": max((self.since(x.date_due) for x in late), default=0)
            if has
            else None,
            "F19": len(late) if has else None,
            "F21": owed / totals * 365 if totals > 0 else None,
            "F24": len(self.receipts),
        }

    def measure_contact(self):
        seen, kinds = self.seen, self.seen.mapped("category_id.kind")
        attitudes = [int(x.attitude) for x in seen if x.attitude]
        met = self.done.filtered(lambda x: x.category_id.kind in ("visit", "reception"))
        by_kind = {kind: 0 for kind in ("visit", "call")}
        for one in seen:
            by_kind[one.category_id.kind] = by_kind.get(one.category_id.kind, 0) + 1
        deciders = [x for x in seen if x.contact_id.yishang_decision_role == "decider"]
        last = max(seen.filtered("attitude"), key=lambda x: (x.day, x.id), default=None)
        number = len(seen) if kinds else 0
        return {
            "V01": self.since(max(self.done.mapped("day"), default=None)),
            "V02": self.since(max(met.mapped("day"), default=None)),
            "V03": by_kind["visit"],
            "V05": by_kind["call"],
            "V08": len({(x.day.year, x.day.month) for x in seen}),
            "V09": len(seen.contact_id) if number else None,
            "V10": part(len(deciders), number),
            "V11": len(seen.user_id) or None,
            "V12": mean(attitudes),
            "V13": int(last.attitude) if last else None,
            "V15": attitudes.count(1) if number else None,
            "V24": number / len(self.recent) if number and self.recent else None,
        }

    def measure_service(self):
        is_known = bool(self.orders or self.cases)
        complaints = self.cases.filtered("is_complaint")
        open_ = self.cases.filtered(lambda x: x.state not in ("solved", "closed"))
        orders = len(self.recent)
        return {
            "S01": len(self.cases) / orders if orders else None,
            "S02": len(complaints) if is_known else None,
            "S03": part(len(complaints), len(self.cases)),
            "S04": len(open_) if is_known else None,
            "S05": len(open_ & complaints) if is_known else None,
        }


DAY = date(2026, 3, 10)
