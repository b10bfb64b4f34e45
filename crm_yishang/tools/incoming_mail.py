"""What a mail says of itself: whether a program sent it, and what in it is new."""

import re

from lxml import html

from odoo.tools import html2plaintext, html_sanitize

# RFC 3834 and what programs sent before it: vacation notices, lists, newsletters.
AUTOMATIC_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
)
BULK = frozenset(("auto_reply", "auto-reply", "bulk", "junk", "list"))
# Mails that hand another mail on: what is quoted in them is what they are about.
FORWARDED = re.compile(r"^\s*(fwd?|转发|轉寄|转寄)\s*[:：]", re.IGNORECASE)
# Where mail programs that mark no quotes begin to repeat what was written before.
QUOTE_BEGIN = re.compile(
    r"^(-{2,}\s*(原始邮件|邮件原件|original message|回复的原邮件)\s*-{2,}"
    r"|(发件人|from)\s*[:：].*@.*"
    r"|.{4,80}(写道|wrote)\s*[:：])\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def is_automatic(message):
    """Return whether a program wrote the mail, as headers say.

    :param message: an ``email.message.EmailMessage``
    """
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0]
    if submitted.strip().lower() != "no":
        return True
    if str(message.get("Precedence") or "").strip().lower() in BULK:
        return True
    return any(message.get(name) for name in AUTOMATIC_HEADERS)


def wants_no_answer(message):
    """Return whether the sender asks that no program answers the mail."""
    suppress = str(message.get("X-Auto-Response-Suppress") or "").lower()
    return any(word in suppress for word in ("all", "autoreply", "oof"))


def get_new_text(body, subject=""):
    """Return what the mail adds to what was written before, as plain text.

    The whole text if that is nothing, and of mails that hand another one on.

    :param body: HTML as the host parses mails

    >>> get_new_text("<p>坏了</p><blockquote>上次说好了</blockquote>")
    '坏了'
    >>> get_new_text("<p>请处理</p><blockquote>坏了</blockquote>", "转发: 坏了")
    '请处理\\n坏了'
    """
    body = str(html_sanitize(body or ""))
    whole = _get_text(body)
    if not whole or FORWARDED.match(subject or ""):
        return whole
    root = html.fragment_fromstring(body, create_parent="div")
    for node in root.xpath(".//*[@data-o-mail-quote='1'] | .//blockquote"):
        if node.getparent() is not None:
            node.drop_tree()
    text = _get_text(html.tostring(root, encoding="unicode"))
    if begin := QUOTE_BEGIN.search(text):
        text = text[: begin.start()].strip()
    return text or whole


def _get_text(body):
    """Return HTML as text, each block on a line of its own."""
    # The host puts paragraphs on lines of their own, but not what stands in a div.
    body = body.replace("</div>", "<br/></div>")
    text = html2plaintext(body, include_references=False)
    return re.sub(r"\n{3,}", "\n\n", text.replace("\xa0", " ")).strip()
