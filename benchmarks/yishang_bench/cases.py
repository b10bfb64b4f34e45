"""What is timed: the screens of the three people, beside stock Odoo and the limit."""

from typing import NamedTuple

from . import host, limit, personas
from .client import COUNT_LIMIT, PAGE, Screen
from .timing import Call, Statements

ACTION = "crm_yishang.crm_yishang_customer_action"
# Fragments that the made-up names hold, from rare to common; digits of phones.
TWO, FOUR, DIGITS, INITIALS, COMMON = "鼎研", "三车科技", "3817", "sckj", "科技"
PAGE_51 = 50 * PAGE


class Case(NamedTuple):
    """One screen of one person.

    :param kind: decides on the targets: page, page 51, two, four, phone, pinyin,
        common, form
    :param things: what can be run, by column of the table: ours, limit, stock, small
    """

    title: str
    kind: str
    person: str
    things: dict


class Side(NamedTuple):
    """A database with its screens, ours or stock's."""

    database: str
    screen: Screen
    # What the list shows before anybody searches.
    domain: list

    def get_list(self, person, domain=(), offset=0):
        """Return the call for one page of the list."""
        arguments = {
            "domain": [*self.domain, *domain],
            "specification": self.screen.get_specification("list"),
            "offset": offset,
            "limit": PAGE,
            "count_limit": COUNT_LIMIT,
        }
        return self._get_call(person, "web_search_read", arguments)

    def get_form(self, person, partner_id):
        """Return the call for one customer."""
        arguments = {
            "ids": [partner_id],
            "specification": self.screen.get_specification("form"),
        }
        return self._get_call(person, "web_read", arguments)

    def _get_call(self, person, method, arguments):
        context = self.screen.context
        return Call(self.database, person.user_id, method, arguments, context)


class Cases:
    """All that is timed in the databases of one size.

    :param database: with the addon
    :param stock: the same without it
    :param small: the small database, to see how times grow, if this is not it
    """

    def __init__(self, database, stock, small=None):
        self.people = personas.load(database)
        self.ours = open_ours(database)
        self.stock = open_stock(stock)
        self.small = open_ours(small) if small else None
        self.small_people = personas.load(small) if small else self.people

    def __iter__(self):
        yield from self._iter_pages()
        yield from self._iter_searches()
        yield from self._iter_forms()

    def _iter_pages(self):
        for kind, title, offset in (
            ("page", "list", 0),
            ("page 51", "page 51", PAGE_51),
        ):
            for number, person in enumerate(self.people):
                if person.name == "salesperson":
                    yield self._make_page(f"{title}, mine", kind, number, True, offset)
                yield self._make_page(title, kind, number, False, offset)

    def _make_page(self, title, kind, number, mine, offset):
        person = self.people[number]
        domain = self._get_mine(self.ours, person) if mine else []
        stock_domain = [("user_id", "=", person.user_id)] if mine else []
        statements = limit.list_page(person, mine, offset)
        things = {
            "ours": self.ours.get_list(person, domain, offset),
            "stock": self.stock.get_list(person, stock_domain, offset),
            "limit": Statements(self.ours.database, statements),
        }
        if self.small:
            person = self.small_people[number]
            domain = self._get_mine(self.small, person) if mine else []
            things["small"] = self.small.get_list(person, domain, offset)
        return Case(title, kind, self.people[number].name, things)

    def _iter_searches(self):
        for title, kind, text in (
            ("search, two characters", "two", TWO),
            ("search, four characters", "four", FOUR),
            ("search, digits of a phone", "phone", DIGITS),
            ("search, pinyin initials", "pinyin", INITIALS),
            ("search, two common characters", "common", COMMON),
        ):
            for number in range(len(self.people)):
                yield self._make_search(title, kind, text, number)

    def _make_search(self, title, kind, text, number):
        person = self.people[number]
        domain = self.ours.screen.get_search(text)
        things = {"ours": self.ours.get_list(person, domain)}
        if kind == "phone":
            stock_domain = [("phone", "ilike", text)]
            things["stock"] = self.stock.get_list(person, stock_domain)
        elif kind != "pinyin":
            stock_domain = self.stock.screen.get_search(text)
            things["stock"] = self.stock.get_list(person, stock_domain)
        statements = limit.search_page(person, text)
        things["limit"] = Statements(self.ours.database, statements)
        if self.small:
            small_person = self.small_people[number]
            things["small"] = self.small.get_list(small_person, domain)
        return Case(title, kind, person.name, things)

    def _iter_forms(self):
        for number, person in enumerate(self.people):
            things = {
                "ours": self.ours.get_form(person, self._get_customer(0, number)),
                "stock": self.stock.get_form(person, self._get_customer(0, number)),
            }
            if self.small:
                small_person = self.small_people[number]
                things["small"] = self.small.get_form(
                    small_person, self._get_customer(1, number)
                )
            yield Case("customer form", "form", person.name, things)

    def _get_customer(self, size, number):
        """Return the customer that is opened: the first of the person's list.

        :param size: 0 in the database that is measured, 1 in the small one
        """
        side = (self.ours, self.small)[size]
        person = (self.people, self.small_people)[size][number]
        return side.get_list(person).run().result["records"][0]["id"]

    @staticmethod
    def _get_mine(side, person):
        return side.screen.get_filter("mine", person.user_id)


def open_ours(database):
    """Return the customers' screens of a database with the addon."""
    (person, *_others) = personas.load(database)
    with host.request(database, person.user_id) as env:
        screen = Screen(env, ACTION)
    return Side(database, screen, screen.domain)


def open_stock(database):
    """Return the contacts' screens of a database without the addon."""
    with host.request(database) as env:
        login = [("login", "=", personas.SALESPERSON)]
        user = env["res.users"].search(login)
    with host.request(database, user.id) as env:
        screen = Screen(env)
        # The filter that leaves out the persons below companies.
        domain = screen.get_filter("type_company", user.id)
    return Side(database, screen, domain)
