from . import test_visibility
from . import test_customer
from . import test_numbering
