"""Customers with contacts, stored as the ORM would have stored them."""

from datetime import date, timedelta
from random import Random

from . import bulk, names, organisation

# The salesperson at place n of 160 holds a share that falls with n ** (1 / skew).
OWNER_SKEW = 1.3
POOL_SHARE = 0.05
# Customers in another place than their owner's, and customers without any region.
FOREIGN_SHARE, NOWHERE_SHARE = 0.1, 0.01
FIRST_DAY, DAYS = date(2021, 1, 1), 1825
# What a contact takes from its company.
COPIED = """
    commercial_company_name commercial_partner_id vat street city state_id industry_id
    user_id create_uid write_uid create_date write_date yishang_type_id
    yishang_source_id yishang_region_id yishang_customer_id yishang_scope_key
    yishang_scope_region_id
""".split()
NOWHERE = organisation.City(None, "拉萨市", None)
LIFECYCLES = ("potential", "visited", "member", "dormant", "lost")
GRADES = ("a", "b", "c", "d")


def fill(env, size):
    """Insert the customers of a size and the contacts below them.

    :return: id of the first customer
    """
    factory = CustomerFactory(env, size, bulk.next_id(env.cr, "res_partner"))
    company, person = _make_prototypes(env)
    _insert(env.cr, company, factory.iter_customers())
    _insert(env.cr, person, factory.iter_contacts())
    return factory.first_id


def _make_prototypes(env):
    """Return the rows of a customer and of its contact, made by the ORM."""
    values = {"lang": "zh_CN", "tz": "Asia/Shanghai", "phone": "13800138000"}
    with env.cr.savepoint() as savepoint:
        company = env["res.partner"].create(
            {
                **values,
                "name": "样本",
                "is_company": True,
                "yishang_is_customer": True,
                "country_id": env.ref("base.cn").id,
                "user_id": env.ref("base.user_admin").id,
                "yishang_region_id": env["crm.yishang.region"].search([], limit=1).id,
            }
        )
        person = company.create({**values, "name": "某人", "parent_id": company.id})
        rows = [bulk.read_prototype(record) for record in (company, person)]
        savepoint.rollback()
    env.invalidate_all()
    return rows


def _insert(cr, prototype, rows):
    """Insert partners by way of a temporary table."""
    rows = iter(rows)
    first = next(rows)
    columns = {name: f"staging.{name}" for name in first}
    cr.execute(
        "CREATE TEMPORARY TABLE staging ON COMMIT DROP AS"
        f" SELECT {', '.join(first)} FROM res_partner LIMIT 0"
    )
    bulk.copy(cr, "staging", list(first), [first.values()])
    bulk.copy(cr, "staging", list(first), (row.values() for row in rows))
    bulk.insert(cr, "res_partner", prototype, columns, "staging")
    cr.execute("DROP TABLE staging")


def fill_search(env):
    """Compose what customers are found by; their rows are in the database."""
    with bulk.without_indexes(env.cr, ["crm_yishang_search_content_idx"]):
        env["crm.yishang.search"]._rebuild()


def fill_keys(env):
    """Compose what customers are recognized by, for the check of duplicates."""
    with bulk.without_indexes(env.cr, ["crm_yishang_duplicate_key_key_idx"]):
        env["crm.yishang.duplicate.key"]._rebuild()


class CustomerFactory:
    """Makes the columns of customers and contacts that differ from the prototypes.

    :param size: a ``Size``
    :param first_id: id of the first customer
    """

    def __init__(self, env, size, first_id):
        from odoo.addons.crm_yishang.tools.sight import get_scope_key

        self.get_scope_key = get_scope_key
        self.size = size
        self.first_id = first_id
        self.brands = names.read_brands()
        self.cities = organisation.get_cities(env)
        sellers = organisation.get_users(env, "salesperson")
        self.sellers = [(user.id, user.yishang_region_id.id) for user in sellers]
        self.industries = env["res.partner.industry"].search([]).ids
        self.types = env["crm.yishang.customer.type"].search([]).ids
        self.sources = env["crm.yishang.customer.source"].search([]).ids
        # What contacts copy from their company.
        self.parents = []

    def iter_customers(self):
        """Yield the columns of each customer."""
        random = Random(2)
        every = max(1, self.size.customers // self.size.contacts)
        for number in range(self.size.customers):
            row = self.make_customer(random, number)
            if number % every == 0:
                self.parents.append(row)
            yield row

    def iter_contacts(self):
        """Yield the columns of each contact, after all customers."""
        random = Random(3)
        first_id = self.first_id + self.size.customers
        for number, parent in enumerate(self.parents[: self.size.contacts]):
            yield self.make_contact(random, first_id + number, parent)

    def make_customer(self, random, number):
        partner_id = self.first_id + number
        owner_id, region_id = self.choose_place(random)
        city = self.cities.get(region_id, NOWHERE)
        brand, name = names.make_company(random, self.brands, city.name[:-1])
        phone, sanitized = names.make_phone(random)
        day = FIRST_DAY + timedelta(number * DAYS // self.size.customers)
        contacted = day + timedelta(random.randrange(200))
        return {
            "id": partner_id,
            "name": name,
            "complete_name": name,
            "commercial_company_name": name,
            "commercial_partner_id": partner_id,
            "phone": phone,
            "phone_sanitized": sanitized,
            "email": f"kh{number}@example.com",
            "email_normalized": f"kh{number}@example.com",
            "vat": f"9113{number:08}MA{random.randrange(10**4):04}",
            "street": f"建设路{random.randrange(1, 900)}号",
            "city": city.name,
            "state_id": city.state_id,
            "industry_id": random.choice(self.industries),
            "user_id": owner_id,
            **_stamp(day, owner_id),
            "yishang_code": f"KH{day:%Y%m%d}{number % 10**5:05}",
            "yishang_short_name": brand,
            "yishang_type_id": random.choice(self.types),
            "yishang_source_id": random.choice(self.sources),
            "yishang_region_id": region_id,
            "yishang_lifecycle": random.choice(LIFECYCLES),
            "yishang_grade": random.choice(GRADES),
            "yishang_date_last_contact": contacted,
            "yishang_date_next_contact": contacted + timedelta(random.randrange(90)),
            "yishang_customer_id": partner_id,
            "yishang_scope_key": self.get_scope_key(owner_id, region_id),
            "yishang_scope_region_id": region_id,
        }

    def make_contact(self, random, partner_id, parent):
        name = names.make_person(random)
        phone, sanitized = names.make_phone(random)
        return {
            "id": partner_id,
            "name": name,
            "complete_name": f"{parent['name']}, {name}",
            "parent_id": parent["id"],
            "phone": phone,
            "phone_sanitized": sanitized,
            "email": f"lxr{partner_id}@example.com",
            "email_normalized": f"lxr{partner_id}@example.com",
            **{column: parent[column] for column in COPIED},
        }

    def choose_place(self, random):
        """Return owner and region of a customer; each may be missing."""
        place = int(len(self.sellers) * random.random() ** OWNER_SKEW)
        owner_id, region_id = self.sellers[place]
        if random.random() < FOREIGN_SHARE:
            region_id = random.choice(list(self.cities))
        if random.random() < NOWHERE_SHARE:
            region_id = None
        return None if random.random() < POOL_SHARE else owner_id, region_id


def _stamp(day, owner_id):
    """Return who created a record and when."""
    user_id = owner_id or 1
    moment = f"{day} 02:00:00"
    return {
        "create_uid": user_id,
        "write_uid": user_id,
        "create_date": moment,
        "write_date": moment,
    }
