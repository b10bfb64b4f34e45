"""The sentences of the import: why a file or a cell is refused."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

FILE_REASONS = {
    "empty_file": _lt("The file is empty."),
    "too_big": _lt("The file is larger than %(size)s MB. Split it."),
    "unpacks_too_big": _lt(
        "The file unpacks to more than any workbook. It is refused."
    ),
    "too_many_rows": _lt("The sheet has more than %(limit)s rows. Split the file."),
    "password": _lt("The workbook is protected by a password. Save it without one."),
    "old_format": _lt(
        "This is a workbook of the old format (.xls). Open it in Excel or WPS and save"
        " it as .xlsx."
    ),
    "no_workbook": _lt(
        "This is no Excel workbook (.xlsx). A text file (.csv) or another format is"
        " opened in Excel or WPS and saved as .xlsx first."
    ),
    "broken": _lt(
        "The workbook is damaged and cannot be read. Open it in Excel or WPS and save"
        " it again."
    ),
    "no_headings": _lt(
        "No visible sheet of this workbook (%(sheets)s) has the headings of the"
        " template. At least %(headings)s is needed within the first 15 rows; download"
        " the template to see them all."
    ),
    "heading_missing": _lt(
        "The sheet %(sheet)s lacks the column %(headings)s. Add that column."
    ),
    "no_rows": _lt("The sheet %(sheet)s has headings but no row below them."),
}

CELL_REASONS = {
    "required": _lt("This is required and the cell is empty."),
    "too_long": _lt("%(length)s characters; at most %(limit)s are allowed."),
    "error_value": _lt("The cell holds the error %(value)s."),
    "formula": _lt(
        "The result of this formula is not in the file. Open it in Excel or WPS and"
        " save it once."
    ),
    "email": _lt("This is no e-mail address."),
    "phone": _lt("This is no phone number."),
    "tax_id": _lt("This is no unified social credit code: the check digit is wrong."),
    "date_unclear": _lt("This is no date. Write it as 2024-09-08."),
    "date_impossible": _lt("There is no such day. Write it as 2024-09-08."),
    "date_future": _lt("This day has not come yet."),
    "moment": _lt("There is no such time. Write it as 2024-09-08 14:30."),
    "end_early": _lt("The end is before the start."),
    "number": _lt("This is no number."),
    "negative": _lt("This cannot be negative."),
    "doubled": _lt(
        "“%(value)s” is in row %(row)s already. Correct one of the rows or delete it."
    ),
    "unknown": _lt(
        "“%(value)s” is not recorded. Write a code or name that is, or have an"
        " administrator add it."
    ),
    "archived": _lt("%(name)s is archived."),
    "ambiguous": _lt("Several are meant: %(names)s. Write the code or the full path."),
    "region_mismatch": _lt("The code belongs to %(name)s, not to the name beside it."),
    "loop": _lt("This would lie above itself."),
    "parent_wrong": _lt("Row %(row)s, which this one belongs to, is wrong."),
    "password_short": _lt("At least %(count)s characters are needed."),
    "no_employee": _lt(
        "%(name)s has no employee record, so that no superior would see the customer."
    ),
    "not_assignable": _lt("You may not give customers to %(name)s."),
    "not_own_people": _lt("%(name)s is none of your people."),
    "not_choice": _lt("Not one of: %(choices)s."),
    "exists": _lt("Exists already, by %(criterion)s: %(name)s."),
    "exists_hidden": _lt(
        "There is a customer with this %(criterion)s already, which you do not see."
        " Ask your manager."
    ),
    "exists_archived": _lt(
        "There is an archived entry with this %(criterion)s already."
    ),
    "hits_several": _lt(
        "Several customers have this %(criterion)s already: %(names)s."
    ),
    "hit_twice": _lt("Row %(row)s changes the same existing entry: %(name)s."),
    "not_writable": _lt("You may not change %(name)s."),
    "protected": _lt(
        "Of %(customer)s this changes only after a superior has approved. Write what"
        " stands there now, and ask for the change on the customer."
    ),
    "customer_wrong": _lt("Row %(row)s of %(sheet)s, the customer, is wrong."),
    # What the record itself says, translated already.
    "record": "%(message)s",
}
