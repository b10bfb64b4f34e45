from . import account_download
from . import contact_card
from . import csv_export
from . import excel_export
from . import json_screen
from . import pivot_export
from . import program
from . import report_download
