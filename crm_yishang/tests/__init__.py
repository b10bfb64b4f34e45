from . import test_customer
from . import test_numbering
from . import test_structure
from . import test_visibility
