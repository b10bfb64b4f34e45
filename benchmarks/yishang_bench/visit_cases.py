"""What is timed of visits: the list of a day, the history of a customer, the limit."""

from psycopg2 import sql

from . import databases, host, personas, visits
from .cases import Case
from .client import COUNT_LIMIT, PAGE, SUBPAGE, Screen
from .timing import Call, Statements

MODEL = "crm.yishang.visit"
ACTION = "crm_yishang.crm_yishang_visit_action"
ON_DAY = [("day", "=", visits.LAST_DAY)]
COLUMNS = sql.SQL(
    """
    SELECT visit.id, visit.subject, visit.partner_id, customer.name,
        visit.category_id, category.name ->> 'zh_CN', visit.user_id, employee.name,
        visit.day, visit.result, visit.state
    FROM (
        SELECT id FROM crm_yishang_visit WHERE {rows}
        ORDER BY day DESC, id DESC LIMIT {limit}
    ) page
    JOIN crm_yishang_visit visit ON visit.id = page.id
    JOIN res_partner customer ON customer.id = visit.partner_id
    JOIN crm_yishang_contact_category category ON category.id = visit.category_id
    JOIN res_users users ON users.id = visit.user_id
    JOIN res_partner employee ON employee.id = users.partner_id
    ORDER BY visit.day DESC, visit.id DESC
    """
)
COUNT = sql.SQL(
    "SELECT count(*) FROM"
    " (SELECT FROM crm_yishang_visit WHERE {rows} LIMIT {limit}) found"
)
SEEN = sql.SQL(
    "(yishang_scope_key = ANY({}) OR yishang_scope_region_id = ANY({}::int[])"
    " OR yishang_customer_id = ANY({}::int[]))"
)


class VisitCases:
    """All that is timed of visits in the databases of one size.

    :param small: the small database: what Odoo's own Python takes for as many rows
    """

    def __init__(self, database, small):
        self.database, self.small = database, small
        self.people = personas.load(database)
        self.small_people = personas.load(small)
        with host.request(database, self.people[0].user_id) as env:
            self.screen = Screen(env, ACTION, MODEL)

    def __iter__(self):
        for number, person in enumerate(self.people):
            if person.name == "salesperson":
                yield self._make_day("visits of a day, mine", number, True)
            yield self._make_day("visits of a day", number, False)
        for number in range(len(self.people)):
            yield self._make_history(number)

    def _make_day(self, title, number, mine):
        person, small_person = self.people[number], self.small_people[number]
        domain = self._get_domain(person, mine)
        rows = [sql.SQL("day = {}").format(sql.Literal(visits.LAST_DAY))]
        if mine:
            rows.append(sql.SQL("user_id = {}").format(sql.Literal(person.user_id)))
        if not person.sees_all:
            parts = (person.keys, person.regions, person.granted)
            rows.append(SEEN.format(*map(sql.Literal, parts)))
        things = {
            "ours": self._get_list(self.database, person, ON_DAY + domain, PAGE),
            "limit": self._get_limit(sql.SQL(" AND ").join(rows), PAGE),
            # A day of the small database does not fill a page.
            "small": self._get_list(
                self.small, small_person, self._get_domain(small_person, mine), PAGE
            ),
        }
        return Case(title, "visits", person.name, things)

    def _make_history(self, number):
        """Return the case of the customer of the person with the longest history."""
        person, small_person = self.people[number], self.small_people[number]
        customer = find_longest(self.database, person)
        rows = sql.SQL("yishang_customer_id = {}").format(sql.Literal(customer))
        domain = [("yishang_customer_id", "=", customer)]
        things = {
            "ours": self._get_list(self.database, person, domain, SUBPAGE),
            "limit": self._get_limit(rows, SUBPAGE),
            # No history of the small database fills the table.
            "small": self._get_list(self.small, small_person, [], SUBPAGE),
        }
        return Case("a customer's history", "visits", person.name, things)

    @staticmethod
    def _get_domain(person, mine):
        return [("user_id", "=", person.user_id)] if mine else []

    def _get_limit(self, rows, limit):
        statements = [
            COLUMNS.format(rows=rows, limit=sql.Literal(limit)),
            COUNT.format(rows=rows, limit=sql.Literal(COUNT_LIMIT)),
        ]
        return Statements(self.database, statements)

    def _get_list(self, database, person, domain, limit):
        arguments = {
            "domain": domain,
            "specification": self.screen.get_specification("list"),
            "offset": 0,
            "limit": limit,
            "count_limit": COUNT_LIMIT,
        }
        context = self.screen.context
        return Call(
            database, person.user_id, "web_search_read", arguments, context, MODEL
        )


def find_longest(database, person):
    """Return the customer the person may see on whom there are most visits."""
    ((customer,),) = databases.query(
        database,
        "SELECT yishang_customer_id FROM crm_yishang_visit"
        " WHERE %s OR yishang_scope_key = %s"
        " OR yishang_scope_region_id = ANY(%s::int[])"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
        person.sees_all,
        person.user_id,
        person.regions,
    )
    return customer
