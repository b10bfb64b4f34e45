from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.search_text import compose

# Customers whose texts are composed at a time: some 10 MB of memory.
CHUNK = 10_000

# Pieces of a text that a search can start from, as numbers: two characters next to
# each other if one of them is not ASCII, three if all are, how each word begins, and
# each longer word as a whole: its pieces are in many texts, a phone number is in few.
# Numbers because comparing them is several times faster than comparing texts; they
# need not be unique, each match is looked at again.
GRAMS_BODY = """
DECLARE
    chars text[] := string_to_array(content, NULL);
    grams int[] := '{}';
    a int;
    b int := ascii(chars[1]);
    c int := coalesce(ascii(chars[2]), 32);
    word int;
BEGIN
    FOR i IN 3 .. cardinality(chars) + 1 LOOP
        a := b;
        b := c;
        c := coalesce(ascii(chars[i]), 32);
        IF b = 32 THEN
            IF i - 1 - word >= 7 THEN
                grams := grams || hashtext(substr(content, word, i - 1 - word));
            END IF;
            CONTINUE;
        ELSIF a = 32 THEN
            word := i - 1;
            grams := grams || b;
            IF b < 128 AND c < 128 AND c <> 32 THEN
                grams := grams || (b * 128 + c);
            END IF;
        ELSIF a >= 128 OR b >= 128 THEN
            grams := grams || (((a & 65535) - 32768) * 65536 + (b & 65535));
        ELSIF c < 128 AND c <> 32 THEN
            grams := grams || ((a * 128 + b) * 128 + c);
        END IF;
    END LOOP;
    RETURN grams;
END
"""
GRAMS_FUNCTION = f"""
CREATE OR REPLACE FUNCTION crm_yishang_grams(content text) RETURNS int[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $${GRAMS_BODY}$$
"""

# Everything a text is made of: of a customer with its contacts, or of a contact.
SOURCES = """
SELECT
    partner.id,
    ARRAY[partner.name, partner.yishang_short_name] || contact.names,
    ARRAY[partner.phone, partner.yishang_fax] || contact.phones,
    ARRAY[
        partner.yishang_code,
        partner.ref,
        partner.email,
        CASE WHEN partner.id = company.id THEN partner.vat ELSE company.name END,
        partner.company_registry
    ] || contact.emails,
    ARRAY[
        partner.yishang_code,
        partner.ref,
        CASE WHEN partner.id = company.id THEN partner.vat ELSE company.name END,
        partner.company_registry
    ]
FROM res_partner partner
JOIN res_partner company ON company.id = partner.commercial_partner_id
LEFT JOIN LATERAL (
    SELECT array_agg(name) AS names, array_agg(phone) AS phones,
        array_agg(email) AS emails
    FROM (
        SELECT name, phone, email
        FROM res_partner child
        WHERE child.parent_id = partner.id
            AND child.active
            AND child.is_company IS NOT TRUE
        ORDER BY child.id
        LIMIT %(max_contacts)s
    ) child
) contact ON partner.id = company.id
WHERE company.yishang_is_customer
    AND (
        partner.id = ANY(%(ids)s)
        OR (%(with_contacts)s AND partner.commercial_partner_id = ANY(%(ids)s))
    )
"""
SOURCE_FIELDS = (
    "name",
    "yishang_short_name",
    "yishang_code",
    "ref",
    "phone",
    "yishang_fax",
    "email",
    "vat",
    "company_registry",
    "parent_id",
    "is_company",
    "active",
    "commercial_partner_id",
    "yishang_is_customer",
)
# A customer with more contacts is found by the first of them.
MAX_CONTACTS = 100


class CrmYishangSearch(models.Model):
    """What customers and their contacts are found by, in one indexed column.

    It stands beside the partner and not on it: any change of a partner writes all
    indexes of its row anew, and this one has more than a hundred entries a row
    (10,000 handed over customers took 15 s with it, 5 s without).
    """

    _name = "crm.yishang.search"
    _description = "Search Text of a Customer"
    _log_access = False
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer or Contact", required=True, ondelete="cascade"
    )
    content = fields.Text(required=True)
    told_content = fields.Text(
        help="The text without numbers and addresses, see the masks."
    )
    # A salesperson's few matches are told from those of others without reading any
    # partner. In no index: it changes hands without the texts being indexed again.
    scope_key = fields.Integer(
        related="partner_id.yishang_scope_key",
        store=True,
        export_string_translation=False,
    )

    # A constraint and not an index alone: merging partners looks for those.
    _partner_id_uniq = models.Constraint("UNIQUE (partner_id)")
    _content_idx = models.Index("USING gin (crm_yishang_grams(content))")

    def _auto_init(self):
        cr = self.env.cr
        cr.execute("SELECT prosrc FROM pg_proc WHERE proname = 'crm_yishang_grams'")
        if cr.fetchall() != [(GRAMS_BODY,)]:
            # An index that another version of the function has filled finds nothing.
            cr.execute("DROP INDEX IF EXISTS crm_yishang_search_content_idx")
            cr.execute("DROP INDEX IF EXISTS crm_yishang_service_text_content_idx")
            cr.execute(SQL(GRAMS_FUNCTION))
        result = super()._auto_init()
        # Room in each page for a row that changes hands.
        cr.execute(SQL("ALTER TABLE crm_yishang_search SET (fillfactor = 85)"))
        return result

    @api.model
    def _rebuild(self):
        """Compose the texts of all customers anew, after rows came in by SQL."""
        for ids in self.env["res.partner"]._yishang_iter_customer_ids(CHUNK):
            self._refresh(ids, with_contacts=True)

    @api.model
    def _refresh(self, partner_ids, with_contacts=False):
        """Compose the texts of these partners anew; drop those of no customers.

        :param partner_ids: list of ids
        :param with_contacts: also the texts of their contacts
        """
        if not partner_ids:
            return
        self.env["res.partner"].flush_model([*SOURCE_FIELDS, "yishang_scope_key"])
        sources = self.env.execute_query(
            SQL(
                SOURCES,
                ids=partner_ids,
                with_contacts=with_contacts,
                max_contacts=MAX_CONTACTS,
            )
        )
        texts = {
            partner_id: (compose(names, phones, others), compose(names, (), told))
            for partner_id, names, phones, others, told in sources
        }
        self._store({key: both for key, both in texts.items() if both[0]})
        if gone := set(partner_ids) - texts.keys():
            self._drop(list(gone))

    @api.model
    def _store(self, texts):
        """Write ``{partner id: (text, text without secrets)}`` where it differs."""
        contents, told = zip(*texts.values(), strict=True) if texts else ((), ())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_search AS old
                    (partner_id, content, told_content, scope_key)
                SELECT text.*, partner.yishang_scope_key
                FROM unnest(%s::int[], %s::text[], %s::text[]) AS text (id)
                JOIN res_partner partner USING (id)
                ON CONFLICT (partner_id) DO UPDATE SET
                    content = EXCLUDED.content, told_content = EXCLUDED.told_content
                WHERE old.content <> EXCLUDED.content
                    OR old.told_content IS DISTINCT FROM EXCLUDED.told_content
                """,
                list(texts),
                list(contents),
                list(told),
            )
        )

    @api.model
    def _drop(self, partner_ids):
        """Forget partners that are no customers, and their contacts with them."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM crm_yishang_search search USING res_partner partner
                WHERE partner.id = search.partner_id AND (
                    partner.id = ANY(%(ids)s)
                    OR partner.commercial_partner_id = ANY(%(ids)s)
                )
                """,
                ids=partner_ids,
            )
        )
